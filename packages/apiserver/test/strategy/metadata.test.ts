// Metadata of custom objects, which no schema of their own describes.

import { describe, expect, test } from '@jest/globals';
import type { Json, JsonObject } from '../../src/json/json.ts';
import { decodeCustom } from '../../src/strategy/metadata.ts';
import { UndecodableError } from '../../src/types/complaints.ts';
import { definition, TestServer } from '../support/test-server.ts';

const start = 'json: cannot unmarshal';

describe('metadata of a wrong type', () => {
  const rows: readonly [metadata: Json, complaint: string][] = [
    ['x', `${start} string into Go struct field Widget.metadata of type v1.ObjectMeta`],
    [{ name: 1 }, `${start} number into Go struct field ObjectMeta.name of type string`],
    [{ labels: 'x' }, `${start} string into Go struct field ObjectMeta.labels of type map[string]string`],
    [{ labels: { a: 1 } }, `${start} number into Go struct field ObjectMeta.labels of type string`],
    [
      { ownerReferences: [{ controller: 1 }] },
      `${start} number into Go struct field OwnerReference.ownerReferences.controller of type bool`,
    ],
    [
      { creationTimestamp: 'x' },
      'parsing time "x" as "2006-01-02T15:04:05Z07:00": cannot parse "x" as "2006"',
    ],
  ];
  test.each(rows)('is refused in the words of Go: %j', (metadata, complaint) => {
    expect(() => decodeCustom({ metadata }, 'Widget')).toThrow(new UndecodableError(complaint));
  });

  test.each([[{}], [{ metadata: null }], [{ metadata: { name: 'a', labels: { a: 'b' } } }]])(
    'is not found in %j',
    (object) => {
      expect(decodeCustom(object, 'Widget')).toEqual({ object, unknown: [] });
    },
  );

  test('loses fields that no metadata has, and nulls become what they are in Go', () => {
    const owner = { apiVersion: 'v1', kind: 'Pod', name: 'a', uid: 'u' };
    const metadata = {
      odd: 1,
      labels: { a: null },
      finalizers: [null],
      ownerReferences: [{ ...owner, b: 1 }],
    };
    expect(decodeCustom({ metadata }, 'Widget')).toEqual({
      object: { metadata: { labels: { a: '' }, finalizers: [''], ownerReferences: [owner] } },
      unknown: ['metadata.odd', 'metadata.ownerReferences[0].b'],
    });
  });
});

describe('metadata of a custom object', () => {
  const path = '/apis/example.com/v1/namespaces/default/farms';
  const farm = (metadata: JsonObject): JsonObject => ({
    apiVersion: 'example.com/v1',
    kind: 'Farm',
    metadata: { name: 'a', ...metadata },
  });

  async function withFarms(): Promise<TestServer> {
    const server = new TestServer();
    await server.post('/apis/apiextensions.k8s.io/v1/customresourcedefinitions', definition('farms', 'Farm'));
    return server;
  }

  test.each<[JsonObject, string]>([
    [{ finalizers: [null] }, 'metadata.finalizers: Invalid value: "": name part must be non-empty'],
    [{ ownerReferences: [null] }, 'metadata.ownerReferences.kind: Invalid value: "": must not be empty'],
  ])('is judged as Go holds it: %j', async (metadata, why) => {
    const { status, body } = await (await withFarms()).post(path, farm(metadata));
    expect([status, body.message]).toEqual([422, expect.stringContaining(why)]);
  });

  test('has no unknown fields for a client that is strict', async () => {
    const server = await withFarms();
    const { status, body } = await server.post(path, farm({ odd: 1 }), { fieldValidation: 'Strict' });
    expect([status, body.message]).toEqual([
      400,
      'Farm in version "v1" cannot be handled as a Farm: strict decoding error: unknown field "metadata.odd"',
    ]);
  });

  test.each<[JsonObject, string]>([
    [{ odd: 1 }, '.metadata.odd: field not declared in schema'],
    [{ finalizers: 'x' }, '.metadata.finalizers: expected list, got &{x}'],
    [
      { finalizers: [null] },
      ".metadata.finalizers: element 0: associative list without keys has an element that's an explicit null",
    ],
    [
      { ownerReferences: [null] },
      '.metadata.ownerReferences: element 0: associative list with keys may not have a null element',
    ],
  ])('is refused as a configuration: %j', async (metadata, why) => {
    const server = await withFarms();
    const { status, body } = await server.ask('PATCH', `${path}/a`, {
      query: { fieldManager: 'x' },
      headers: { 'content-type': 'application/apply-patch+yaml' },
      body: farm(metadata),
    });
    expect([status, body.message]).toEqual([
      500,
      `failed to create typed patch object (/a; example.com/v1, Kind=Farm): ${why}`,
    ]);
  });
});
