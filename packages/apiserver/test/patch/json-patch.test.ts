import { describe, expect, it } from '@jest/globals';
import type { Json } from '../../src/json/json.ts';
import { JsonPatchError, jsonPatch } from '../../src/patch/json-patch.ts';
import { mergePatch } from '../../src/patch/merge-patch.ts';

// RFC 6902, appendix A, and what it leaves to common sense.
const done: readonly [title: string, document: Json, operations: Json[], result: Json][] = [
  ['adds a member', { foo: 'bar' }, [{ op: 'add', path: '/baz', value: 'qux' }], { foo: 'bar', baz: 'qux' }],
  [
    'inserts an element',
    { foo: ['bar', 'baz'] },
    [{ op: 'add', path: '/foo/1', value: 'qux' }],
    { foo: ['bar', 'qux', 'baz'] },
  ],
  [
    'appends an element',
    { foo: ['bar'] },
    [{ op: 'add', path: '/foo/-', value: ['abc'] }],
    { foo: ['bar', ['abc']] },
  ],
  ['removes a member', { baz: 'qux', foo: 'bar' }, [{ op: 'remove', path: '/baz' }], { foo: 'bar' }],
  [
    'removes an element',
    { foo: ['bar', 'qux', 'baz'] },
    [{ op: 'remove', path: '/foo/1' }],
    { foo: ['bar', 'baz'] },
  ],
  ['replaces a value', { baz: 'qux' }, [{ op: 'replace', path: '/baz', value: 'boo' }], { baz: 'boo' }],
  [
    'moves a value',
    { foo: { bar: 1 }, qux: {} },
    [{ op: 'move', from: '/foo/bar', path: '/qux/thud' }],
    { foo: {}, qux: { thud: 1 } },
  ],
  [
    'moves an element',
    { foo: ['all', 'grass', 'cows', 'eat'] },
    [{ op: 'move', from: '/foo/1', path: '/foo/3' }],
    { foo: ['all', 'cows', 'eat', 'grass'] },
  ],
  ['copies a value', { a: { b: 1 } }, [{ op: 'copy', from: '/a', path: '/c' }], { a: { b: 1 }, c: { b: 1 } }],
  [
    'goes on after a test that holds',
    { a: 1 },
    [
      { op: 'test', path: '/a', value: 1 },
      { op: 'remove', path: '/a' },
    ],
    {},
  ],
  ['reads ~0 and ~1', { '~/': 1 }, [{ op: 'replace', path: '/~0~1', value: 2 }], { '~/': 2 }],
  [
    'sets __proto__ like any other key',
    {},
    [{ op: 'add', path: '/__proto__', value: 1 }],
    JSON.parse('{"__proto__":1}'),
  ],
];

const refused: readonly [title: string, document: Json, operation: Json][] = [
  ['a test that fails', { a: 1 }, { op: 'test', path: '/a', value: 2 }],
  ['a missing parent', {}, { op: 'add', path: '/a/b', value: 1 }],
  ['removing what is not there', {}, { op: 'remove', path: '/a' }],
  ['replacing what is not there', {}, { op: 'replace', path: '/a', value: 1 }],
  ['an index out of bounds', { a: [1] }, { op: 'add', path: '/a/3', value: 1 }],
  ['an index that is none', { a: [1] }, { op: 'remove', path: '/a/x' }],
  ['an operation that is none', {}, { op: 'merge', path: '/a' }],
  ['moving a value into itself', { a: {} }, { op: 'move', from: '/a', path: '/a/b' }],
  ['a path that is no pointer', {}, { op: 'add', path: 'a', value: 1 }],
];

describe('a JSON patch', () => {
  it.each(done)('%s', (_title, document, operations, result) => {
    expect(jsonPatch(document, operations)).toEqual(result);
  });

  it.each(refused)('refuses %s', (_title, document, operation) => {
    expect(() => jsonPatch(document, [operation])).toThrow(JsonPatchError);
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
  it.each(merged)('of %j by %j gives %j', (target, patch, result) => {
    expect(mergePatch(target, patch)).toEqual(result);
  });
});
