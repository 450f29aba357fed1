import { readFileSync } from 'node:fs';
import { fc, test } from '@fast-check/jest';
import { describe, expect } from '@jest/globals';
import { InvalidRequestError } from '../../src/errors.ts';
import {
  doesNotExist,
  exists,
  greaterThan,
  LabelQuery,
  type LabelSelectorInput,
  lessThan,
  notIn,
} from '../../src/selector/label-query.ts';
import type { LabelRequirement } from '../../src/selector/label-requirement.ts';

interface Fixture {
  readonly labels: readonly Readonly<Record<string, string>>[];
  readonly labelSelectors: Readonly<Record<string, string | null>>;
}

// What Kubernetes' own parser makes of some two thousand texts; see e2e/controlplane/selector-oracle.
const fixture = JSON.parse(
  readFileSync(new URL('../fixtures/selectors.json', import.meta.url), 'utf8'),
) as Fixture;

function matched(selector: LabelQuery): string {
  return fixture.labels.map((labels) => (selector.matches(labels) ? 'y' : 'n')).join('');
}

// Letters of all classes a label's name may have, the middle ones and the wrong ones.
const word = fc.stringMatching(/^[A-Za-z0-9]([-A-Za-z0-9_.]{0,8}[A-Za-z0-9])?$/);
const prefix = fc.stringMatching(/^[a-z0-9]([-a-z0-9]{0,5}[a-z0-9])?(\.[a-z0-9]{1,3}){0,2}$/);
const key = fc.oneof(
  fc.constantFrom('app', 'in', 'notin', 'constructor', 'toString', 'hasOwnProperty', 'example.com/tier'),
  word,
  fc.tuple(prefix, word).map(([before, name]) => `${before}/${name}`),
);
const value = fc.oneof(fc.constantFrom('', 'a', 'b', 'in', 'notin', '5', '007'), word);
const bound = fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }).map(String);

const requirement = fc.oneof(
  fc.record({
    key,
    operator: fc.constantFrom('In' as const, 'NotIn' as const),
    values: fc.uniqueArray(value, { minLength: 1, maxLength: 4 }).map((values) => values.sort()),
  }),
  fc.record({
    key,
    operator: fc.constantFrom('Exists' as const, 'DoesNotExist' as const),
    values: fc.constant([] as string[]),
  }),
  fc.record({
    key,
    operator: fc.constantFrom('GreaterThan' as const, 'LessThan' as const),
    values: bound.map((text) => [text]),
  }),
);
const requirements = fc.array(requirement, { maxLength: 4 });

describe('LabelQuery', () => {
  describe('parse', () => {
    test('takes what Kubernetes takes, refuses what it refuses, and matches what it matches', () => {
      const found = Object.keys(fixture.labelSelectors).map((text) => {
        try {
          return [text, matched(LabelQuery.parse(text))];
        } catch (error) {
          if (!(error instanceof InvalidRequestError)) throw error;
          return [text, null];
        }
      });
      expect(Object.fromEntries(found)).toEqual(fixture.labelSelectors);
    });

    test.each<[string, LabelRequirement[]]>([
      ['', []],
      ['a', [{ key: 'a', operator: 'Exists', values: [] }]],
      ['!a', [{ key: 'a', operator: 'DoesNotExist', values: [] }]],
      ['a=b', [{ key: 'a', operator: 'In', values: ['b'] }]],
      ['a==b', [{ key: 'a', operator: 'In', values: ['b'] }]],
      ['a!=b', [{ key: 'a', operator: 'NotIn', values: ['b'] }]],
      ['a=', [{ key: 'a', operator: 'In', values: [''] }]],
      ['a in (b)', [{ key: 'a', operator: 'In', values: ['b'] }]],
      ['a in (c,b,c)', [{ key: 'a', operator: 'In', values: ['b', 'c'] }]],
      ['a notin (b,)', [{ key: 'a', operator: 'NotIn', values: ['', 'b'] }]],
      ['a in ()', [{ key: 'a', operator: 'In', values: [''] }]],
      ['a>5', [{ key: 'a', operator: 'GreaterThan', values: ['5'] }]],
      ['a<5', [{ key: 'a', operator: 'LessThan', values: ['5'] }]],
      [
        'in in (in), notin',
        [
          { key: 'in', operator: 'In', values: ['in'] },
          { key: 'notin', operator: 'Exists', values: [] },
        ],
      ],
      [
        'b,a',
        [
          { key: 'b', operator: 'Exists', values: [] },
          { key: 'a', operator: 'Exists', values: [] },
        ],
      ],
    ])('reads %j', (text, parsed) => {
      expect(LabelQuery.parse(text).requirements).toEqual(parsed);
    });

    test.each([
      ['a b', 'expected =, ==, !=, in, notin, <, > or a comma, found "b" at character 3'],
      ['a in b', `expected '(', found "b" at character 6`],
      ['a in (b', `expected ',' or ')', found the end`],
      ['a in (b c)', `expected ',' or ')', found "c" at character 9`],
      ['a=b,', 'expected a key, found the end'],
      [',a', 'expected a key, found "," at character 1'],
      ['!', 'expected a key, found the end'],
      ['a=)', `expected ',' or the end, found ")" at character 3`],
      ['a>', 'expected an integer, found the end'],
    ])('says where %j stops being a selector', (text, problem) => {
      expect(() => LabelQuery.parse(text)).toThrow(`label selector ${JSON.stringify(text)}: ${problem}`);
    });

    test.each([
      ['a no-break space', 'a\u00a0=b'],
      ['an em space', 'a\u2003in (b)'],
      ['a line separator', 'a,\u2028b'],
      ['a byte order mark', '\ufeffa'],
      ['a vertical tab', 'a\v=b'],
      ['a NUL', 'a\0'],
      ['a letter with an umlaut', 'gr\u00f6\u00dfe=1'],
      ['a digit of another script', 'a=\u0661'],
      ['half of a surrogate pair', 'a=\ud83d'],
      ['letters that look like ASCII', '\u0430pp=web'],
    ])('refuses %s', (_what, text) => {
      expect(() => LabelQuery.parse(text)).toThrow(InvalidRequestError);
    });

    test.prop([
      fc.string({ unit: fc.constantFrom(...'ab/.-_=!<>(), \t\n'.split(''), 'in', 'notin', '\u00e4') }),
    ])('throws nothing but an InvalidRequestError, whatever the text', (text) => {
      try {
        LabelQuery.parse(text);
      } catch (error) {
        expect(error).toBeInstanceOf(InvalidRequestError);
      }
    });

    test.each([
      ['blanks', `a${' '.repeat(1_000_000)}`],
      ['blanks before a key', `${' '.repeat(1_000_000)}a`],
      ['blanks between tokens', `a${' '.repeat(500_000)}in${' '.repeat(500_000)}(b)`],
      ['exclamation marks', '!'.repeat(1_000_000)],
      ['one word', 'a'.repeat(1_000_000)],
      ['a word with a wrong end', `${'a'.repeat(1_000_000)}-`],
      ['dots', `${'a.'.repeat(500_000)}/a`],
      ['digits', `a>${'1'.repeat(1_000_000)}`],
      ['values', `a in (${'b,'.repeat(300_000)})`],
    ])('gets through a million %s, which takes for ever in quadratic time', (_what, text) => {
      try {
        LabelQuery.parse(text);
      } catch (error) {
        expect(error).toBeInstanceOf(InvalidRequestError);
      }
    });
  });

  describe('toString', () => {
    test.each<[string, LabelSelectorInput]>([
      ['', {}],
      ['app=web', { app: 'web' }],
      ['app=web', { app: ['web'] }],
      ['app in (web,api)', { app: ['web', 'api'] }],
      ['app in (,api)', { app: ['', 'api'] }],
      ['app=', { app: '' }],
      ['app!=web', { app: notIn('web') }],
      ['app notin (web,api)', { app: notIn('web', 'api') }],
      ['canary', { canary: exists() }],
      ['!canary', { canary: doesNotExist() }],
      ['weight>5,weight2<7', { weight: greaterThan(5), weight2: lessThan(7) }],
      ['b=1,a=2', { b: '1', a: '2' }],
      ['!a,b in (c,d)', '! a , b in ( d, c )'],
      ['a=b', new LabelQuery([{ key: 'a', operator: 'In', values: ['b'] }])],
    ])('prints %j', (text, input) => {
      expect(LabelQuery.of(input).toString()).toBe(text);
    });

    test.prop([requirements])('prints what parse reads back', (given) => {
      const selector = new LabelQuery(given);
      expect(LabelQuery.parse(selector.toString()).requirements).toEqual(given);
    });

    test('prints each selector of the fixture as one that Kubernetes reads alike', () => {
      for (const [text, matches] of Object.entries(fixture.labelSelectors)) {
        if (matches === null) continue;
        const printed = LabelQuery.parse(text).toString();
        expect(matched(LabelQuery.parse(printed))).toBe(matches);
        expect(LabelQuery.parse(printed).toString()).toBe(printed);
      }
    });
  });

  describe('of', () => {
    test('gives a selector back as it is', () => {
      const selector = LabelQuery.parse('a');
      expect(LabelQuery.of(selector)).toBe(selector);
    });

    test('takes keys that every JavaScript object inherits for keys like any other', () => {
      const selector = LabelQuery.of({ constructor: 'a', toString: exists() });
      expect(selector.toString()).toBe('constructor=a,toString');
      expect(LabelQuery.of({}).matches({ constructor: 'a' })).toBe(true);
    });

    test('selects by the key in front, whatever key a condition was made with', () => {
      const [condition] = LabelQuery.parse('other=b').requirements;
      if (condition === undefined) throw new Error('nothing was parsed');
      expect(LabelQuery.of({ app: condition }).toString()).toBe('app=b');
    });

    test.each<[string, unknown]>([
      ['undefined', { app: undefined }],
      ['null', { app: null }],
      ['a number', { app: 5 }],
      ['a boolean', { app: true }],
      ['an object', { app: {} }],
      ['an array of numbers', { app: [5] }],
      ['an array with a hole', { app: [undefined] }],
      ['a condition without values', { app: { operator: 'Exists' } }],
      ['a condition with another operator', { app: { operator: 'Like', values: [] } }],
      ['no values at all', { app: [] }],
      ['notIn without values', { app: notIn() }],
      ['a value that is none', { app: 'a b' }],
      ['a key that is none', { 'a b': 'a' }],
      ['__proto__', Object.fromEntries([['__proto__', 'a']])],
      ['a bound that is no integer', { app: greaterThan(1.5) }],
      ['a bound that is no number', { app: greaterThan(Number.NaN) }],
      ['a bound below zero, which is no label value', { app: lessThan(-1) }],
      ['a bound of more than 64 bits', { app: greaterThan(1e20) }],
    ])('refuses %s, and does not select everything instead', (_what, input) => {
      expect(() => LabelQuery.of(input as LabelSelectorInput)).toThrow(InvalidRequestError);
    });
  });

  describe('fromObject', () => {
    test('takes matchLabels and matchExpressions together', () => {
      const selector = LabelQuery.fromObject({
        matchLabels: { app: 'web' },
        matchExpressions: [
          { key: 'tier', operator: 'In', values: ['a', 'b'] },
          { key: 'old', operator: 'DoesNotExist' },
          { key: 'new', operator: 'Exists', values: [] },
          { key: 'zone', operator: 'NotIn', values: ['x'] },
        ],
      });
      expect(selector.toString()).toBe('app=web,tier in (a,b),!old,new,zone!=x');
    });

    test('selects everything where it is empty', () => {
      expect(LabelQuery.fromObject({}).matches({})).toBe(true);
    });

    test.each([
      ['an operator of the text form only', { key: 'a', operator: 'GreaterThan', values: ['5'] }],
      ['an operator in lower case', { key: 'a', operator: 'in', values: ['5'] }],
      ['In without values', { key: 'a', operator: 'In' }],
      ['NotIn with an empty array', { key: 'a', operator: 'NotIn', values: [] }],
      ['Exists with values', { key: 'a', operator: 'Exists', values: ['b'] }],
      ['a key that is none', { key: '', operator: 'Exists' }],
    ])('refuses %s', (_what, expression) => {
      expect(() => LabelQuery.fromObject({ matchExpressions: [expression] })).toThrow(InvalidRequestError);
    });
  });

  describe('matches', () => {
    test('takes an absent key for one that has none of the values', () => {
      expect(LabelQuery.parse('a!=b').matches({})).toBe(true);
      expect(LabelQuery.parse('a notin (b,)').matches({})).toBe(true);
      expect(LabelQuery.parse('a=').matches({})).toBe(false);
    });

    test('does not take what every JavaScript object inherits for a label', () => {
      expect(LabelQuery.parse('constructor').matches({})).toBe(false);
      expect(LabelQuery.parse('!toString').matches({})).toBe(true);
    });

    test.each([
      ['a>5', '6', true],
      ['a>5', '5', false],
      ['a<5', '4', true],
      ['a<5', '5', false],
      ['a<5', '-6', true],
      ['a>5', '+6', true],
      ['a>5', '007', true],
      ['a>5', 'b', false],
      ['a<5', 'b', false],
      ['a<5', '', false],
      ['a>5', '5.5', false],
      ['a>5', '6 ', false],
      ['a>5', '1e3', false],
      ['a>9007199254740992', '9007199254740993', true],
      ['a>5', '9223372036854775807', true],
      ['a>5', '9223372036854775808', false],
      ['a<5', '-9223372036854775809', false],
      ['a>5', '1'.repeat(10_000), false],
    ])('%s on %j', (selector, label, matches) => {
      expect(LabelQuery.parse(selector).matches({ a: label })).toBe(matches);
    });

    // The model: a requirement as the question whether one label, or none, satisfies it.
    function admits({ operator, values }: LabelRequirement, label: string | undefined): boolean {
      const among = new Set<string | undefined>(values);
      if (operator === 'In') return among.has(label);
      if (operator === 'NotIn') return !among.has(label);
      if (operator === 'Exists') return label !== undefined;
      if (operator === 'DoesNotExist') return label === undefined;
      if (label === undefined || !/^-?\d+$/.test(label)) return false;
      const number = BigInt(label);
      if (number !== BigInt.asIntN(64, number)) return false;
      const distance = number - BigInt(values[0] ?? '');
      return operator === 'GreaterThan' ? distance > 0n : distance < 0n;
    }

    // Random labels miss nearly always: of some keys that are asked for, take a label near to what is asked.
    const asked = fc.array(
      fc.tuple(
        requirement,
        fc.oneof(
          fc.nat({ max: 3 }),
          fc.integer({ min: -1, max: 1 }).map(BigInt),
          value,
          fc.constant(undefined),
        ),
      ),
      { maxLength: 4 },
    );

    test.prop([asked, fc.array(fc.tuple(key, value))], { numRuns: 500 })(
      'holds exactly where every requirement holds of its key',
      (given, pairs) => {
        const labels = new Map(pairs);
        for (const [{ key: name, values }, near] of given) {
          const first = values[0] ?? '';
          if (typeof near === 'number') labels.set(name, values[near] ?? first);
          else if (typeof near === 'bigint')
            labels.set(name, /^\d+$/.test(first) ? `${BigInt(first) + near}` : first);
          else if (near !== undefined) labels.set(name, near);
        }
        const all = given.map(([one]) => one);
        const expected = all.every((one) => admits(one, labels.get(one.key)));
        expect(new LabelQuery(all).matches(Object.fromEntries(labels))).toBe(expected);
      },
    );
  });
});
