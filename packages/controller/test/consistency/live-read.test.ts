import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ApiServer } from '@kube-rx/apiserver';
import { Client } from '@kube-rx/client';
import type { HttpService } from '@kube-rx/core';
import { liveReadOf } from '../../src/consistency/live-read.ts';
import type { OwnWrite } from '../../src/consistency/own-write.ts';
import { state } from '../support/late-cache.ts';
import { lost } from '../support/own-writes.ts';

let server: ApiServer;
let paths: string[];
let client: Client;

beforeEach(() => {
  server = new ApiServer();
  server.seed([
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } },
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: 'shop' } },
  ]);
  paths = [];
  const service: HttpService = (request, options) => {
    paths.push(`${request.method} ${request.path}`);
    return server.service(request, options);
  };
  client = new Client(service);
});

afterEach(() => server.close());

const collection = '/api/v1/namespaces/shop/configmaps';
const { signal } = new AbortController();

const readOf = (path: string, name = 'a'): Promise<OwnWrite> =>
  liveReadOf(client, { path }, lost(state(name, '1')))(signal);

describe('a live read', () => {
  test.each<[what: string, path: string]>([
    ['a creation', collection],
    ['a change', `${collection}/a`],
    ['a write of a subresource', `${collection}/a/status`],
    ['a write of a subresource of more than one part', `${collection}/a/proxy/x`],
  ])('after %s gets the object itself, in the version that it has', async (_, path) => {
    const found = await readOf(path);
    expect(paths).toEqual([`GET ${collection}/a`]);
    expect(found).toMatchObject({ type: 'written', plural: 'configmaps', key: 'shop/a', namespace: 'shop' });
    expect(found.type === 'written' && found.encoded?.name).toBe('a');
  });

  test('of what is there says so, also if it looks like what nothing holds any more', async () => {
    const text = objectOf('a', { deletionTimestamp: '2026-01-01T00:00:00Z' });
    client = new Client(() => Promise.resolve(answer(200, text)));
    expect(await readOf(collection)).toMatchObject({ type: 'written', uid: 'u', resourceVersion: '7' });
  });

  test('of what is not there says that it is deleted', async () => {
    expect(await readOf(collection, 'b')).toEqual({
      type: 'deleted',
      group: '',
      plural: 'configmaps',
      key: 'shop/b',
      namespace: 'shop',
    });
  });

  test.each<[what: string, service: HttpService]>([
    ['a 404 that names no object', () => Promise.resolve(answer(404, '404 page not found'))],
    ['a failure', () => Promise.resolve(answer(403, JSON.stringify({ kind: 'Status', status: 'Failure' })))],
    ['an object of another name', () => Promise.resolve(answer(200, objectOf('b')))],
    ['nothing', () => Promise.resolve(answer(200, ''))],
  ])('that is answered by %s knows nothing', async (_, service) => {
    client = new Client(service);
    await expect(readOf(collection)).rejects.toThrow();
  });
});

const objectOf = (name: string, metadata: object = {}): string =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace: 'shop', uid: 'u', resourceVersion: '7', ...metadata },
  });

function answer(status: number, text: string): Awaited<ReturnType<HttpService>> {
  const headers = { 'content-type': text.startsWith('{') ? 'application/json' : 'text/plain' };
  async function* body(): AsyncGenerator<Uint8Array> {
    yield await Promise.resolve(new TextEncoder().encode(text));
  }
  return { status, headers, body: body() };
}
