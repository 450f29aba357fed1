import { describe, expect, test } from '@jest/globals';
import {
  DecodeError,
  type DynamicObject,
  type EncodedObject,
  exactInteger,
  InvalidRequestError,
} from '@kube-rx/core';
import { jsonCodec } from '../../../src/encoding/codec/json-codec.ts';
import { ObjectArena } from '../../../src/encoding/memory/arena.ts';
import { decodeObject } from '../../../src/encoding/object/object-decoder.ts';
import { bytes } from '../../support/bytes.ts';

const forgetful = { reserve: () => 1, get: () => undefined, set: () => undefined, delete: () => undefined };
const type = { apiVersion: 'example.com/v1', kind: 'Joke' };
const large = '"spec":{"n":9007199254740993,"list":[-9223372036854775808]}';
const text = `{"apiVersion":"example.com/v1","kind":"Joke","metadata":{"name":"a","resourceVersion":"5"},${large}}`;
const frame = `{"type":"ADDED","object":${text}}`;

function listed(): EncodedObject<DynamicObject>[] {
  const decoder = jsonCodec.createListDecoder<DynamicObject>({ type });
  const items = decoder.push(
    bytes(`{"kind":"JokeList","metadata":{"resourceVersion":"7"},"items":[${text}]}`),
  );
  decoder.end();
  return [...items];
}

function watched(sent: string): EncodedObject<DynamicObject> {
  const event = jsonCodec.createEventDecoder<DynamicObject>({ type }).decode(bytes(sent));
  if (event.type === 'BOOKMARK' || event.type === 'ERROR') throw new Error('not the event that was sent');
  return event.encoded;
}

function stored(encoded: EncodedObject<DynamicObject>): EncodedObject<DynamicObject> {
  const arena = new ObjectArena<DynamicObject>(forgetful);
  return arena.at(arena.add(encoded));
}

describe('whole numbers beyond 2^53', () => {
  const ways: readonly [way: string, encoded: () => EncodedObject<DynamicObject> | undefined][] = [
    ['a get', () => decodeObject<DynamicObject>(bytes(text))],
    ['a list', () => listed()[0]],
    ['a watch', () => watched(frame)],
    [
      'a watch whose frames are not as servers write them',
      () => watched(`{"object":${text},"type":"ADDED"}`),
    ],
    ['a store', () => stored(watched(frame))],
    ['a store of decoded objects', () => stored(watched(`{"object":${text},"type":"ADDED"}`))],
    [
      'a store of changed objects',
      () => stored(watched(frame).withObject({ ...watched(frame).object, status: {} })),
    ],
  ];

  test.each(ways)('of %s have all their digits, and are written with them', (_way, encoded) => {
    const object = encoded()?.object as DynamicObject & { spec: { n: number; list: number[] } };
    expect(exactInteger(object.spec, 'n')).toBe(9007199254740993n);
    expect(exactInteger(object.spec.list, 0)).toBe(-9223372036854775808n);
    expect(jsonCodec.encode({ ...object, metadata: { ...object.metadata, labels: {} } })).toContain(large);
  });

  test('that a program has lost are kept as lost, and are not written', () => {
    const kept = stored(watched(frame).withObject(structuredClone(watched(frame).object)));
    expect(kept.object['spec']).toEqual({ n: 2 ** 53, list: [-(2 ** 63)] });
    expect(() => jsonCodec.encode(kept.object)).toThrow(InvalidRequestError);
    expect(() => jsonCodec.encode(kept.object)).toThrow('spec.n is a whole number beyond 2^53');
  });

  test('do not decide whether an object that is none is told', () => {
    expect(() => decodeObject(bytes(text)).withObject({ n: 9007199254740993n })).toThrow(DecodeError);
  });
});
