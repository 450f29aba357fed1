import { fc, test } from '@fast-check/jest';
import { describe, expect } from '@jest/globals';
import { DecodeError, type EncodedObject, KubeError } from '@kube-rx/core';
import { parseJson } from '../../../src/encoding/json/parse-json.ts';
import { ObjectArena } from '../../../src/encoding/memory/arena.ts';
import { DecodedObject } from '../../../src/encoding/object/decoded-object.ts';
import { JsonObject } from '../../../src/encoding/object/json-object.ts';
import { decodeObject } from '../../../src/encoding/object/object-decoder.ts';
import { withoutVersion } from '../../../src/encoding/object/raw-object.ts';
import { bytes } from '../../support/bytes.ts';
import { type Pod, pod, podType } from '../../support/objects.ts';
import { thrown } from '../support/thrown.ts';

const forgetful = { reserve: () => 1, get: () => undefined, set: () => undefined, delete: () => undefined };

describe('EncodedObject', () => {
  test('knows what identifies the object', () => {
    const encoded = DecodedObject.from<Pod>(pod('web-0', { rv: '7', labels: { app: 'web' } }), podType);
    expect(encoded).toMatchObject({
      name: 'web-0',
      namespace: 'shop',
      uid: 'uid-of-web-0',
      resourceVersion: '7',
      key: 'shop/web-0',
      labels: { app: 'web' },
    });
  });

  test('gives the same object and the same metadata at every reading', () => {
    const encoded = DecodedObject.from<Pod>(pod('a'));
    expect(encoded.object).toBe(encoded.object);
    expect(encoded.metadata).toBe(encoded.object.metadata);
  });

  test.each(['', '\n', ' \r\n\t'])('is not parsed before it is read, where %j follows it', (blanks) => {
    const encoded = decodeObject<Pod>(bytes(`${JSON.stringify(pod('web-0'))}${blanks}`), { type: podType });
    expect(encoded).toBeInstanceOf(JsonObject);
    expect(encoded.object.metadata.name).toBe('web-0');
  });

  test.each(['{}', 'x', '\n}'])('is refused where %j follows it', (rest) => {
    const whole = bytes(`${JSON.stringify(pod('web-0'))}${rest}`);
    expect(thrown(DecodeError, () => decodeObject(whole)).fault).toBe('malformed');
  });

  test('of a cluster-scoped object has an empty namespace and the bare name as its key', () => {
    const encoded = DecodedObject.from(pod('node-1', { namespace: '' }));
    expect(encoded.namespace).toBe('');
    expect(encoded.key).toBe('node-1');
  });

  test.each([
    ['7', '7', 0],
    ['7', '8', -1],
    ['10', '9', 1],
    ['90071992547409931', '90071992547409929', 1],
    ['0', '1', -1],
    ['07', '7', undefined],
    ['a', 'b', undefined],
    ['a', '1', undefined],
    ['a', 'a', 0],
    ['7:', '70', undefined],
  ])('compares version %s with %s, decoded or not', (mine, theirs, expected) => {
    const value = (rv: string): EncodedObject => DecodedObject.from(pod('a', { rv }));
    const scanned = (rv: string): EncodedObject => decodeObject(bytes(JSON.stringify(pod('a', { rv }))));
    for (const one of [value, scanned])
      for (const other of [value, scanned]) {
        const order = one(mine).compareVersion(other(theirs));
        expect(order === undefined ? order : Math.sign(order)).toBe(expected);
      }
  });

  describe('knows its generation and its annotations without decoding', () => {
    const managed = '"managedFields":[{"generation":9,"annotations":{"a":"wrong"}}]';
    test.each<[string, string, number | undefined, string | undefined]>([
      ['there', '"generation":7,"annotations":{"b":"c","a":"x"}', 7, 'x'],
      [
        'behind others',
        `"labels":{"generation":"8","a":"y"},${managed},"annotations":{"a":"x"},"generation":12`,
        12,
        'x',
      ],
      ['with blanks around', ' "generation" : 7 , "annotations" : { "a" : "x" } ', 7, 'x'],
      ['the last of two', '"generation":7,"generation":8,"annotations":{"a":"x","a":"\\u00fc"}', 8, 'ü'],
      [
        'beside a text that looks like them',
        '"annotations":{"b":"\\"generation\\":7,\\"a\\":\\"x\\""}',
        undefined,
        undefined,
      ],
      ['absent', '"annotations":{}', undefined, undefined],
      ['null', '"generation":null,"annotations":null', undefined, undefined],
    ])('where they are %s', (_what, ...[members, generation, annotation]) => {
      const text = `{"spec":{"generation":3},"metadata":{"name":"a","resourceVersion":"1",${members}},"generation":4}`;
      const arrived = decodeObject(bytes(text));
      const arena = new ObjectArena(forgetful);
      const stored = arena.at(arena.add(decodeObject(bytes(text))));
      const known = [arrived, stored, stored.own(), DecodedObject.from(JSON.parse(text))];
      expect(known.map((each) => [each.generation ?? undefined, each.annotation('a')])).toEqual(
        known.map(() => [generation, annotation]),
      );
      const { metadata } = arrived.object;
      expect([metadata.generation ?? undefined, metadata.annotations?.['a']]).toEqual([
        generation,
        annotation,
      ]);
    });

    test.prop([fc.integer({ min: 0 }), fc.dictionary(fc.string(), fc.string())])(
      'whatever they are',
      (generation, annotations) => {
        const object = { metadata: { name: 'a', resourceVersion: '1', annotations, generation } };
        const encoded = decodeObject(bytes(JSON.stringify(object)));
        expect(encoded.generation).toBe(generation);
        for (const [name, value] of Object.entries(annotations)) expect(encoded.annotation(name)).toBe(value);
        expect(encoded.annotation('none of these')).toBeUndefined();
      },
    );
  });

  describe('knows its controller without decoding', () => {
    const owner = { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web', uid: 'u-1' };
    const controller = { ...owner, name: 'w\u00fcrfel', uid: 'u-2', controller: true };
    const written = JSON.stringify(controller);
    test.each([
      ['the only owner', `[${written}]`, controller],
      ['one of several', `[${JSON.stringify(owner)}, ${written} ,${JSON.stringify(owner)}]`, controller],
      ['the first of two', `[${written},{"uid":"u-3","controller":true}]`, controller],
      ['false', '[{"uid":"u-1","controller":false}]', undefined],
      ['no longer, by the last of two keys', '[{"controller":true,"controller":false}]', undefined],
      ['by the last of two keys', `[{"controller":false,${written.slice(1)}]`, controller],
      ['a word in quotes', '[{"controller":"true"}]', undefined],
      ['spelled with an escape', '[{"contr\\u006fller":true}]', { controller: true }],
      ['within something else', '[[{"controller":true}],{"a":{"controller":true}},null,7]', undefined],
      ['nobody', '[]', undefined],
      ['absent', 'null', undefined],
      ['behind references that come twice', `[],"ownerReferences":[${written}]`, controller],
    ])('where it is %s', (_what, references, expected) => {
      const managed = '"managedFields":[{"manager":"x"}]';
      const text = `{"metadata":{"name":"a",${managed},"resourceVersion":"1","ownerReferences":${references}}}`;
      const arrived = decodeObject(bytes(text));
      const arena = new ObjectArena(forgetful);
      const stored = arena.at(arena.add(decodeObject(bytes(text))));
      expect([arrived.controller, stored.controller, stored.own().controller]).toEqual([
        expected,
        expected,
        expected,
      ]);
      expect([arrived.object.metadata, arrived.controller]).toEqual([stored.object.metadata, expected]);
    });
  });

  test('has no labels, which nobody can add to, where the object has none', () => {
    const { labels } = DecodedObject.from(pod('a'));
    expect(labels).toEqual({});
    expect(Object.isFrozen(labels)).toBe(true);
  });

  test('fills in the apiVersion and kind that a list left out', () => {
    const { metadata } = pod('a');
    expect(DecodedObject.from({ metadata }, podType).object).toEqual({ ...podType, metadata });
  });

  test('fills nothing in where no type is expected', () => {
    const { metadata } = pod('a');
    expect(DecodedObject.from({ metadata }).object).toEqual({ metadata });
  });

  test('keeps the apiVersion that the object came with', () => {
    const value = { ...pod('a'), apiVersion: 'v1beta1' };
    expect(DecodedObject.from(value, podType).object.apiVersion).toBe('v1beta1');
  });

  test('keeps what a hostile server calls __proto__ as a plain field', () => {
    const value: unknown = JSON.parse(
      '{"__proto__":{"polluted":1},"metadata":{"name":"a","resourceVersion":"1","labels":{"__proto__":"x","constructor":"y"}}}',
    );
    const { object, labels } = DecodedObject.from(value);
    expect(Object.getPrototypeOf(object)).toBe(Object.prototype);
    expect(Object.entries(labels)).toEqual([
      ['__proto__', 'x'],
      ['constructor', 'y'],
    ]);
    expect('polluted' in {}).toBe(false);
  });

  const meta = { name: 'a', resourceVersion: '1' };
  test.each([
    ['nothing', undefined, 'is no object'],
    ['null', null, 'is no object'],
    ['a string', 'a', 'is no object'],
    ['an array', [{ metadata: meta }], 'is no object'],
    ['an object without metadata', { kind: 'Pod' }, 'has no metadata'],
    ['metadata of null', { metadata: null }, 'has no metadata'],
    ['metadata of another shape', { metadata: [meta] }, 'has no metadata'],
    ['no name', { metadata: { resourceVersion: '1' } }, 'has no metadata.name'],
    ['an empty name', { metadata: { ...meta, name: '' } }, 'has no metadata.name'],
    ['a number for a name', { metadata: { ...meta, name: 7 } }, 'has no metadata.name'],
    ['no resourceVersion', { metadata: { name: 'a' } }, withoutVersion],
    ['an empty resourceVersion', { metadata: { ...meta, resourceVersion: '' } }, withoutVersion],
    ['a number for a resourceVersion', { metadata: { ...meta, resourceVersion: 1 } }, withoutVersion],
    [
      'a number for a namespace',
      { metadata: { ...meta, namespace: 7 } },
      'metadata.namespace that is no string',
    ],
    ['an object for a uid', { metadata: { ...meta, uid: {} } }, 'metadata.uid that is no string'],
    ['another kind', { kind: 'Secret', metadata: meta }, 'has the kind Secret, not Pod'],
    ['an empty kind', { kind: '', metadata: meta }, 'has the kind unknown, not Pod'],
    [
      'a kind that cannot be printed',
      { kind: { toString: 1 }, metadata: meta },
      'has the kind unknown, not Pod',
    ],
    [
      'a kind with line breaks',
      { kind: 'Pod\nERROR all is lost', metadata: meta },
      'has the kind unknown, not Pod',
    ],
  ])('is refused to %s as a protocol violation', (_what, value, problem) => {
    const error = thrown(DecodeError, () => DecodedObject.from(value, podType));
    expect(error.fault).toBe('protocol');
    expect(error.message).toBe(`an object from the server ${problem.replace(/^metadata/, 'has a metadata')}`);
  });

  test('is refused, not the stack exhausted, where what is no Pod is nested deeply', () => {
    const deep: unknown = JSON.parse(`{"spec":${'['.repeat(100_000)}${']'.repeat(100_000)}}`);
    expect(() => DecodedObject.from(deep)).toThrow(DecodeError);
  });
});

describe('parseJson', () => {
  test.each([
    ['an object', '{"a":1}', { a: 1 }],
    ['text outside of ASCII', '"\u00fc\u4e2d\u{1f600}"', '\u00fc\u4e2d\u{1f600}'],
    ['blanks around', ' \r\n\t7 ', 7],
    ['a byte order mark', '\ufeff{}', {}],
    ['the later one of two equal keys, as the server would', '{"a":1,"a":2}', { a: 2 }],
    ['a lone surrogate in an escape', String.raw`"\ud800"`, '\ud800'],
  ])('reads %s', (_what, text, value) => {
    expect(parseJson(bytes(text), 'a test')).toEqual(value);
  });

  test.each([
    ['nothing', ''],
    ['blanks', ' \n'],
    ['an object that is cut', '{"a":'],
    ['two values', '{}{}'],
    ['a comment', '{}//'],
    ['a trailing comma', '[1,]'],
    ['single quotes', "{'a':1}"],
    ['a control character in a string', '"a\u0001"'],
    ['a leading zero', '01'],
    ['NaN', 'NaN'],
    ['two byte order marks', '\ufeff\ufeff{}'],
    ['a no-break space', '\u00a0{}'],
  ])('refuses %s', (_what, text) => {
    const error = thrown(DecodeError, () => parseJson(bytes(text), 'a test'));
    expect(error.fault).toBe('malformed');
    expect(error.message).toBe(`a test is not valid JSON (${bytes(text).length} bytes)`);
    expect(error.cause).toBeUndefined();
  });

  test.each([
    ['a byte that UTF-8 has not', [0x22, 0xff, 0x22]],
    ['a continuation without a beginning', [0x22, 0x80, 0x22]],
    ['a sequence that is cut', [0x22, 0xe2, 0x82, 0x22]],
    ['a sequence that is cut by the end', [0x22, 0xe2, 0x82]],
    ['an overlong encoding', [0x22, 0xc0, 0xaf, 0x22]],
    ['an encoded surrogate', [0x22, 0xed, 0xa0, 0x80, 0x22]],
    ['UTF-16', [0xff, 0xfe, 0x7b, 0x00, 0x7d, 0x00]],
  ])('refuses %s, and reads on as if nothing had been', (_what, octets) => {
    const error = thrown(DecodeError, () => parseJson(Uint8Array.from(octets), 'a test'));
    expect(error).toMatchObject({ fault: 'malformed', excerpt: undefined });
    expect(parseJson(bytes('"\u20ac"'), 'a test')).toBe('\u20ac');
  });

  test.prop([fc.jsonValue()])('reads back what JSON.stringify wrote', (value) => {
    const text = JSON.stringify(value);
    expect(JSON.stringify(parseJson(bytes(text), 'a test'))).toBe(text);
  });

  test.prop([fc.uint8Array({ maxLength: 64 })])(
    'throws nothing but a DecodeError, whatever the bytes',
    (octets) => {
      try {
        parseJson(octets, 'a test');
      } catch (error) {
        expect(error).toBeInstanceOf(DecodeError);
        expect(error).toBeInstanceOf(KubeError);
      }
    },
  );
});
