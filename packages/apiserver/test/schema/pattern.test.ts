import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { RE2JS } from 're2js';
import { Patterns } from '../../src/schema/pattern.ts';
import { goClassNames } from '../../src/schema/pattern-class-names.ts';
import { patternSize } from '../../src/schema/pattern-size.ts';
import { Steps } from '../../src/schema/steps.ts';

interface Fixture {
  readonly texts: readonly string[];
  readonly matched: Readonly<Record<string, string>>;
  readonly refused: Readonly<Record<string, string>>;
}

// What Go's regexp makes of some 1,800 patterns; see e2e/controlplane/pattern-oracle.
const fixture = JSON.parse(
  readFileSync(new URL('../fixtures/patterns.json', import.meta.url), 'utf8'),
) as Fixture;

// Go takes a name for two groups, RE2 does not.
const differing = ['(?<n>a)(?<n>b)', '(?P<__proto__>a)(?P<__proto__>b)', '(?P<n>a)(?P<n>b)'];

describe('patterns', () => {
  const patterns = new Patterns();
  const accepted = Object.keys(fixture.matched).filter((pattern) => !differing.includes(pattern));

  test('match what Go matches', () => {
    const matched = accepted.map((pattern) => {
      const letters = fixture.texts.map((text) => (patterns.matches(pattern, text, new Steps()) ? 'y' : 'n'));
      return [pattern, letters.join('')];
    });
    expect(matched).toEqual(accepted.map((pattern) => [pattern, fixture.matched[pattern]]));
  });

  test('are refused where Go refuses them, in its words', () => {
    const refused = Object.keys(fixture.refused).map((pattern) => [
      pattern,
      patterns.refusal(pattern, new Steps()),
    ]);
    expect(refused).toEqual(Object.entries(fixture.refused));
    expect(accepted.filter((pattern) => patterns.refusal(pattern, new Steps()) !== undefined)).toEqual([]);
  });

  test('differ from Go in names given twice alone', () => {
    const refusals = differing.map((pattern) => patterns.refusal(pattern, new Steps()));
    expect(refusals.map((refusal) => refusal?.split(':')[1])).toEqual(
      differing.map(() => ' duplicate capture group name'),
    );
  });

  // Steps are counted by this size, so that it bounds the time of a match only as far as it is right.
  test('are never larger as programs than was said before', () => {
    const larger = accepted.filter(
      (pattern) => RE2JS.compile(goClassNames(pattern)).programSize() > patternSize(pattern),
    );
    // Zeros before a number are no number to Go, and are short.
    expect(larger).toEqual(['a{01}']);
  });
});

describe('the cost of a pattern', () => {
  test.each([
    ['^(a+)+$', 'a'.repeat(32) + '!'],
    ['^(a|a)*$', 'a'.repeat(100_000) + '!'],
    ['(x+x+)+y', 'x'.repeat(100_000)],
    ['^(([a-z])+.)+[A-Z]([a-z])+$', 'a'.repeat(100_000)],
    ['(.*)*,(.*)*', 'a'.repeat(100_000)],
  ])('of %s is bounded by its size and that of the text', (pattern, text) => {
    expect(new Patterns().matches(pattern, text, new Steps())).toBe(false);
  });

  test.each([
    ['a long text for a large program', '(?i)(\\pL{1,1000})!', 'ab'.repeat(500_000)],
    ['a program of many instructions', '[a-z]{1000}'.repeat(300), ''],
    ['many classes of Unicode', '\\pL'.repeat(20_000), ''],
    ['many classes to fold', '(?i)[\\x{100}-\\x{10000}]'.repeat(400), ''],
    ['nested repetitions', '(?:a|b|c){300}'.repeat(300), ''],
    ['a pattern of a megabyte', '['.repeat(1_000_000), ''],
    ['brackets that the parser looks behind', '[[:'.repeat(100_000), ''],
  ])('is too much with %s', (_, pattern, text) => {
    expect(() => new Patterns().matches(pattern, text, new Steps())).toThrow(/more than 100000000 steps/);
  });

  test('is spent from what a request has, however often', () => {
    const steps = new Steps();
    const patterns = new Patterns();
    const text = 'a'.repeat(100_000);
    expect(() => {
      for (let times = 0; times < 1_000; times += 1) patterns.matches('^(a+)+$', text, steps);
    }).toThrow(/more than 100000000 steps/);
  });

  test('in memory is bounded: what was not used for longest is forgotten', () => {
    const patterns = new Patterns();
    for (let at = 0; at < 500; at += 1) patterns.matches(`[a-z]{1000}${at}`, 'a', new Steps());
    expect(patterns.size).toBeLessThan(160);
    for (let at = 0; at < 500; at += 1) patterns.matches('b', 'a'.repeat(1_000), new Steps());
    expect(patterns.size).toBe(1);
  });
});
