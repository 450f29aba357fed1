import { fc, test } from '@fast-check/jest';
import { describe, expect } from '@jest/globals';
import type { EncodedObject } from '@kube-rx/core';
import { parseJson } from '../../../src/encoding/json/parse-json.ts';
import { ObjectArena } from '../../../src/encoding/memory/arena.ts';
import { DecodedObject } from '../../../src/encoding/object/decoded-object.ts';
import { decodeObject } from '../../../src/encoding/object/object-decoder.ts';
import { bytes, text } from '../../support/bytes.ts';
import { type Pod, pod, podType } from '../../support/objects.ts';

const metadata = '"metadata":{"name":"a","resourceVersion":"1"}';
const type = '"apiVersion":"v1","kind":"Pod"';
const managed = '"managedFields":[{"manager":"x"}]';

/** As it arrives in an event, and as a store has it. */
function both(json: string): readonly EncodedObject[] {
  const arrived = (): EncodedObject => decodeObject(bytes(json), { type: podType });
  const arena = new ObjectArena({
    reserve: () => 1,
    get: () => undefined,
    set: () => undefined,
    delete: () => undefined,
  });
  return [arrived(), arena.at(arena.add(arrived()))];
}

describe('the JSON of an object', () => {
  test.each([
    ['as it came', `{${type},${metadata},"n":1.50}`, `{${type},${metadata},"n":1.50}`],
    [
      'with digits that a number of JavaScript has not',
      `{${type},${metadata},"n":9007199254740993}`,
      `{${type},${metadata},"n":9007199254740993}`,
    ],
    ['with the type that an item of a list lacks', `{${metadata}}`, `{${type},${metadata}}`],
    ['with the type behind blanks', `{ ${metadata}}`, `{${type}, ${metadata}}`],
    [
      'with the kind alone',
      `{"apiVersion":"v1",${metadata}}`,
      `{"kind":"Pod","apiVersion":"v1",${metadata}}`,
    ],
    [
      'with a type that stands last',
      `{${metadata},"a":{"kind":"x","b":[1,"}"]}, "apiVersion" : "v1" ,"kind":"Pod"}`,
      `{${metadata},"a":{"kind":"x","b":[1,"}"]}, "apiVersion" : "v1" ,"kind":"Pod"}`,
    ],
    [
      'without managedFields',
      `{${type},"metadata":{${managed},"name":"a","resourceVersion":"1"}}`,
      `{${type},${metadata}}`,
    ],
    [
      'without managedFields, and with the type',
      `{"metadata":{"name":"a",${managed},"resourceVersion":"1"},"spec":{}}`,
      `{${type},${metadata},"spec":{}}`,
    ],
  ])('is given %s', (_what, json, expected) => {
    for (const encoded of both(json)) {
      expect(text(encoded.jsonBytes())).toBe(expected);
      expect(parseJson(encoded.jsonBytes(), 'it')).toEqual(encoded.object);
    }
  });

  test.each([
    ['no type but null', `{"kind":null,"apiVersion":null,${metadata}}`],
    [
      'a name that is spelled with an escape',
      `{"metadata":{"name":"\\u0061",${managed},"resourceVersion":"1"}}`,
    ],
    ['two kinds', `{"kind":"Pod",${metadata},"kind":"Pod"}`],
  ])('says what decoding says, where the object has %s', (_what, json) => {
    for (const encoded of both(json)) expect(parseJson(encoded.jsonBytes(), 'it')).toEqual(encoded.object);
  });

  test.prop([fc.dictionary(fc.string(), fc.jsonValue()), fc.boolean()])(
    'says what decoding says, whatever else is in the object',
    (fields, hasType) => {
      const { metadata: meta } = pod('a');
      const type = hasType ? podType : { apiVersion: undefined, kind: undefined };
      const json = JSON.stringify({ ...fields, ...type, metadata: meta });
      for (const encoded of both(json)) expect(parseJson(encoded.jsonBytes(), 'it')).toEqual(encoded.object);
    },
  );

  test('is made of an object that was decoded or made by a function', () => {
    const encoded = DecodedObject.from<Pod>({ metadata: pod('a').metadata }, podType);
    expect(parseJson(encoded.jsonBytes(), 'it')).toEqual(encoded.object);
  });

  test('is the caller’s, whatever becomes of the bytes that it came in', () => {
    const json = `{${type},${metadata}}`;
    const lent = bytes(json);
    const encoded = decodeObject(lent, { type: podType });
    const given = encoded.jsonBytes();
    lent.fill(0);
    expect(text(given)).toBe(json);
    for (const each of both(json)) {
      each.jsonBytes().fill(0);
      expect(text(each.jsonBytes())).toBe(json);
      // Shared memory is refused by much of the platform.
      expect(each.jsonBytes().buffer).toBeInstanceOf(ArrayBuffer);
    }
  });

  test('decodes nothing', () => {
    let decoded = 0;
    const memo = {
      reserve: () => 1,
      get: () => undefined,
      set: () => void (decoded += 1),
      delete: () => undefined,
    };
    const arena = new ObjectArena(memo);
    const held = arena.at(arena.add(decodeObject(bytes(`{${metadata}}`), { type: podType })));
    held.jsonBytes();
    expect(decoded).toBe(0);
    expect(held.object.kind).toBe('Pod');
    expect(decoded).toBe(1);
  });
});
