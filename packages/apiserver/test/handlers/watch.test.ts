import { describe, expect, test } from '@jest/globals';
import { configMap, configMaps, definition, pod, TestServer, Watched } from '../support/test-server.ts';

// a is written at 6, b at 7, and 7 is the present.
async function started(): Promise<TestServer> {
  const server = new TestServer();
  await server.post(configMaps, configMap('a'));
  await server.post(configMaps, configMap('b'));
  return server;
}

// k8s.io/apiserver pkg/storage/testing/watcher_tests.go, RunWatchSemantics; c is written at 8 after the start.
const all = ['ADDED a@6', 'ADDED b@7'];
const matrix: readonly [query: Record<string, string>, first: string[]][] = [
  [{ allowWatchBookmarks: 'true', sendInitialEvents: 'true' }, [...all, 'BOOKMARK @7 end']],
  [
    { allowWatchBookmarks: 'true', sendInitialEvents: 'true', resourceVersion: '0' },
    [...all, 'BOOKMARK @7 end'],
  ],
  [
    { allowWatchBookmarks: 'true', sendInitialEvents: 'true', resourceVersion: '6' },
    [...all, 'BOOKMARK @7 end'],
  ],
  [
    { allowWatchBookmarks: 'true', sendInitialEvents: 'true', resourceVersion: '7' },
    [...all, 'BOOKMARK @7 end'],
  ],
  [{ sendInitialEvents: 'true' }, all],
  [{ sendInitialEvents: 'true', resourceVersion: '0' }, all],
  [{ sendInitialEvents: 'true', resourceVersion: '6' }, all],
  [{ sendInitialEvents: 'true', resourceVersion: '7' }, all],
  [{ sendInitialEvents: 'false' }, []],
  [{ sendInitialEvents: 'false', resourceVersion: '0' }, []],
  [{ sendInitialEvents: 'false', resourceVersion: '5' }, all],
  [{ sendInitialEvents: 'false', resourceVersion: '6' }, ['ADDED b@7']],
  [{ sendInitialEvents: 'false', resourceVersion: '7' }, []],
  [{ allowWatchBookmarks: 'true', sendInitialEvents: 'false' }, []],
  [{ allowWatchBookmarks: 'true', sendInitialEvents: 'false', resourceVersion: '6' }, ['ADDED b@7']],
  [{}, all],
  [{ resourceVersion: '0' }, all],
  [{ resourceVersion: '5' }, all],
  [{ resourceVersion: '6' }, ['ADDED b@7']],
  [{ resourceVersion: '7' }, []],
  [{ allowWatchBookmarks: 'true' }, [...all, 'BOOKMARK @7 end']],
  [{ allowWatchBookmarks: 'true', resourceVersion: '0' }, [...all, 'BOOKMARK @7 end']],
  [{ allowWatchBookmarks: 'true', resourceVersion: '6' }, ['ADDED b@7']],
];

describe('a watch', () => {
  test.each(matrix)('with %j begins with %j', async (query, first) => {
    const server = await started();
    const match = query['sendInitialEvents'] === undefined ? {} : { resourceVersionMatch: 'NotOlderThan' };
    const watch = await server.watch(configMaps, { ...query, ...match });
    expect(await watch.fresh()).toEqual(first);
    await server.post(configMaps, configMap('c'));
    expect(await watch.fresh()).toEqual(['ADDED c@8']);
  });

  test('sends initial events in key order, with their own versions', async () => {
    const server = new TestServer();
    for (const name of ['b', 'a']) await server.post(configMaps, configMap(name));
    expect(await (await server.watch(configMaps)).seen()).toEqual(['ADDED a@7', 'ADDED b@6']);
  });

  test('begins with the objects that were there when it was opened, however late it is read', async () => {
    const server = await started();
    const query = { watch: true, allowWatchBookmarks: true };
    const unread = await server.open('GET', configMaps, { query });
    await server.post(configMaps, configMap('c'));
    expect(await new Watched(unread).seen()).toEqual([...all, 'BOOKMARK @7 end', 'ADDED c@8']);
  });

  test('ends the initial events at the newest revision of all kinds', async () => {
    const server = await started();
    await server.post('/api/v1/namespaces/default/pods', pod('p'));
    const watch = await server.watch(configMaps, { allowWatchBookmarks: true });
    expect(await watch.seen()).toEqual([...all, 'BOOKMARK @8 end']);
  });

  test('tells what happens to an object, a deletion under its own revision', async () => {
    const server = await started();
    const watch = await server.watch(configMaps, { resourceVersion: '7' });
    await server.patch(`${configMaps}/a`, 'merge', { data: { k: 'v' } });
    await server.delete(`${configMaps}/a`);
    expect(await watch.seen()).toEqual(['MODIFIED a@8', 'DELETED a@9']);
    expect(watch.frames[1]?.object.data).toEqual({ k: 'v' });
  });

  test('tells entering and leaving a selection, leaving with the state before', async () => {
    const server = await started();
    const watch = await server.watch(configMaps, { resourceVersion: '7', labelSelector: 'l=1' });
    const label = (l: string | null) =>
      server.patch(`${configMaps}/a`, 'merge', { metadata: { labels: { l } }, data: { l: l ?? 'none' } });
    await label('1');
    await server.patch(`${configMaps}/a`, 'merge', { data: { more: '1' } });
    await label('2');
    await label('3');
    expect(await watch.seen()).toEqual(['ADDED a@8', 'MODIFIED a@9', 'DELETED a@10']);
    expect(watch.frames[2]?.object).toMatchObject({
      metadata: { labels: { l: '1' } },
      data: { l: '1', more: '1' },
    });
  });

  test('beside others sees its own selection, however far each has read', async () => {
    const server = await started();
    const watch = (query: Record<string, string>) =>
      server.watch(configMaps, { resourceVersion: '7', ...query });
    const [one, equal, label, field] = await Promise.all([
      watch({ labelSelector: 'l=1' }),
      watch({ labelSelector: 'l=1' }),
      watch({ labelSelector: 'l=2' }),
      watch({ fieldSelector: 'metadata.name=b' }),
    ]);
    await server.post(configMaps, configMap('c', {}, { labels: { l: '1' } }));
    expect(await one.fresh()).toEqual(['ADDED c@8']);
    await server.patch(`${configMaps}/c`, 'merge', { metadata: { labels: { l: '2' } } });
    expect(await label.seen()).toEqual(['ADDED c@9']);
    expect(await equal.seen()).toEqual(['ADDED c@8', 'DELETED c@9']);
    expect(await one.fresh()).toEqual(['DELETED c@9']);
    expect(await field.seen()).toEqual([]);
  });

  test('shows the last finalizer on a deletion that waited for it', async () => {
    const server = new TestServer();
    await server.post(configMaps, configMap('a', {}, { finalizers: ['example.com/f'] }));
    const watch = await server.watch(configMaps, { resourceVersion: '6' });
    await server.delete(`${configMaps}/a`);
    await server.patch(`${configMaps}/a`, 'merge', { metadata: { finalizers: [] } });
    expect(await watch.seen()).toEqual(['MODIFIED a@7', 'DELETED a@8']);
    expect(watch.frames[1]?.object.metadata.finalizers).toEqual(['example.com/f']);
  });

  test('is refused inside the stream from a version that is forgotten', async () => {
    const server = await started();
    server.server.compact();
    const watch = await server.watch(configMaps, { resourceVersion: '6' });
    expect(watch.response.status).toBe(200);
    await watch.seen();
    expect(watch.frames).toEqual([
      {
        type: 'ERROR',
        object: {
          kind: 'Status',
          apiVersion: 'v1',
          metadata: {},
          status: 'Failure',
          message: 'too old resource version: 6 (7)',
          reason: 'Expired',
          code: 410,
        },
      },
    ]);
    expect(await watch.end()).toBe('clean');
    expect(await (await server.watch(configMaps, { resourceVersion: '7' })).end()).toBe('open');
  });

  test('names the oldest version that would have done', async () => {
    const server = new TestServer({ historySize: 3 });
    await server.writeConfigMaps(5);
    const refused = await server.watch(configMaps, { resourceVersion: '6' });
    await refused.seen();
    expect(refused.frames[0]?.object.message).toBe('too old resource version: 6 (7)');
    expect(await (await server.watch(configMaps, { resourceVersion: '7' })).seen()).toEqual([
      'ADDED c2@8',
      'ADDED c3@9',
      'ADDED c4@10',
    ]);
  });

  test('goes on over a compaction', async () => {
    const server = await started();
    const watch = await server.watch(configMaps, { resourceVersion: '7' });
    server.server.compact();
    await server.post(configMaps, configMap('c'));
    expect(await watch.seen()).toEqual(['ADDED c@8']);
  });

  test('is silent from a future version until that is passed', async () => {
    const server = await started();
    const watch = await server.watch(configMaps, { resourceVersion: '8' });
    await server.post(configMaps, configMap('c'));
    await server.post(configMaps, configMap('d'));
    expect(await watch.seen()).toEqual(['ADDED d@9']);
  });

  test('with initial events from a future version fails inside the stream after 3 s', async () => {
    const server = await started();
    const query = { resourceVersion: '900', sendInitialEvents: true, resourceVersionMatch: 'NotOlderThan' };
    const opening = server.watch(configMaps, query);
    await server.clock.advance(3_000);
    const watch = await opening;
    expect(await watch.seen()).toEqual(['ERROR 504']);
    expect(await watch.end()).toBe('clean');
  });

  test.each([
    ['resourceVersionMatch without sendInitialEvents', { resourceVersionMatch: 'NotOlderThan' }, 422],
    ['sendInitialEvents without resourceVersionMatch', { sendInitialEvents: true }, 422],
    ['Exact', { resourceVersionMatch: 'Exact', sendInitialEvents: true, resourceVersion: '1' }, 422],
    ['a continue token from nothing', { continue: 'x' }, 422],
    ['a version that is no number', { resourceVersion: 'abc' }, 500],
    ['a timeout that is no number', { timeoutSeconds: 'x' }, 400],
  ])('is refused with %s', async (_title, query, code) => {
    const reply = await (await started()).get(configMaps, { watch: true, ...query });
    expect(reply.body).toMatchObject({ kind: 'Status', code });
  });

  test('ends exactly at its timeout, with a bookmark 2 s before if there is news', async () => {
    const server = await started();
    const watch = await server.watch(configMaps, {
      resourceVersion: '7',
      timeoutSeconds: 10,
      allowWatchBookmarks: true,
    });
    await server.post(configMaps, configMap('c'));
    await server.clock.advance(7_999);
    expect(await watch.fresh()).toEqual(['ADDED c@8']);
    await server.clock.advance(1);
    expect(await watch.fresh()).toEqual(['BOOKMARK @8']);
    await server.clock.advance(1_999);
    expect(await watch.end()).toBe('open');
    await server.clock.advance(1);
    expect(await watch.end()).toBe('clean');
    expect(server.server.watches).toBe(0);
    expect(server.clock.pending).toBe(0);
  });

  test('on a quiet kind ends without any bookmark', async () => {
    const server = await started();
    const watch = await server.watch(configMaps, {
      resourceVersion: '7',
      timeoutSeconds: 10,
      allowWatchBookmarks: true,
    });
    await server.clock.advance(10_000);
    expect(await watch.seen()).toEqual([]);
  });

  test('sends a bookmark about every minute, of other kinds once a list has asked', async () => {
    const server = await started();
    const watch = await server.watch(configMaps, { resourceVersion: '7', allowWatchBookmarks: true });
    await server.post('/api/v1/namespaces/default/pods', pod('p'));
    await server.clock.advance(61_000);
    expect(await watch.fresh()).toEqual([]);
    await server.get(configMaps);
    await server.clock.advance(61_000);
    expect(await watch.fresh()).toEqual(['BOOKMARK @8']);
    await server.clock.advance(300_000);
    expect((await watch.fresh()).length).toBeGreaterThanOrEqual(4);
  });

  test('without a timeout is ended by the server after 30 to 60 minutes', async () => {
    const server = await started();
    const watch = await server.watch(configMaps);
    await server.clock.advance(30 * 60_000);
    expect(await watch.end()).toBe('open');
    await server.clock.advance(30 * 60_000);
    expect(await watch.end()).toBe('clean');
  });

  test('ends cleanly when its reader falls behind the history', async () => {
    const server = new TestServer({ historySize: 10 });
    const response = await server.open('GET', configMaps, { query: { watch: true } });
    await server.writeConfigMaps(11);
    const iterator = response.body[Symbol.asyncIterator]();
    expect(await iterator.next()).toEqual({ value: undefined, done: true });
    expect(server.server.watches).toBe(0);
  });

  test('frees everything when its reader leaves, even while it waits', async () => {
    const server = await started();
    const watch = await server.watch(configMaps);
    await watch.seen();
    await watch.close();
    expect(await watch.end()).toBe('clean');
    expect([server.server.watches, server.clock.pending]).toEqual([0, 0]);
  });

  test('fails with an AbortError when the call is aborted', async () => {
    const server = await started();
    const abort = new AbortController();
    const query = [['watch', 'true']] as const;
    const { body } = await server.server.service(
      { method: 'GET', path: configMaps, query, headers: {} },
      { signal: abort.signal },
    );
    const iterator = body[Symbol.asyncIterator]();
    for (let at = 0; at < 2; at += 1) await iterator.next();
    const pending = iterator.next();
    abort.abort();
    await expect(pending).rejects.toMatchObject({ name: 'AbortError' });
    expect(server.server.watches).toBe(0);
  });

  test('ends cleanly with the history gone when the server restarts, and with an error when it is cut', async () => {
    const server = await started();
    const clean = await server.watch(configMaps);
    server.server.restart();
    expect(await clean.end()).toBe('clean');
    expect(await (await server.watch(configMaps, { resourceVersion: '6' })).seen()).toEqual(['ERROR 410']);
    const cut = await server.watch(configMaps);
    server.server.disconnect();
    expect(await cut.end()).toMatchObject({ code: 'ECONNRESET' });
  });

  test('of a kind whose definition goes sees every deletion, then the end', async () => {
    const server = new TestServer();
    const definitions = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
    await server.post(definitions, definition('webs', 'Web'));
    const webs = '/apis/example.com/v1/namespaces/default/webs';
    for (const name of ['a', 'b'])
      await server.post(webs, { apiVersion: 'example.com/v1', kind: 'Web', metadata: { name } });
    const watch = await server.watch(webs);
    await server.delete(`${definitions}/webs.example.com`);
    const seen = await watch.seen();
    expect(seen.map((text) => text.replace(/@\d+/, ''))).toEqual([
      'ADDED a',
      'ADDED b',
      'DELETED a',
      'DELETED b',
    ]);
    expect(await watch.end()).toBe('clean');
    expect((await server.get(webs)).status).toBe(404);
  });
});
