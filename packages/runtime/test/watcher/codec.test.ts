// Nothing but a codec knows how bodies are encoded: here is one that has nothing of JSON, from the request to the store.

import { afterEach, describe, expect, test } from '@jest/globals';
import { Api, Client } from '@kube-rx/client';
import { type DynamicObject, type HttpRequest, isNotFound, settle, VirtualClock } from '@kube-rx/core';
import { decodedObjects } from '../../src/reflector/decoded-cache.ts';
import { reflector } from '../../src/reflector/reflector.ts';
import { framed, framedCodec } from '../support/framed-codec.ts';
import { ConfigMaps, configMap } from '../support/objects.ts';

const managed = (object: DynamicObject): DynamicObject => ({
  ...object,
  metadata: { ...object.metadata, managedFields: [{ manager: 'kubectl' }] },
});
const listOf = (version: string, ...items: DynamicObject[]): Uint8Array =>
  framed({ kind: 'ConfigMapList', metadata: { resourceVersion: version } }, ...items);
const status = (code: number, reason: string): object => ({
  kind: 'Status',
  status: 'Failure',
  code,
  reason,
});

/** Answers in the framed encoding, in chunks of five bytes; a watch without an answer stays open. */
function serverOf(
  ...answers: readonly (
    | Uint8Array
    | { readonly code: number; readonly body: Uint8Array; readonly type?: string }
  )[]
) {
  const requests: HttpRequest[] = [];
  const client = new Client(
    (request) => {
      const answer = answers[requests.length];
      requests.push(request);
      const [code, bytes] = answer && 'code' in answer ? [answer.code, answer.body] : [200, answer];
      async function* body(): AsyncGenerator<Uint8Array> {
        for (let at = 0; at < (bytes?.length ?? 0); at += 5)
          yield await Promise.resolve(bytes?.subarray(at, at + 5) ?? framed());
        if (!bytes) await new Promise(() => undefined);
      }
      const type = answer && 'code' in answer ? answer.type : undefined;
      const headers = { 'content-type': type ?? request.headers['accept'] ?? '' };
      return Promise.resolve({ status: code, headers, body: body() });
    },
    { codec: framedCodec },
  );
  return { requests, api: Api.namespaced(client, ConfigMaps, 'shop') };
}

describe('a client with another encoding than JSON', () => {
  afterEach(() => decodedObjects.resize(64 * 1024 * 1024));

  test('lists, watches, takes an error of the stream, and lists again into a store that restores objects', async () => {
    decodedObjects.resize(0);
    const { api, requests } = serverOf(
      listOf('10', managed(configMap('a', 5)), configMap('b', 6)),
      framed(
        { type: 'MODIFIED', object: managed(configMap('a', 11, { data: { colour: 'blue' } })) },
        { type: 'BOOKMARK', object: { metadata: { resourceVersion: '12' } } },
        { type: 'ERROR', object: status(410, 'Expired') },
      ),
      listOf('20', configMap('a', 11, { data: { colour: 'blue' } }), configMap('c', 15)),
    );
    const clock = new VirtualClock();
    const cache = reflector(api, { clock, random: () => 0, initialState: 'list' });
    const told: string[] = [];
    cache.changes$.subscribe(({ type, key, encoded }) =>
      told.push(`${type} ${key}@${encoded.resourceVersion}`),
    );
    await settle();
    await clock.advance(45_000);
    await settle();
    expect(told).toEqual([
      'added shop/a@5',
      'added shop/b@6',
      'updated shop/a@11',
      'deleted shop/b@6',
      'added shop/c@15',
    ]);
    expect(cache.status).toMatchObject({ phase: 'live', resourceVersion: '20' });
    expect(cache.store.get('shop/a')).toEqual(configMap('a', 11, { data: { colour: 'blue' } }));
    expect(cache.store.list().map(({ metadata }) => metadata.name)).toEqual(['a', 'c']);
    expect(requests.map(({ headers }) => headers['accept'])).toEqual([
      'application/x-framed;drop=metadata.managedFields',
      'application/x-framed;stream=watch;drop=metadata.managedFields',
      'application/x-framed;drop=metadata.managedFields',
      'application/x-framed;stream=watch;drop=metadata.managedFields',
    ]);
    await cache.close();
  });

  test('writes and reads single objects, pages and raw watches, and understands what the server refuses', async () => {
    const { api, requests } = serverOf(
      framedCodec.encode(configMap('a', 5)) as Uint8Array,
      listOf('10', managed(configMap('a', 5))),
      framed({ type: 'ADDED', object: managed(configMap('b', 11)) }),
      { code: 404, body: framedCodec.encode(status(404, 'NotFound')) as Uint8Array },
      framedCodec.encode({ kind: 'Status', status: 'Success' }) as Uint8Array,
    );
    expect(await api.create({ metadata: { name: 'a' } })).toEqual(configMap('a', 5));
    expect(requests[0]?.headers['content-type']).toBe('application/x-framed');
    expect(framedCodec.decode(requests[0]?.body as Uint8Array, 'the body')).toEqual({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'a' },
    });
    expect([...(await api.list())]).toEqual([managed(configMap('a', 5))]);
    const events: unknown[] = [];
    for await (const event of api.watch()) events.push('object' in event && event.object);
    expect(events).toEqual([managed(configMap('b', 11))]);
    expect(await api.get('gone').catch(isNotFound)).toBe(true);
    expect(await api.deleteCollection()).toMatchObject({ type: 'status', status: { status: 'Success' } });
  });

  test('understands an error that something in between says in JSON', async () => {
    const refusal = { ...status(409, 'Conflict'), details: { name: 'a' } };
    const body = new TextEncoder().encode(JSON.stringify(refusal));
    const { api } = serverOf({ code: 409, body, type: 'application/json' });
    expect(await api.get('a').catch((error: unknown) => error)).toMatchObject({ status: refusal });
  });
});
