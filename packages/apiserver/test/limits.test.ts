import { describe, expect, test } from '@jest/globals';
import { readBody } from '@kube-rx/core';
import { ask, thingDefinition, things } from './fuzz/costly/shape.ts';
import { configMap, configMaps, definition, type Reply, TestServer } from './support/test-server.ts';

const text = (length: number): Record<string, string> => ({ k: 'x'.repeat(length) });

describe('a bound', () => {
  test('on watches refuses one more until one has gone', async () => {
    const server = new TestServer({ maxWatches: 2 });
    const watched = await server.watch(configMaps);
    await server.watch(configMaps, { sendInitialEvents: true, resourceVersionMatch: 'NotOlderThan' });
    const refused = await server.get(configMaps, { watch: true });
    expect(refused.body).toMatchObject({ code: 429, reason: 'TooManyRequests' });
    expect(refused.headers['retry-after']).toBe('1');
    await watched.close();
    const { body } = await server.open('GET', configMaps, { query: { watch: true } });
    expect(server.server.watches).toBe(2);
    await body[Symbol.asyncIterator]().return?.();
    expect(server.server.watches).toBe(1);
  });

  test('on bytes refuses what grows, and takes what makes room', async () => {
    const server = new TestServer({ maxStoredBytes: 20_000 });
    expect((await server.post(configMaps, configMap('a', text(9_000)))).status).toBe(201);
    expect((await server.post(configMaps, configMap('b', text(5_000)))).status).toBe(201);
    const before = server.server.revision;
    const refused = await server.post(configMaps, configMap('c', text(9_000)));
    expect(refused.body).toMatchObject({ code: 507, reason: 'InsufficientStorage' });
    expect(refused.body.message).toContain('database space exceeded');
    expect((await server.put(`${configMaps}/b`, configMap('b', text(15_000)))).status).toBe(507);
    expect(server.server.revision).toBe(before);
    expect((await server.put(`${configMaps}/b`, configMap('b', text(10)))).status).toBe(200);
    expect((await server.post(configMaps, configMap('c', text(5_000)))).status).toBe(201);
    expect((await server.delete(configMaps)).status).toBe(200);
    expect((await server.post(configMaps, configMap('c', text(15_000)))).status).toBe(201);
  });

  test('on the bytes of one object is that of etcd', async () => {
    const server = new TestServer();
    const things = '/apis/example.com/v1/namespaces/default/things';
    await server.post(
      '/apis/apiextensions.k8s.io/v1/customresourcedefinitions',
      definition('things', 'Thing'),
    );
    const thing = (length: number): object => ({
      apiVersion: 'example.com/v1',
      kind: 'Thing',
      metadata: { name: 'a' },
      spec: text(length),
    });
    const megabyte = 1024 * 1024;
    const refused = await server.post(things, thing(1.6 * megabyte));
    expect(refused.body).toMatchObject({ code: 500, message: 'etcdserver: request is too large' });
    expect((await server.post(things, thing(1.6 * megabyte), { dryRun: 'All' })).status).toBe(201);
    expect((await server.post(things, thing(1.4 * megabyte))).status).toBe(201);
    const merge = { 'content-type': 'application/merge-patch+json' };
    const more = { spec: { more: 'x'.repeat(megabyte / 2) } };
    expect((await server.ask('PATCH', `${things}/a`, { body: more, headers: merge })).status).toBe(500);
    const { body } = await server.get(`${things}/a`);
    expect(Object.keys(body.spec)).toEqual(['k']);
  });

  test('on the work for fields holds below keys that are long', async () => {
    const server = new TestServer();
    const things = '/apis/example.com/v1/namespaces/default/things';
    await server.post(
      '/apis/apiextensions.k8s.io/v1/customresourcedefinitions',
      definition('things', 'Thing'),
    );
    // Each path written out, these would be 5 GB. Such a key stands behind a question mark in YAML.
    const thing = (value: number): string => {
      const fields = Object.fromEntries(
        Array.from({ length: 8_000 }, (_, at) => [`k${at}`, at < 2 ? value : 0]),
      );
      return `apiVersion: example.com/v1\nkind: Thing\nmetadata: {name: a}\nspec:\n  ? ${'x'.repeat(600_000)}\n  : ${JSON.stringify(fields)}`;
    };
    const headers = { 'content-type': 'application/apply-patch+yaml' };
    const apply = (value: number, fieldManager: string): Promise<Reply> =>
      server.ask('PATCH', `${things}/a`, { body: thing(value), query: { fieldManager }, headers });
    expect((await apply(1, 'm')).status).toBe(201);
    const refused = await apply(2, 'n');
    expect(refused.body).toMatchObject({ code: 409, reason: 'Conflict' });
    expect(refused.body.message).toMatch(/^Apply failed with 2 conflicts/);
  });

  test('on what is told of fields holds below keys that are long', async () => {
    const { server } = new TestServer();
    await server.service(thingDefinition);
    const long = 'x'.repeat(200_000);
    // Each path written out, these would be 4 GB.
    const fields = Array.from({ length: 20_000 }, (_, at) => `"k${at >> 1}":"v"`).join();
    const told = async (spec: string): Promise<number> => {
      const body = `{"apiVersion":"costly.example.com/v1","kind":"Thing","metadata":{"name":"a"},"spec":${spec}}`;
      const answer = await server.service(
        ask('POST', things, { body, query: { fieldValidation: 'Strict' } }),
      );
      expect(answer.status).toBeGreaterThanOrEqual(400);
      return (await readBody(answer.body)).length;
    };
    const megabyte = 1024 * 1024;
    expect(await told(`{"${long}":{${fields}}}`)).toBeLessThan(8 * megabyte);

    expect(await told(`{"objects":{"${long}":{${fields}}}}`)).toBeLessThan(16 * megabyte);
    expect(await told(`{"lists":{"${long}":[${'"v",'.repeat(20_000)}1]}}`)).toBeLessThan(64 * megabyte);
  });

  test('on objects counts all kinds, and what is restored', async () => {
    // The four namespaces that are always there count.
    const server = new TestServer({ maxObjects: 6 });
    const empty = server.server.snapshot();
    await server.post('/api/v1/namespaces', { metadata: { name: 'n' } });
    await server.post(configMaps, configMap('a', {}, { finalizers: ['example.com/hold'] }));
    const full = server.server.snapshot();
    expect((await server.post(configMaps, configMap('b'))).status).toBe(507);
    // The mark of a deletion makes an object longer; it is written all the same.
    expect((await server.delete(`${configMaps}/a`)).status).toBe(200);
    server.server.restore(empty);
    await server.writeConfigMaps(2);
    expect((await server.post(configMaps, configMap('b'))).status).toBe(507);
    server.server.restore(full);
    expect((await server.delete(configMaps)).status).toBe(200);
    expect((await server.put(`${configMaps}/a`, configMap('a'))).status).toBe(200);
    expect((await server.post(configMaps, configMap('b'))).status).toBe(201);
  });

  test('on the bytes of the history shortens it', async () => {
    const server = new TestServer({ historyBytes: 10_000 });
    await server.post(configMaps, configMap('a'));
    const first = server.server.revision;
    for (let at = 0; at < 20; at += 1)
      await server.put(`${configMaps}/a`, configMap('a', { ...text(3_000), at: String(at) }));
    expect(await (await server.watch(configMaps, { resourceVersion: first })).seen()).toEqual(['ERROR 410']);
    const recent = await server.watch(configMaps, { resourceVersion: server.server.revision - 2 });
    expect(await recent.seen()).toHaveLength(2);
  });

  test('on the time that a name takes is its length, dashes included', async () => {
    const generateName = `${'-'.repeat(200_000)}x`;
    const start = performance.now();
    expect((await new TestServer().post(configMaps, { metadata: { generateName } })).status).toBe(422);
    expect(performance.now() - start).toBeLessThan(3_000);
  });

  test('on depth is that of the stack, for a resource whose every field is owned too', async () => {
    const server = new TestServer();
    await server.post('/apis/apiextensions.k8s.io/v1/customresourcedefinitions', definition('foos', 'Foo'));
    const foos = '/apis/example.com/v1/namespaces/default/foos';
    const foo = (depth: number): string =>
      `{"apiVersion":"example.com/v1","kind":"Foo","metadata":{"name":"d${depth}"},"x":${'{"a":'.repeat(depth)}1${'}'.repeat(depth + 1)}`;
    const taken = await server.post(foos, foo(400));
    expect(taken.status).toBe(201);
    expect(taken.text.split('"f:a":')).toHaveLength(400 + 1);
    const refused = await server.post(foos, foo(20_000));
    expect(refused.body).toMatchObject({ code: 400, message: 'the request is nested too deeply' });
  });
});
