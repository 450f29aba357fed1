import { fc, test as property } from '@fast-check/jest';
import { describe, expect, test } from '@jest/globals';
import { withFewUpdaters } from '../../src/apply/ancient-changes.ts';
import { FieldSet, formatFields, hasFields, parseFields } from '../../src/apply/field-set.ts';
import type { Entry } from '../../src/apply/managed-entry.ts';

// Paths as a plain set has them are the model.
const path = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 4 });
const paths = fc.array(path, { maxLength: 8 });

function setOf(all: readonly (readonly string[])[]): FieldSet {
  return all.reduce((set, one) => set.union(single(one)), FieldSet.none);
}

function single([first, ...rest]: readonly string[]): FieldSet {
  return first === undefined ? FieldSet.leaf : FieldSet.of(false, [[`f:${first}`, single(rest)]]);
}

function model(all: readonly (readonly string[])[]): Set<string> {
  return new Set(all.map((one) => one.join('.')));
}

function pathsOf({ member, below }: FieldSet, at: readonly string[] = []): string[] {
  const own = member ? [at.join('.')] : [];
  return [
    ...own,
    ...Array.from(below).flatMap(([element, inner]) => pathsOf(inner, [...at, element.slice(2)])),
  ];
}

describe('a set of fields', () => {
  property.prop([paths, paths])('is joined, cut and compared as a set of paths is', (a, b) => {
    const [one, other] = [setOf(a), setOf(b)];
    const [left, right] = [model(a), model(b)];
    expect(new Set(pathsOf(one.union(other)))).toEqual(left.union(right));
    expect(new Set(pathsOf(one.difference(other)))).toEqual(left.difference(right));
    expect(new Set(pathsOf(one.intersection(other)))).toEqual(left.intersection(right));
    expect(one.equals(other)).toBe(left.symmetricDifference(right).size === 0);
    expect(one.size).toBe(left.size);
    expect(one.isEmpty).toBe(left.size === 0);
  });

  property.prop([paths, paths])('is read as it was written, and asked in that form', (a, b) => {
    const [one, other] = [setOf(a), setOf(b)];
    const fields = formatFields(one);
    expect(parseFields(fields).equals(one)).toBe(true);
    expect(hasFields(fields, other, 'all')).toBe(model(b).isSubsetOf(model(a)));
    expect(hasFields(fields, other, 'none')).toBe(model(b).isDisjointFrom(model(a)));
  });
});

describe('the entries of many managers that updated an object', () => {
  const entry = (name: string, time: string, operation: 'Apply' | 'Update' = 'Update'): Entry => ({
    manager: { name, operation, apiVersion: 'v1', subresource: '' },
    time,
    fields: single([name]),
  });
  const names = (entries: readonly Entry[]): string[] => entries.map(({ manager }) => manager.name).sort();
  const many = (count: number): Entry[] =>
    Array.from({ length: count }, (_, at) => entry(`m${at + 10}`, `t${at + 10}`));

  test('are kept up to ten of them', () => {
    expect(names(withFewUpdaters(many(10)))).toEqual(names(many(10)));
  });

  test('become ten, of which one has the fields of the oldest', () => {
    const few = withFewUpdaters(many(13));
    expect(names(few)).toEqual([
      'ancient-changes',
      'm14',
      'm15',
      'm16',
      'm17',
      'm18',
      'm19',
      'm20',
      'm21',
      'm22',
    ]);
    const ancient = few.find(({ manager }) => manager.name === 'ancient-changes');
    expect(ancient?.time).toBe('t13');
    expect(pathsOf(ancient?.fields ?? FieldSet.none).sort()).toEqual(['m10', 'm11', 'm12', 'm13']);
  });

  test('join the one that they became before', () => {
    const few = withFewUpdaters([
      ...withFewUpdaters(many(11)),
      entry('n', 't99'),
      entry('applier', 't0', 'Apply'),
    ]);
    expect(few.length).toBe(11);
    const ancient = few.filter(({ manager }) => manager.name === 'ancient-changes');
    expect(ancient.map(({ fields }) => pathsOf(fields).sort())).toEqual([['m10', 'm11', 'm12']]);
  });
});
