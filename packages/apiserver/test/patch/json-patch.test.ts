import { describe, expect, test } from '@jest/globals';
import type { Json } from '../../src/json/json.ts';
import { JsonPatchError, jsonPatch } from '../../src/patch/json-patch.ts';
import { mergePatch } from '../../src/patch/merge-patch.ts';

// RFC 6902, appendix A, and what it leaves to common sense.
const done: readonly {
  readonly title: string;
  readonly document: Json;
  readonly operations: Json[];
  readonly result: Json;
}[] = [
  {
    title: 'adds a member',
    document: { foo: 'bar' },
    operations: [{ op: 'add', path: '/baz', value: 'qux' }],
    result: { foo: 'bar', baz: 'qux' },
  },
  {
    title: 'inserts an element',
    document: { foo: ['bar', 'baz'] },
    operations: [{ op: 'add', path: '/foo/1', value: 'qux' }],
    result: { foo: ['bar', 'qux', 'baz'] },
  },
  {
    title: 'appends an element',
    document: { foo: ['bar'] },
    operations: [{ op: 'add', path: '/foo/-', value: ['abc'] }],
    result: { foo: ['bar', ['abc']] },
  },
  {
    title: 'removes a member',
    document: { baz: 'qux', foo: 'bar' },
    operations: [{ op: 'remove', path: '/baz' }],
    result: { foo: 'bar' },
  },
  {
    title: 'removes an element',
    document: { foo: ['bar', 'qux', 'baz'] },
    operations: [{ op: 'remove', path: '/foo/1' }],
    result: { foo: ['bar', 'baz'] },
  },
  {
    title: 'replaces a value',
    document: { baz: 'qux' },
    operations: [{ op: 'replace', path: '/baz', value: 'boo' }],
    result: { baz: 'boo' },
  },
  {
    title: 'moves a value',
    document: { foo: { bar: 1 }, qux: {} },
    operations: [{ op: 'move', from: '/foo/bar', path: '/qux/thud' }],
    result: { foo: {}, qux: { thud: 1 } },
  },
  {
    title: 'moves an element',
    document: { foo: ['all', 'grass', 'cows', 'eat'] },
    operations: [{ op: 'move', from: '/foo/1', path: '/foo/3' }],
    result: { foo: ['all', 'cows', 'eat', 'grass'] },
  },
  {
    title: 'copies a value',
    document: { a: { b: 1 } },
    operations: [{ op: 'copy', from: '/a', path: '/c' }],
    result: { a: { b: 1 }, c: { b: 1 } },
  },
  {
    title: 'goes on after a test that holds',
    document: { a: 1 },
    operations: [
      { op: 'test', path: '/a', value: 1 },
      { op: 'remove', path: '/a' },
    ],
    result: {},
  },
  {
    title: 'reads ~0 and ~1',
    document: { '~/': 1 },
    operations: [{ op: 'replace', path: '/~0~1', value: 2 }],
    result: { '~/': 2 },
  },
  {
    title: 'sets __proto__ like any other key',
    document: {},
    operations: [{ op: 'add', path: '/__proto__', value: 1 }],
    result: JSON.parse('{"__proto__":1}') as Json,
  },
  {
    title: 'replaces what is not there, as the library of the real server does',
    document: {},
    operations: [{ op: 'replace', path: '/a', value: 1 }],
    result: { a: 1 },
  },
  {
    title: 'counts negative indexes from behind',
    document: { a: [1, 2, 3] },
    operations: [{ op: 'replace', path: '/a/-1', value: 4 }],
    result: { a: [1, 2, 4] },
  },
  {
    title: 'copies null where there is nothing',
    document: {},
    operations: [{ op: 'copy', from: '/a', path: '/b' }],
    result: { b: null },
  },
];

const refused: readonly [title: string, document: Json, operation: Json][] = [
  ['a test that fails', { a: 1 }, { op: 'test', path: '/a', value: 2 }],
  ['a missing parent', {}, { op: 'add', path: '/a/b', value: 1 }],
  ['removing what is not there', {}, { op: 'remove', path: '/a' }],
  ['replacing below what is not there', {}, { op: 'replace', path: '/a/b', value: 1 }],
  ['replacing an item that is not there', { a: [1] }, { op: 'replace', path: '/a/1', value: 1 }],
  ['an index before the first', { a: [1] }, { op: 'remove', path: '/a/-2' }],
  ['an index out of bounds', { a: [1] }, { op: 'add', path: '/a/3', value: 1 }],
  ['an index that is none', { a: [1] }, { op: 'remove', path: '/a/x' }],
  ['an operation that is none', {}, { op: 'merge', path: '/a' }],
  ['moving a value into itself', { a: {} }, { op: 'move', from: '/a', path: '/a/b' }],
  ['a path that is no pointer', {}, { op: 'add', path: 'a', value: 1 }],
];

describe('a JSON patch', () => {
  test.each(done)('$title', ({ document, operations, result }) => {
    expect(jsonPatch(document, operations)).toEqual(result);
  });

  test.each(refused)('refuses %s', (_title, document, operation) => {
    expect(() => jsonPatch(document, [operation])).toThrow(JsonPatchError);
  });

  test('refuses copies that grow the document without bounds', () => {
    const twice = (_: unknown, at: number): Json => ({ op: 'copy', from: '/a', path: `/a/${at}` });
    const doubling = (times: number): Json[] => Array.from({ length: times }, twice);
    expect(() => jsonPatch({ a: {} }, doubling(10))).not.toThrow();
    expect(() => jsonPatch({ a: {} }, doubling(30))).toThrow(JsonPatchError);
  });
});

// RFC 7386, appendix A.
const merged: readonly [target: Json, patch: Json, result: Json][] = [
  [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
  [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
  [{ a: 'b' }, { a: null }, {}],
  [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
  [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
  [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
  [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
  [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
  [{ e: null }, { a: 1 }, { e: null, a: 1 }],
  [[1, 2], { a: 'b', c: null }, { a: 'b' }],
  [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
];

describe('a merge patch', () => {
  test.each(merged)('of %j by %j gives %j', (target, patch, result) => {
    expect(mergePatch(target, patch)).toEqual(result);
  });
});
