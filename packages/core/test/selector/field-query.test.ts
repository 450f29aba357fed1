import { readFileSync } from 'node:fs';
import { fc, test } from '@fast-check/jest';
import { describe, expect } from '@jest/globals';
import { InvalidRequestError } from '../../src/errors.ts';
import { FieldQuery, type FieldSelectorInput } from '../../src/selector/field-query.ts';

// What Kubernetes' own parser makes of some thousand texts: field, operator, value, field, …
const { fieldSelectors } = JSON.parse(
  readFileSync(new URL('../fixtures/selectors.json', import.meta.url), 'utf8'),
) as { readonly fieldSelectors: Readonly<Record<string, readonly string[] | null>> };

// A term without a field is dropped by Kubernetes where its value is empty as well.
function namesNoField(text: string, flat: readonly string[]): boolean {
  return /(^|,)!?=/.test(text) || flat.some((part, index) => index % 3 === 0 && /[\s!\\]/.test(part));
}

function terms(selector: FieldQuery): string[] {
  return selector.requirements
    .map(({ field, operator, value }) => [field, operator, value])
    .sort()
    .flat();
}

function sorted(flat: readonly string[]): string[] {
  const triples: string[][] = [];
  for (let at = 0; at < flat.length; at += 3) triples.push(flat.slice(at, at + 3));
  return triples.sort().flat();
}

const field = fc.constantFrom('metadata.name', 'metadata.namespace', 'spec.nodeName', 'constructor', 'a');
const value = fc.oneof(
  fc.string({ unit: fc.constantFrom(',', '=', '\\', '!', ' ', 'a', '\u00e4', '\u{1f600}', '\n') }),
  fc.string({ unit: 'binary' }),
);
const requirement = fc.record({ field, operator: fc.constantFrom('=' as const, '!=' as const), value });

describe('FieldQuery', () => {
  describe('parse', () => {
    test('refuses what Kubernetes refuses, and takes all else for the same', () => {
      for (const [text, expected] of Object.entries(fieldSelectors))
        if (expected === null) expect(() => FieldQuery.parse(text)).toThrow(InvalidRequestError);
        else if (!namesNoField(text, expected))
          expect(terms(FieldQuery.parse(text))).toEqual(sorted(expected));
    });

    test('refuses what no kind has for a field, which Kubernetes leaves to the kind', () => {
      const strange = Object.entries(fieldSelectors).filter(
        ([text, expected]) => expected !== null && namesNoField(text, expected),
      );
      expect(strange.length).toBeGreaterThan(0);
      for (const [text] of strange) expect(() => FieldQuery.parse(text)).toThrow(InvalidRequestError);
    });

    test.each([
      ['', []],
      ['status.phase=Running', [['status.phase', '=', 'Running']]],
      ['status.phase==Running', [['status.phase', '=', 'Running']]],
      ['metadata.name!=a', [['metadata.name', '!=', 'a']]],
      [' metadata.name = a ', [['metadata.name', '=', ' a ']]],
      ['spec.nodeName=', [['spec.nodeName', '=', '']]],
      [String.raw`a=x\,y\=z\\`, [['a', '=', 'x,y=z\\']]],
      [
        'b=1,,a!=2,',
        [
          ['b', '=', '1'],
          ['a', '!=', '2'],
        ],
      ],
    ])('reads %j', (text, expected) => {
      const read = FieldQuery.parse(text).requirements;
      expect(read.map((one) => [one.field, one.operator, one.value])).toEqual(expected);
    });

    test.each([
      ['metadata.name', '"metadata.name" is not of the form field=value or field!=value'],
      ['a=1, ', '" " is not of the form field=value or field!=value'],
      ['a=b=c', '"=" in a value must be escaped by a backslash'],
      ['a=b\\c', 'a backslash in a value must be escaped by a backslash'],
    ])('says what is wrong with %j', (text, problem) => {
      expect(() => FieldQuery.parse(text)).toThrow(`field selector ${JSON.stringify(text)}: ${problem}`);
    });

    test('refuses a field without a name', () => {
      expect(() => FieldQuery.parse('=a')).toThrow('"" is no field path');
    });

    test.each([
      ['backslashes', `a=${'\\'.repeat(1_000_000)}`],
      ['commas', ','.repeat(1_000_000)],
      ['equals signs', '='.repeat(1_000_000)],
      ['exclamation marks', '!'.repeat(1_000_000)],
      ['letters', 'a'.repeat(1_000_000)],
      ['terms', 'a=b,'.repeat(250_000)],
    ])('gets through a million %s, which takes for ever in quadratic time', (_what, text) => {
      try {
        FieldQuery.parse(text);
      } catch (error) {
        expect(error).toBeInstanceOf(InvalidRequestError);
      }
    });

    test.prop([fc.string({ unit: fc.constantFrom('a', '.', '=', '!', ',', '\\', ' ', '\u00e4') })])(
      'throws nothing but an InvalidRequestError, whatever the text',
      (text) => {
        try {
          FieldQuery.parse(text);
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidRequestError);
        }
      },
    );
  });

  describe('toString', () => {
    test.prop([fc.array(requirement)])('prints what parse reads back, whatever the values', (given) => {
      const selector = new FieldQuery(given);
      expect(FieldQuery.parse(selector.toString()).requirements).toEqual(given);
    });

    test('escapes what would end a value', () => {
      expect(FieldQuery.of({ a: 'x,y=z\\' }).toString()).toBe(String.raw`a=x\,y\=z\\`);
    });
  });

  describe('of', () => {
    test.each<[string, FieldSelectorInput]>([
      ['', {}],
      ['spec.nodeName=node-1', { 'spec.nodeName': 'node-1' }],
      ['spec.nodeName=', { 'spec.nodeName': '' }],
      ['metadata.name!=a,status.phase=Running', { 'metadata.name': { not: 'a' }, 'status.phase': 'Running' }],
      ['a=b', 'a==b'],
    ])('prints %j', (text, input) => {
      expect(FieldQuery.of(input).toString()).toBe(text);
    });

    test('gives a selector back as it is', () => {
      const selector = FieldQuery.parse('a=b');
      expect(FieldQuery.of(selector)).toBe(selector);
    });

    test.each<[string, unknown]>([
      ['undefined', { a: undefined }],
      ['null', { a: null }],
      ['a number', { a: 5 }],
      ['an array', { a: ['b'] }],
      ['a negation of nothing', { a: { not: undefined } }],
      ['a field with a comma', { 'a,b': 'c' }],
      ['a field with a blank', { 'a b': 'c' }],
      ['a field without a name', { '': 'c' }],
    ])('refuses %s, and does not select everything instead', (_what, input) => {
      expect(() => FieldQuery.of(input as FieldSelectorInput)).toThrow(InvalidRequestError);
    });
  });

  describe('matches', () => {
    test.each([
      ['', {}, true],
      ['a=b', { a: 'b' }, true],
      ['a=b', { a: 'c' }, false],
      ['a=b', {}, false],
      ['a!=b', {}, true],
      ['a=', {}, true],
      ['a!=', {}, false],
      ['a=b,c!=d', { a: 'b', c: 'd' }, false],
      ['constructor=', {}, true],
      ['toString!=', {}, false],
    ])('%j on %j', (text, fields, matches) => {
      expect(FieldQuery.parse(text).matches(fields)).toBe(matches);
    });

    test.prop([fc.array(requirement), fc.array(fc.tuple(field, value))])(
      'holds exactly where every requirement holds of its field, the empty text standing for none',
      (given, pairs) => {
        const fields = new Map(pairs);
        const expected = given.every((one) =>
          one.operator === '='
            ? (fields.get(one.field) ?? '') === one.value
            : (fields.get(one.field) ?? '') !== one.value,
        );
        expect(new FieldQuery(given).matches(Object.fromEntries(fields))).toBe(expected);
      },
    );
  });
});
