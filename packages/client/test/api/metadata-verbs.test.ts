import { describe, expect, test } from '@jest/globals';
import { ApiError, DecodeError, type HttpResponse, VirtualClock } from '@kube-rx/core';
import { Api } from '../../src/api/api.ts';
import { Client } from '../../src/client.ts';
import { failureOf, readAll } from '../support/requests.ts';
import { failure, ok, type Script, script } from '../support/script.ts';
import { Pod, pod, podList } from '../support/tokens.ts';

const partial = 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1, application/json';
const partialList = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1, application/json';
const meta = { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1' };
const { metadata } = pod('web-0');
const wanted = { apiVersion: 'v1', kind: 'Pod', metadata };

const clock = new VirtualClock();

function podsOver(scripted: Script): Api<Pod, 'status' | 'eviction'> {
  return Api.namespaced(new Client(scripted.service, { clock }), Pod, 'shop');
}

function accepted({ requests }: Script): unknown[] {
  return requests.map(({ headers }) => headers['accept']);
}

describe('pods.metadata', () => {
  test.each([
    ['what a server sends as metadata', { ...meta, metadata }],
    ['what a server sends as a whole', { ...pod('web-0'), spec: { nodeName: 'node-1' } }],
  ])('gets metadata of %s', async (_what, object) => {
    const scripted = script(ok(object), ok(object), ok(object));
    const { metadata: verbs } = podsOver(scripted);
    expect(await verbs.get('web-0')).toEqual(wanted);
    expect(await verbs.getOptional('web-0')).toEqual(wanted);
    expect(await verbs.patch.merge('web-0', { metadata: { labels: { app: 'web' } } })).toEqual(wanted);
    expect(accepted(scripted)).toEqual([partial, partial, partial]);
  });

  test('lists metadata, page after page', async () => {
    const page = (token?: string): HttpResponse =>
      ok({
        kind: 'PartialObjectMetadataList',
        apiVersion: 'meta.k8s.io/v1',
        metadata: { resourceVersion: '7', ...(token && { continue: token }) },
        items: [{ ...meta, metadata }],
      });
    const scripted = script(page(), page('more'), page());
    const { metadata: verbs } = podsOver(scripted);
    expect([...(await verbs.list())]).toEqual([wanted]);
    const all = [];
    for await (const one of verbs.listAll({ limit: 1 })) all.push(one);
    expect(all).toEqual([wanted, wanted]);
    expect(accepted(scripted)).toEqual([partialList, partialList, partialList]);
  });

  test('watches metadata', async () => {
    const mark = { type: 'BOOKMARK', object: { ...meta, metadata: { resourceVersion: '12' } } };
    const lines = [
      { type: 'ADDED', object: { ...meta, metadata } },
      { type: 'DELETED', object: pod('web-0') },
      mark,
    ];
    const body = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
    const scripted = script(ok(body, { 'content-type': 'application/json' }));
    const told = [];
    for await (const event of podsOver(scripted).metadata.watch({ resourceVersion: '1' }))
      told.push('object' in event ? [event.type, event.object] : [event.type]);
    expect(told).toEqual([['ADDED', wanted], ['DELETED', wanted], ['BOOKMARK']]);
    expect(accepted(scripted)).toEqual([partial]);
  });

  test('refuses the metadata of another kind, which only a whole object tells', async () => {
    const scripted = script(ok({ apiVersion: 'v1', kind: 'Secret', metadata }));
    expect(await failureOf(podsOver(scripted).metadata.get('web-0'))).toBeInstanceOf(DecodeError);
  });

  test('gives undefined for an object that is not there, and throws for a path that is not', async () => {
    const missing = script(failure(404, { reason: 'NotFound', details: { name: 'web-9' } }));
    expect(await podsOver(missing).metadata.getOptional('web-9')).toBeUndefined();
    const denied = script(failure(403, { reason: 'Forbidden' }));
    expect(await failureOf(podsOver(denied).metadata.getOptional('web-9'))).toBeInstanceOf(ApiError);
  });
});

describe('keepManagedFields: false', () => {
  const managed = { ...pod('web-0'), metadata: { ...metadata, managedFields: [{ manager: 'kubectl' }] } };
  const drop = 'application/json;drop=metadata.managedFields';

  test('asks for objects without them, and drops them where they come', async () => {
    const list = { ...podList([]), items: [managed] };
    const frame = `${JSON.stringify({ type: 'ADDED', object: managed })}\n`;
    const scripted = script(
      ok(managed),
      ok(list),
      ok(frame, { 'content-type': 'application/json' }),
      ok(managed),
    );
    const pods = podsOver(scripted);
    const options = { keepManagedFields: false };
    expect(await pods.get('web-0', options)).toEqual(pod('web-0'));
    expect([...(await pods.list(options))]).toEqual([pod('web-0')]);
    for await (const event of pods.watch(options)) expect(event).toHaveProperty('object', pod('web-0'));
    expect(await pods.metadata.get('web-0', options)).toEqual(wanted);
    expect(accepted(scripted)).toEqual([
      drop,
      drop,
      drop,
      `application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1;drop=metadata.managedFields, ${drop}`,
    ]);
  });

  test('is not the default', async () => {
    const scripted = script(ok(managed));
    expect(await podsOver(scripted).get('web-0')).toEqual(managed);
    expect(accepted(scripted)).toEqual(['application/json']);
  });
});

describe('a server that refuses what it is asked for (406)', () => {
  const refused = (): HttpResponse => failure(406, { reason: 'NotAcceptable' });

  test('is asked for whole objects, at once and for an hour', async () => {
    const scripted = script(refused(), ok(pod('web-0')), ok(pod('web-0')), ok({ ...meta, metadata }));
    const pods = podsOver(scripted);
    expect(await pods.metadata.get('web-0')).toEqual(wanted);
    expect(await pods.metadata.get('web-0')).toEqual(wanted);
    await clock.advance(3_600_000);
    expect(await pods.metadata.get('web-0')).toEqual(wanted);
    expect(accepted(scripted)).toEqual([partial, 'application/json', 'application/json', partial]);
  });

  test('is asked so by every Api of the client, for this resource alone', async () => {
    const scripted = script(refused(), ok('[1]', json), ok('[2]', json), ok('[3]', json));
    const client = new Client(scripted.service, { clock });
    const options = { keepManagedFields: false };
    expect(await readAll(await Api.namespaced(client, Pod, 'shop').openList(options))).toBe('[1]');
    expect(await readAll(await Api.all(client, Pod).openWatch(options))).toBe('[2]');
    const other = Api.all(client, { ...Pod, plural: 'others' });
    expect(await readAll(await other.openList(options))).toBe('[3]');
    const drop = 'application/json;drop=metadata.managedFields';
    expect(accepted(scripted)).toEqual([drop, 'application/json', 'application/json', drop]);
  });

  test('is no server that refuses everything: that is told, and not remembered', async () => {
    const scripted = script(refused(), refused(), ok({ ...meta, metadata }));
    const pods = podsOver(scripted);
    expect(await failureOf(pods.metadata.get('web-0'))).toMatchObject({ status: { code: 406 } });
    expect(await pods.metadata.get('web-0')).toEqual(wanted);
    expect(accepted(scripted)).toEqual([partial, 'application/json', partial]);
  });

  test('is not asked a second time to carry out a write', async () => {
    const scripted = script(refused());
    const error = await failureOf(podsOver(scripted).metadata.patch.merge('web-0', {}));
    expect(error).toMatchObject({ status: { code: 406 } });
    expect(scripted.requests).toHaveLength(1);
  });
});

const json = { 'content-type': 'application/json' };
