import { readFileSync } from 'node:fs';
import { fc, test as property } from '@fast-check/jest';
import { describe, expect, test } from '@jest/globals';
import { InvalidValueError } from '../../src/errors.ts';
import { Duration } from '../../src/values/duration.ts';

interface Oracle {
  readonly durations: Readonly<Record<string, { nanoseconds: string; text: string } | null>>;
  readonly ages: Readonly<Record<string, string>>;
}

// What Go and apimachinery v0.36.3 answer; see e2e/controlplane/oracle.
const oracle = JSON.parse(
  readFileSync(new URL('../fixtures/apimachinery.json', import.meta.url), 'utf8'),
) as Oracle;

describe('a duration', () => {
  const cases = Object.entries(oracle.durations);

  test.each(cases.flatMap(([text, go]) => (go === null ? [] : [[text, go] as const])))(
    '%s is as long as in Go',
    (text, { nanoseconds }) => {
      const millis = Number(nanoseconds) / 1e6;
      expect(Math.abs(Duration.parse(text) - millis)).toBeLessThanOrEqual(Math.abs(millis) * 1e-15);
    },
  );

  test.each(cases.flatMap(([text, go]) => (go === null ? [text] : [])))('%j is none, as in Go', (text) => {
    expect(() => Duration.parse(text)).toThrow(InvalidValueError);
  });

  test.each([
    ['digits', `${'1'.repeat(1_000_000)}x`],
    ['dots', `${'1.'.repeat(500_000)}x`],
    ['terms', `${'1s'.repeat(500_000)}x`],
  ])(
    'is refused after a million %s, which takes for ever where they can be read in two ways',
    (_what, text) => {
      expect(() => Duration.parse(text)).toThrow(InvalidValueError);
    },
  );

  test('is written as Go writes it', () => {
    for (const [text, go] of cases) {
      // Beyond 2^53 nanoseconds a number no longer knows each of them.
      if (go === null || Math.abs(Number(go.nanoseconds)) > 2 ** 53) continue;
      expect([text, Duration.format(Duration.parse(text))]).toEqual([text, go.text]);
    }
  });

  property.prop([fc.integer({ min: -(2 ** 42), max: 2 ** 42 })])(
    'of whole milliseconds survives writing and reading',
    (millis) => {
      expect(Duration.parse(Duration.format(millis))).toBe(millis);
    },
  );

  test.each(Object.entries(oracle.ages))('of %s ms is shown as kubectl shows it: %s', (millis, shown) => {
    expect(Duration.age(Number(millis))).toBe(shown);
  });
});
