// What follows from what a run writes: the next one sees it, and a loop of own writes is noticed.

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Api, type Client, TransportError } from '@kube-rx/client';
import {
  type CallOptions,
  type HttpRequest,
  type HttpResponse,
  type HttpService,
  onAbort,
  sleep,
} from '@kube-rx/core';
import { ConfigMap, Secret } from '@kube-rx/k8s';
import { SharedReflectors } from '@kube-rx/runtime';
import type { Reconcile } from '../../src/controller/controller-options.ts';
import { ControllerWorld, type Started } from '../support/controller-world.ts';

let world: ControllerWorld;

beforeEach(() => {
  world = new ControllerWorld();
});

afterEach(async () => {
  expect(await world.close()).toBe(0);
});

describe('own write not visible in next run', () => {
  /** Each run tells what it sees of its Secret, and makes it where it sees none. The cache of Secrets hears nothing yet. */
  async function startBlind(seen: string[], consistencyTimeout?: number): Promise<Started> {
    world.server.faults.inject({
      verbs: ['watch'],
      resource: 'secrets',
      fault: { type: 'delay', ms: 20_000 },
    });
    const reconcile: Reconcile<ConfigMap> = async ({ metadata: { name } }, { store, api, clock }) => {
      const secret = store(Secret).get(`default/${name}`);
      seen.push(`${clock.monotonic()} ${name} ${secret ? 'sees' : 'makes'} it`);
      if (!secret) await api(Secret).create({ metadata: { name } });
    };
    const controller = world
      .controller({ reconcile, ...(consistencyTimeout !== undefined && { consistencyTimeout }), backoff })
      .owns(Api.all(world.client, Secret), { initialState: 'list' });
    const started = world.start(controller);
    await world.clock.advance(0);
    return started;
  }
  const backoff = { minMs: 100_000, maxMs: 1_000_000 };

  test('waits until the cache has it, and no other key waits', async () => {
    const seen: string[] = [];
    const { controller } = await startBlind(seen, 60_000);
    await world.create('red');
    await world.configs.patch.merge('red', { data: { at: '2' } });
    await world.create('blue');
    await world.clock.advance(19_000);
    expect(seen).toEqual(['0 red makes it', '0 blue makes it']);
    expect(controller.status.queue).toMatchObject({ held: 1, ready: 0, running: 0 });
    await world.clock.advance(1000);
    expect(seen.slice(2)).toEqual(['20000 red sees it']);
    expect(controller.status.counters).toMatchObject({ gateWaits: 1, gateTimeouts: 0, failures: 0 });
  });

  test('goes ahead after a while, which is told and counted', async () => {
    const seen: string[] = [];
    const { controller } = await startBlind(seen);
    await world.create('red');
    await world.configs.patch.merge('red', { data: { at: '2' } });
    await world.clock.advance(5000);
    expect(seen).toEqual(['0 red makes it', '5000 red makes it']);
    expect(controller.status.counters).toMatchObject({ gateWaits: 1, gateTimeouts: 1 });
    expect(world.complaints[0]).toMatchObject({
      level: 'warn',
      msg: 'caches do not show what the last run wrote, and the run goes ahead',
      key: 'default/red',
      waitedMs: 5000,
      missing: expect.stringMatching(/^secrets .* lack version \d+ of default\/red/) as unknown,
    });
  });

  test('goes ahead at once where that is asked for', async () => {
    const seen: string[] = [];
    await startBlind(seen, 0);
    await world.create('red');
    await world.configs.patch.merge('red', { data: { at: '2' } });
    await world.clock.advance(0);
    expect(seen).toEqual(['0 red makes it', '0 red makes it']);
  });
});

describe('a key that waits for a cache', () => {
  const changed = async (): Promise<void> => {
    await world.configs.patch.merge('red', { data: { at: String(world.clock.monotonic()) } });
    await world.clock.advance(0);
  };

  /** Each run writes its Secret. The cache of Secrets hears of no change for long. */
  function startBlind(runs: string[], caches?: SharedReflectors): Started {
    world.server.faults.inject({
      verbs: ['watch'],
      resource: 'secrets',
      fault: { type: 'delay', ms: 100_000 },
    });
    const reconcile: Reconcile<ConfigMap> = async ({ metadata: { name } }, { api, clock }) => {
      runs.push(`${clock.monotonic()}`);
      const labels = { run: String(runs.length) };
      await api(Secret).apply(name, { metadata: { labels } }, { fieldManager: 'me' });
    };
    const controller = world
      .controller({ reconcile, cluster: 'east', ...(caches && { caches }) })
      .owns(Api.all(world.client, Secret), { initialState: 'list' });
    return world.start(controller);
  }

  test('does not wait for that of a cluster that was removed, and another one of that name begins anew', async () => {
    const runs: string[] = [];
    const { controller } = startBlind(runs);
    await world.clock.advance(0);
    await world.create('red');
    await changed();
    expect(controller.status.queue).toMatchObject({ held: 1 });
    await controller.removeCluster('east');
    await world.clock.advance(20_000);
    controller.addCluster('east', world.client);
    await world.clock.advance(0);
    await changed();
    await world.clock.advance(10_000);
    expect(runs).toEqual(['0', '20000', '25000']);
    expect(world.complaints.map(({ waitedMs }) => waitedMs)).toEqual([5000]);
    expect(controller.status.counters).toMatchObject({ gateWaits: 1, gateTimeouts: 1 });
  });

  test('goes ahead after the timeout where somebody has ended the cache, and says so', async () => {
    const runs: string[] = [];
    const caches = new SharedReflectors({ clock: world.clock, lingerMs: 0 });
    startBlind(runs, caches);
    await world.clock.advance(0);
    await world.create('red');
    await changed();
    await caches.close();
    await world.clock.advance(10_000);
    expect(runs).toEqual(['0', '5000']);
    expect(world.complaints.find(({ key }) => key === 'east/default/red')).toMatchObject({
      waitedMs: 5000,
      missing: expect.stringMatching(/^secrets \(at \d+, stopped\) lack version/) as unknown,
    });
  });

  test('knows nothing of what runs of a removed cluster have not had answers to', async () => {
    const reads: string[] = [];
    const service: HttpService = (request, options = {}) => {
      if (request.method === 'PATCH')
        return new Promise((_, reject) => {
          onAbort(options.signal, () => reject(new DOMException('ended', 'AbortError')));
        });
      if (request.path.endsWith('/secrets/red')) reads.push(request.path);
      return world.server.service(request, options);
    };
    const client = world.clientOf(service);
    const { controller } = startBlind([]);
    controller.addCluster('west', client);
    await world.create('red');
    void controller.removeCluster('west');
    controller.addCluster('west', client);
    await world.clock.advance(10_000);
    expect(controller.status.queue.running).toBe(1);
    expect(reads).toEqual([]);
  });
});

describe('after an outage in which all answers were lost', () => {
  const broken = new TransportError('the connection broke', { code: 'ECONNRESET' });

  /** A cluster that answers no write of a Secret, and reads of one as `read` does. */
  function clientWith(read: (request: HttpRequest, options: CallOptions) => Promise<HttpResponse>): Client {
    const service: HttpService = (request, options = {}) => {
      if (request.method === 'PATCH') return Promise.reject(broken);
      if (/\/secrets\/./.test(request.path)) return read(request, options);
      return world.server.service(request, options);
    };
    return world.clientOf(service);
  }

  /** Each key writes its Secret, and is tried again after 1.5 s. */
  async function startWith(client: Client, keys: number): Promise<Started> {
    const reconcile: Reconcile<ConfigMap> = async ({ metadata: { name } }, { api }) => {
      await api(Secret).apply(name, {}, { fieldManager: 'me' });
    };
    const options = { reconcile, concurrency: 3, backoff: { minMs: 3000, maxMs: 3000 } };
    const configs = Api.namespaced(client, ConfigMap, 'default');
    const controller = world.controller(options, configs).owns(Api.all(client, Secret));
    for (let key = 0; key < keys; key += 1) await world.create(`key-${key}`);
    const started = world.start(controller);
    await world.clock.advance(0);
    return started;
  }

  test('ten are asked for at once, or as many as may run', async () => {
    let open = 0;
    let asked = 0;
    const client = clientWith(async (_, { signal }) => {
      open += 1;
      asked += 1;
      expect(open).toBeLessThanOrEqual(10);
      const { promise, reject } = Promise.withResolvers<never>();
      onAbort(signal, () => reject(new DOMException('ended', 'AbortError')));
      return promise.finally(() => (open -= 1));
    });
    const { controller } = await startWith(client, 20);
    await world.clock.advance(4000);
    expect(asked).toBe(10);
    expect(controller.status.queue).toMatchObject({ held: 20 });
    // Nobody who has given up keeps a place.
    await world.clock.advance(3000);
    expect(open).toBe(0);
  });

  test('each key is asked for in its turn', async () => {
    const asked: string[] = [];
    const client = clientWith(async (request, options) => {
      asked.push(request.path);
      await sleep(world.clock, 100, options.signal);
      return world.server.service(request, options);
    });
    const { controller } = await startWith(client, 20);
    await world.clock.advance(2500);
    expect(new Set(asked).size).toBe(20);
    expect(asked).toHaveLength(20);
    expect(controller.status.counters).toMatchObject({ gateTimeouts: 0, runs: 40 });
  });
});

describe('self-triggered hot loop', () => {
  test('is held back, and one warning says what changes at every run', async () => {
    const { controller } = await world.run({
      reconcile: async ({ metadata }, { api, clock }) => {
        await api(ConfigMap).patch.merge(metadata.name, {
          data: { checkedAt: String(clock.monotonic()), n: String(runs++) },
        });
      },
    });
    let runs = 0;
    await world.create('red');
    await world.clock.advance(60_000);
    expect(controller.status.counters.runs).toBeGreaterThan(4);
    expect(controller.status.counters.runs).toBeLessThan(20);
    expect(controller.status.counters.selfTriggered).toBe(controller.status.counters.runs - 1);
    expect(world.complaints).toMatchObject([
      {
        level: 'warn',
        msg: 'the key reconciles itself in a loop',
        name: 'red',
        reason: expect.stringContaining('configmaps default/red: data.n') as unknown,
      },
    ]);
    // A person's change does not wait.
    const before = controller.status.counters.runs;
    await world.configs.patch.merge('red', { metadata: { labels: { by: 'hand' } } });
    await world.clock.advance(0);
    expect(controller.status.counters.runs).toBeGreaterThan(before);
  });
});
