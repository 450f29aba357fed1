import { describe, expect, test } from '@jest/globals';
import { type Fault, type FaultRule } from '@kube-rx/apiserver';
import { configMap, configMaps, TestServer } from './support/test-server.ts';

async function withFault(fault: Fault, rule: Partial<FaultRule> = {}): Promise<TestServer> {
  const server = new TestServer();
  await server.writeConfigMaps(2);
  server.server.faults.inject({ fault, ...rule });
  return server;
}

describe('a fault', () => {
  test('answers in place of the server, so often and then no more', async () => {
    const fault: Fault = { type: 'status', code: 429, reason: 'TooManyRequests', retryAfterSeconds: 2 };
    const server = await withFault(fault, { verbs: ['list'], resource: 'configmaps', times: 1, after: 1 });
    expect((await server.get(`${configMaps}/c0`)).status).toBe(200);
    expect((await server.get(configMaps)).status).toBe(200);
    const hit = await server.get(configMaps);
    expect(hit.body).toMatchObject({ code: 429, details: { retryAfterSeconds: 2 } });
    expect(hit.headers['retry-after']).toBe('2');
    expect((await server.get(configMaps)).status).toBe(200);
  });

  test('holds the headers back', async () => {
    const server = await withFault({ type: 'delay', ms: 5_000 });
    let answered = false;
    const waiting = server.get(configMaps).then(() => {
      answered = true;
    });
    await server.clock.advance(4_999);
    expect(answered).toBe(false);
    await server.clock.advance(1);
    await waiting;
  });

  const streams: readonly {
    readonly title: string;
    readonly fault: Fault;
    readonly seen: string[];
    readonly end: unknown;
  }[] = [
    {
      title: 'cuts a watch inside a frame',
      fault: { type: 'cut', afterBytes: 300 },
      seen: ['ADDED c0@6'],
      end: expect.objectContaining({ code: 'ECONNRESET' }),
    },
    {
      title: 'tears a frame',
      fault: { type: 'end', afterBytes: 300 },
      seen: ['ADDED c0@6'],
      end: expect.objectContaining({ fault: 'malformed' }),
    },
    {
      title: 'ends a watch cleanly',
      fault: { type: 'end', afterFrames: 1 },
      seen: ['ADDED c0@6'],
      end: 'clean',
    },
    {
      title: 'sends frames as often as it says',
      fault: { type: 'duplicate', copies: 3 },
      seen: ['ADDED c0@6', 'ADDED c0@6', 'ADDED c0@6', 'ADDED c1@7', 'ADDED c1@7', 'ADDED c1@7'],
      end: 'open',
    },
    { title: 'falls silent', fault: { type: 'silence' }, seen: [], end: 'open' },
    {
      title: 'sends a line that is no frame',
      fault: { type: 'garbage', afterFrames: 1 },
      seen: ['ADDED c0@6'],
      end: expect.any(SyntaxError),
    },
    {
      title: 'sends frames twice',
      fault: { type: 'duplicate' },
      seen: ['ADDED c0@6', 'ADDED c0@6', 'ADDED c1@7', 'ADDED c1@7'],
      end: 'open',
    },
  ];

  test.each(streams)('$title', async ({ fault, seen, end }) => {
    const server = await withFault(fault, { verbs: ['watch'] });
    const watch = await server.watch(configMaps);
    expect(await watch.seen()).toEqual(seen);
    expect(await watch.end()).toEqual(end);
  });

  test('reports an error inside a watch', async () => {
    const fault: Fault = { type: 'errorEvent', code: 410, reason: 'Expired', afterFrames: 1 };
    const server = await withFault(fault, { verbs: ['watch'] });
    expect(await (await server.watch(configMaps)).seen()).toEqual(['ADDED c0@6', 'ERROR 410', 'ADDED c1@7']);
  });

  test('lets a watch outlive the time that it asked for', async () => {
    const server = await withFault({ type: 'ignoreTimeoutSeconds' }, { times: 1 });
    const [ignored, kept] = [
      await server.watch(configMaps, { timeoutSeconds: 5 }),
      await server.watch(configMaps, { timeoutSeconds: 5 }),
    ];
    await server.clock.advance(6_000);
    expect([await ignored.end(), await kept.end()]).toEqual(['open', 'clean']);
  });

  test('refuses a connection', async () => {
    const server = await withFault({ type: 'refuse' }, { times: 1 });
    await expect(server.get(configMaps)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    expect((await server.get(configMaps)).status).toBe(200);
  });

  test('drops bookmarks, or knows nothing of watch-lists', async () => {
    const query = {
      sendInitialEvents: true,
      allowWatchBookmarks: true,
      resourceVersionMatch: 'NotOlderThan',
    };
    const dropping = await withFault({ type: 'dropBookmarks' });
    expect(await (await dropping.watch(configMaps, query)).seen()).toEqual(['ADDED c0@6', 'ADDED c1@7']);
    const old = await withFault({ type: 'ignoreSendInitialEvents' });
    expect(await (await old.watch(configMaps, { ...query, resourceVersion: '7' })).seen()).toEqual([]);
  });

  test('never hits where it may hit no time', async () => {
    const server = await withFault({ type: 'refuse' }, { times: 0 });
    expect((await server.get(configMaps)).status).toBe(200);
  });

  test('counts no request that another fault has answered', async () => {
    const server = await withFault({ type: 'status', code: 503 }, { times: 1 });
    server.server.faults.inject({ fault: { type: 'status', code: 500 }, times: 1 });
    server.server.faults.inject({ fault: { type: 'ignoreTimeoutSeconds' }, times: 1 });
    const codes = [];
    for (let count = 0; count < 3; count += 1) codes.push((await server.get(configMaps)).status);
    expect(codes).toEqual([503, 500, 200]);
    expect(server.server.faults.rules).toEqual([]);
  });

  test('ends after its time', async () => {
    const server = await withFault({ type: 'status', code: 503 }, { forMs: 1_000 });
    expect((await server.get(configMaps)).status).toBe(503);
    await server.clock.advance(1_000);
    expect((await server.get(configMaps)).status).toBe(200);
  });
});

describe('the control endpoint', () => {
  test('is not there unless asked for', async () => {
    expect((await new TestServer().get('/kube-rx/faults')).status).toBe(404);
  });

  test('injects, lists and removes faults', async () => {
    const server = new TestServer({ control: true });
    const rule = { verbs: ['list'], fault: { type: 'status', code: 500 } };
    expect((await server.post('/kube-rx/faults', rule)).text).toBe('{"id":1}\n');
    expect((await server.get(configMaps)).status).toBe(500);
    expect((await server.get('/kube-rx/faults')).text).toContain('"hits":1');
    await server.delete('/kube-rx/faults/1');
    expect((await server.get(configMaps)).status).toBe(200);
    expect((await server.post('/kube-rx/faults', { fault: { type: 'nonsense' } })).status).toBe(400);
    const incomplete = await server.post('/kube-rx/faults', { fault: { type: 'drip' } });
    expect(incomplete.body).toMatchObject({ code: 400, message: 'the fault drip needs everyMs' });
  });

  test('takes null for what a rule leaves open', async () => {
    const server = new TestServer({ control: true });
    const open = { times: null, after: null, probability: null, forMs: null };
    await server.post('/kube-rx/faults', { ...open, fault: { type: 'status', code: 500 } });
    expect((await server.get(configMaps)).status).toBe(500);
    expect((await server.get(configMaps)).status).toBe(500);
  });

  test('compacts, and goes back to an earlier state with its resourceVersions', async () => {
    const server = new TestServer({ control: true });
    await server.writeConfigMaps(1);
    await server.post('/kube-rx/snapshot', {});
    await server.writeConfigMaps(2, 'd');
    const watch = await server.watch(configMaps);
    await server.post('/kube-rx/restore', {});
    expect(await watch.end()).toBe('clean');
    const { body } = await server.get(configMaps);
    expect([body.metadata.resourceVersion, body.items.length]).toEqual(['6', 1]);
    const again = await server.post(configMaps, configMap('e'));
    expect(again.body.metadata.resourceVersion).toBe('7');
    await server.post('/kube-rx/compact', {});
    expect(await (await server.watch(configMaps, { resourceVersion: '6' })).seen()).toEqual(['ERROR 410']);
  });
});

describe('a server that fills its caches', () => {
  test('asks watches and lists to come back, and answers what needs no cache', async () => {
    const server = new TestServer();
    await server.writeConfigMaps(3);
    server.server.restart({ initialisingMs: 60_000 });
    const refused = await server.get(configMaps);
    expect(refused.body).toMatchObject({
      code: 429,
      reason: 'TooManyRequests',
      message: 'storage is (re)initializing',
      details: { retryAfterSeconds: 1 },
    });
    expect(refused.headers['retry-after']).toBe('1');
    expect((await server.get(configMaps, { watch: true })).status).toBe(429);
    expect((await server.get(configMaps, { limit: 2, labelSelector: 'a' })).status).toBe(429);
    expect((await server.get(configMaps, { limit: 2 })).status).toBe(200);
    expect((await server.get(`${configMaps}/c0`)).status).toBe(200);
    expect((await server.post(configMaps, configMap('new'))).status).toBe(201);
    await server.clock.advance(59_999);
    expect((await server.get(configMaps)).headers['retry-after']).toBe('30');
    await server.clock.advance(1);
    expect((await server.get(configMaps)).status).toBe(200);
  });

  test('goes on until it is told to have done, over the control endpoint as well', async () => {
    const server = new TestServer({ control: true });
    await server.post('/kube-rx/restart', { initialisingMs: -1 });
    await server.clock.advance(3_600_000);
    expect((await server.get(configMaps)).status).toBe(429);
    await server.post('/kube-rx/finish-initialising', {});
    expect((await server.get(configMaps)).status).toBe(200);
  });
});
