// The main job on a real API server: what is written is watched and cached, while connections are cut, etcd is
// compacted and the server is restarted.

import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { Api, type Client } from '@kube-rx/client';
import { ConfigMap, Event } from '@kube-rx/k8s';
import { reflector, type WatcherOptions } from '@kube-rx/runtime';
import { connect, eventually } from './connect.ts';
import { ControlPlane } from './control-plane.ts';
import { CutProxy } from './cut-proxy.ts';

const namespace = 'default';
const total = 2000;

let controlPlane: ControlPlane;
let proxy: CutProxy;
let direct: Client;
let through: Client;

beforeAll(async () => {
  controlPlane = await ControlPlane.start();
  proxy = await CutProxy.start(controlPlane.url);
  direct = await connect(controlPlane);
  through = await connect(controlPlane, { server: proxy.url });
});

afterAll(async () => {
  await through.close();
  await direct.close();
  await proxy.close();
  await controlPlane.stop();
});

const caches: AsyncDisposable[] = [];
afterEach(async () => {
  for (const cache of caches.splice(0)) await cache[Symbol.asyncDispose]();
});

/** Writes ConfigMaps and remembers the version of every write. */
class Workload {
  readonly #api: Api<ConfigMap>;
  /** Per key, in order. */
  readonly written = new Map<string, string[]>();

  constructor(client: Client) {
    this.#api = Api.namespaced(client, ConfigMap, namespace);
  }

  async create(from: number, to: number): Promise<void> {
    await inParallel(from, to, async (index) => {
      const created = await this.#api.create({ metadata: { name: `item-${index}` }, data: { round: '0' } });
      this.#note(created);
    });
  }

  async update(from: number, to: number, round: string): Promise<void> {
    await inParallel(from, to, async (index) =>
      this.#note(await this.#api.patch.merge(`item-${index}`, { data: { round } })),
    );
  }

  async delete(from: number, to: number): Promise<void> {
    await inParallel(from, to, async (index) => {
      await this.#api.delete(`item-${index}`);
    });
  }

  #note({ metadata }: ConfigMap): void {
    const key = `${namespace}/${metadata.name}`;
    const versions = this.written.get(key) ?? [];
    versions.push(metadata.resourceVersion ?? '');
    this.written.set(key, versions);
  }
}

async function inParallel(from: number, to: number, work: (index: number) => Promise<void>): Promise<void> {
  let next = from;
  const worker = async (): Promise<void> => {
    while (next < to) await work(next++);
  };
  await Promise.all(Array.from({ length: 16 }, worker));
}

/** Everything the cache tells, and whether it could be true. */
class Witness {
  readonly cache;
  readonly seen = new Map<string, string[]>();
  readonly faults: string[] = [];
  /** Versions at which an initial state began anew, and where the view stood before. */
  readonly gaps: { readonly after: bigint; readonly until: bigint }[] = [];

  constructor(client: Client, options: WatcherOptions = {}) {
    this.cache = reflector(Api.namespaced(client, ConfigMap, namespace), options);
    let before = 0n;
    let relists = 0;
    this.cache.status$.subscribe(({ phase, resourceVersion, counters }) => {
      if (phase !== 'live' || resourceVersion === undefined) return;
      if (counters.relists > relists) this.gaps.push({ after: before, until: BigInt(resourceVersion) });
      relists = counters.relists;
    });
    this.cache.changes$.subscribe(({ type, key, object }) => {
      const version = object.metadata.resourceVersion ?? '';
      const versions = this.seen.get(key) ?? [];
      const last = versions.at(-1);
      if (type !== 'deleted' && last !== undefined && BigInt(version) <= BigInt(last))
        this.faults.push(`${key}: ${version} after ${last}`);
      versions.push(version);
      this.seen.set(key, versions);
      before = BigInt(version) > before ? BigInt(version) : before;
    });
  }

  /** Writes after the first sync that were neither told nor within a gap that a new list closed. */
  missed(workload: Workload, synced: bigint): string[] {
    const missed: string[] = [];
    for (const [key, versions] of workload.written) {
      const seen = new Set(this.seen.get(key));
      for (const version of versions.map(BigInt)) {
        const inGap = this.gaps.some(({ after, until }) => version > after && version <= until);
        if (version > synced && !inGap && !seen.has(String(version))) missed.push(`${key}@${version}`);
      }
    }
    return missed;
  }
}

/** `key@version` of everything, by a list of the server's that no cache has a part in. */
async function serverState(): Promise<string[]> {
  const list = await Api.namespaced(direct, ConfigMap, namespace).list();
  return list.map(({ metadata }) => `${namespace}/${metadata.name}@${metadata.resourceVersion}`).sort();
}

function cacheState({ cache }: Witness): string[] {
  return Array.from(
    cache.store.entries(),
    ([key, { resourceVersion }]) => `${key}@${resourceVersion}`,
  ).sort();
}

describe.each<'stream' | 'list'>(['stream', 'list'])(
  'a cache whose initial state is a %s',
  (initialState) => {
    test('equals the server, key by key and version by version, after cuts, compaction and restarts', async () => {
      const workload = new Workload(direct);
      await workload.create(0, total / 2);
      const witness = new Witness(through, { initialState, backoff: { minMs: 100, maxMs: 1000 } });
      caches.push(witness.cache);
      await witness.cache.ready({ timeout: 20_000 });
      const synced = BigInt(witness.cache.store.resourceVersion ?? 0);

      const writing = (async () => {
        await workload.create(total / 2, total);
        await workload.update(0, total, '1');
        await workload.delete(0, 200);
        await workload.update(200, total, '2');
      })();
      let cuts = 0;
      const cutting = (async () => {
        while (cuts < 12) {
          await new Promise((resolve) => void setTimeout(resolve, 300));
          if (cuts % 3 === 0) proxy.cutAfter(5000);
          else proxy.cut(cuts % 2 ? 'reset' : 'close');
          cuts += 1;
        }
      })();
      await Promise.all([writing, cutting]);
      await eventually('the cache follows the cuts', () => sameState(witness));
      expect(witness.missed(workload, synced)).toEqual([]);
      const lists = witness.cache.status.counters.relists;

      await proxy.refuse();
      proxy.cut();
      await workload.update(200, 400, '3');
      await workload.delete(400, 500);
      await controlPlane.compact();
      await controlPlane.restartApiServer();
      await workload.update(500, 600, '4');
      await proxy.accept();
      await eventually('the cache follows compaction and restart', () => sameState(witness));
      expect(witness.cache.status.counters.expired).toBeGreaterThan(0);
      expect(witness.cache.status.counters.relists).toBeGreaterThan(lists);

      await controlPlane.restartApiServer({ graceful: false });
      await workload.update(600, 700, '5');
      await eventually('the cache follows a crash of the server', () => sameState(witness));
      expect(await serverState()).toEqual(cacheState(witness));
      expect(witness.faults).toEqual([]);
      expect(witness.missed(workload, synced)).toEqual([]);
      expect(cacheState(witness)).toHaveLength(total - 300);

      await Api.namespaced(direct, ConfigMap, namespace).deleteCollection();
    });
  },
);

async function sameState(witness: Witness): Promise<boolean> {
  const [server, cached] = [await serverState(), cacheState(witness)];
  return server.length === cached.length && server.every((entry, index) => entry === cached[index]);
}

test('objects that etcd takes away at one revision are all deleted, and nothing is read again', async () => {
  const api = Api.namespaced(direct, Event, namespace);
  const involvedObject = { kind: 'Pod', namespace, name: 'web-0' };
  for (const name of ['a', 'b', 'c']) await api.create({ metadata: { name }, involvedObject });
  const cache = reflector(api);
  caches.push(cache);
  await cache.ready({ timeout: 20_000 });
  const deleted: (string | undefined)[] = [];
  cache.changes$.subscribe(({ type, object }) => {
    if (type === 'deleted') deleted.push(object.metadata.resourceVersion);
  });
  await controlPlane.deleteTogether(`/registry/events/${namespace}`);
  await eventually('the deletions are told', () => deleted.length >= 3);
  expect(deleted).toHaveLength(3);
  expect(new Set(deleted).size).toBe(1);
  expect(cache.status.counters).toMatchObject({ relists: 0, violations: 0 });
});

describe('a change', () => {
  test('is told within 100 ms of its write, in the median of 50', async () => {
    const cache = reflector(Api.namespaced(through, ConfigMap, namespace));
    caches.push(cache);
    await cache.ready({ timeout: 20_000 });
    const api = Api.namespaced(direct, ConfigMap, namespace);
    await api.create({ metadata: { name: 'clock' } });
    const delays: number[] = [];
    for (let round = 0; round < 50; round += 1) {
      const startedAt = performance.now();
      const told = new Promise<number>((resolve) => {
        const subscription = cache.changes$.subscribe(({ type, object }) => {
          if (type !== 'updated' || object.data?.['round'] !== String(round)) return;
          subscription.unsubscribe();
          resolve(performance.now() - startedAt);
        });
      });
      await api.patch.merge('clock', { data: { round: String(round) } });
      delays.push(await told);
    }
    const median = delays.sort((a, b) => a - b)[25] ?? Infinity;
    process.stdout.write(`from before the write to the change: median ${median.toFixed(1)} ms\n`);
    expect(median).toBeLessThan(100);
  });
});
