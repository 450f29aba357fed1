// Objects of which metadata alone is wanted, in every form that a server may send them.

import { fc, test } from '@fast-check/jest';
import { describe, expect } from '@jest/globals';
import { DecodeError, type EncodedObject, type KubeObject, ObjectEvent } from '@kube-rx/core';
import { jsonCodec } from '../../../src/encoding/codec/json-codec.ts';
import { JsonEventDecoder } from '../../../src/encoding/codec/json-event-decoder.ts';
import { ObjectArena } from '../../../src/encoding/memory/arena.ts';
import { ObjectDecoder } from '../../../src/encoding/object/object-decoder.ts';
import { bytes, json } from '../../support/bytes.ts';
import { pod, podType } from '../../support/objects.ts';
import { decodeList } from '../support/decoders.ts';
import { thrown } from '../support/thrown.ts';

const meta = { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1' };
const { metadata } = pod('a', { rv: '9', labels: { app: 'web' } });
const partial = { ...meta, metadata };
const whole = { ...podType, metadata, spec: { nodeName: 'node-1' }, status: { phase: 'Running' } };
const wanted = { ...podType, metadata };
const options = { type: podType, metadataOnly: true };
const forgetful = { reserve: () => 1, get: () => undefined, set: () => undefined, delete: () => undefined };

function objectOf(value: unknown, more: object = {}): EncodedObject {
  return new ObjectDecoder({ ...options, ...more }).decode(json(value));
}

describe('an object of metadata only', () => {
  test.each([
    ['as a server sends it', partial],
    ['whole, from a server that does not know better', whole],
    ['without kind, as an item of a list', { metadata, spec: {} }],
    ['so that it cannot be scanned', { metadata: { ...metadata, name: 'a', generateName: 'ä' }, ...meta }],
  ])('comes %s, and is of the expected type', (_how, value) => {
    const encoded = objectOf(value);
    expect(encoded.object).toEqual({ ...wanted, metadata: value.metadata });
    expect(encoded).toMatchObject({
      key: 'shop/a',
      uid: 'uid-of-a',
      resourceVersion: '9',
      labels: { app: 'web' },
    });
    expect(JSON.parse(Buffer.from(encoded.jsonBytes()).toString())).toEqual({
      ...wanted,
      metadata: value.metadata,
    });
    expect(encoded.byteLength).toBeLessThan(json(wanted).length + 1);
  });

  test.each([true, false])('has its managedFields only if they are kept (%s)', (keepManagedFields) => {
    const managed = { ...metadata, managedFields: [{ manager: 'kubectl' }] };
    const encoded = objectOf({ ...partial, metadata: managed }, { keepManagedFields });
    expect(encoded.metadata).toEqual(keepManagedFields ? managed : metadata);
    expect(encoded.labels).toEqual({ app: 'web' });
  });

  test('is read in a store as it was outside', () => {
    const arena = new ObjectArena(forgetful);
    const stored = arena.at(arena.add(objectOf(partial)));
    expect(stored.object).toEqual(wanted);
    expect(stored.metadata).toEqual(metadata);
    expect(stored.metadataOnly().object).toEqual(wanted);
  });

  test('is refused where whole objects are wanted', () => {
    const error = thrown(DecodeError, () => new ObjectDecoder({ type: podType }).decode(json(partial)));
    expect(error).toHaveProperty(
      'message',
      'an object from the server has the kind PartialObjectMetadata, not Pod',
    );
  });

  test('is refused where it is of another kind', () => {
    expect(thrown(DecodeError, () => objectOf({ ...whole, kind: 'Secret' })).fault).toBe('protocol');
  });

  test.prop([
    fc.dictionary(fc.string(), fc.jsonValue()),
    fc.dictionary(fc.string(), fc.string()),
    fc.boolean(),
  ])('holds the same whether scanned or parsed, with anything around it', (rest, labels, isPartial) => {
    const object = { ...rest, ...(isPartial ? meta : podType), metadata: { ...metadata, labels } };
    const decoder = new ObjectDecoder<KubeObject>(options);
    const expected = { ...podType, metadata: JSON.parse(JSON.stringify(object.metadata)) as object };
    for (const encoded of [decoder.decode(json(object)), decoder.parse(json(object))]) {
      expect(encoded.object).toEqual(expected);
      expect(encoded.labels).toEqual(labels);
      expect(encoded.key).toBe('shop/a');
    }
  });
});

describe('a list of metadata only', () => {
  const items = [partial, { ...partial, metadata: { ...metadata, name: 'b' } }];
  const list = {
    kind: 'PartialObjectMetadataList',
    apiVersion: meta.apiVersion,
    metadata: { resourceVersion: '7' },
    items,
  };

  test('is known by its kind', () => {
    const decoded = decodeList(json(list), podType, options);
    expect(decoded.resourceVersion).toBe('7');
    expect(decoded.items.map(({ object }) => object)).toEqual([
      wanted,
      { ...wanted, metadata: { ...metadata, name: 'b' } },
    ]);
  });

  test('may be a list of whole objects', () => {
    const decoded = decodeList(
      json({ ...list, kind: 'PodList', apiVersion: 'v1', items: [whole] }),
      podType,
      options,
    );
    expect(decoded.items.map(({ object }) => object)).toEqual([wanted]);
  });

  test('may come in any pieces', () => {
    const body = json(list);
    for (let cut = 1; cut < body.length; cut += 7) {
      const decoder = jsonCodec.createListDecoder(options);
      const found = [...decoder.push(body.subarray(0, cut)), ...decoder.push(body.subarray(cut))];
      expect(found.map(({ object }) => object)).toContainEqual(wanted);
      expect(decoder.end()).toMatchObject({ resourceVersion: '7' });
    }
  });

  test('is refused where whole objects are wanted', () => {
    const error = thrown(DecodeError, () => decodeList(json(list), podType));
    expect(error).toHaveProperty(
      'message',
      'asked for a PodList of v1, but the answer has the kind PartialObjectMetadataList',
    );
  });
});

describe('a watch of metadata only', () => {
  const decoder = new JsonEventDecoder(options);

  test.each(['ADDED', 'MODIFIED', 'DELETED'] as const)('tells an %s object', (type) => {
    for (const object of [partial, whole]) {
      const event = decoder.decode(json({ type, object }));
      expect(event).toBeInstanceOf(ObjectEvent);
      expect(event).toMatchObject({ type, object: wanted });
      expect(decoder.decode(bytes(`${JSON.stringify({ type, object })}\n`))).toMatchObject({
        object: wanted,
      });
    }
  });

  test('tells a bookmark, and an error that no server makes metadata of', () => {
    const annotations = { 'k8s.io/initial-events-end': 'true' };
    const mark = { ...meta, metadata: { resourceVersion: '12', annotations } };
    expect(decoder.decode(json({ type: 'BOOKMARK', object: mark }))).toEqual({
      type: 'BOOKMARK',
      resourceVersion: '12',
      initialEventsEnd: true,
    });
    const status = {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      reason: 'Expired',
      code: 410,
    };
    expect(decoder.decode(json({ type: 'ERROR', object: status }))).toMatchObject({
      type: 'ERROR',
      status: { code: 410 },
    });
  });
});
