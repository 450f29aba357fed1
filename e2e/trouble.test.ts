// What goes wrong with a watch in the life of a cluster, on a real API server: rights withdrawn, kinds deleted, tokens
// revoked, backups restored, servers that hang. Each time the cache must find back by itself, and say what it met.

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { Api, Client, TokenFile } from '@kube-rx/client';
import { type DynamicObject, defineResource, type KubeObject } from '@kube-rx/core';
import { ConfigMap, CustomResourceDefinition, Role, RoleBinding, ServiceAccount } from '@kube-rx/k8s';
import {
  createStore,
  type Store,
  type Verdict,
  type WatcherOptions,
  type WatcherStatus,
  watcher,
} from '@kube-rx/runtime';
import type { Subscription } from 'rxjs';
import { connect, eventually } from './connect.ts';
import { ControlPlane } from './control-plane.ts';
import { CutProxy } from './cut-proxy.ts';

const namespace = 'default';
const alice = { name: 'alice', token: 'alice-token' };
/** Short, so that a test need not wait for what takes minutes in life. */
const short: WatcherOptions = {
  backoff: { minMs: 100, maxMs: 1000 },
  watchSeconds: { min: 3, max: 4 },
  watchGraceMs: 500,
  headersTimeout: 5000,
  listIdleTimeout: 5000,
};

let controlPlane: ControlPlane;
let proxy: CutProxy;
let admin: Client;
let configs: Api<ConfigMap>;
const clients: Client[] = [];
const watched: Watched<KubeObject>[] = [];

beforeAll(async () => {
  controlPlane = await ControlPlane.start({ users: [alice] });
  proxy = await CutProxy.start(controlPlane.url);
  admin = await connect(controlPlane);
  configs = Api.namespaced(admin, ConfigMap, namespace);
});

afterEach(async () => {
  for (const each of watched.splice(0)) each.close();
  for (const client of clients.splice(0)) await client.close();
});

afterAll(async () => {
  await admin.close();
  await proxy.close();
  await controlPlane.stop();
});

/** A store that a watcher feeds, and all that the watcher said of its trouble. */
class Watched<K extends KubeObject> {
  readonly store: Store<K>;
  readonly interrupted: { readonly verdict: Verdict; readonly message: string }[] = [];
  readonly statuses: WatcherStatus[] = [];
  bookmarks = 0;
  readonly #subscription: Subscription;

  constructor(api: Api<K>, options: WatcherOptions = {}) {
    const { store, writer } = createStore<K>();
    this.store = store;
    const onStatus = (status: WatcherStatus): void => void this.statuses.push(status);
    this.#subscription = watcher(api, { ...short, ...options, onStatus }).subscribe((event) => {
      writer.apply(event);
      if (event.type === 'Bookmark') this.bookmarks += 1;
      if (event.type === 'Interrupted')
        this.interrupted.push({ verdict: event.verdict, message: event.error.message });
    });
    watched.push(this as unknown as Watched<KubeObject>);
  }

  get status(): WatcherStatus {
    const last = this.statuses.at(-1);
    if (!last) throw new Error('no status yet');
    return last;
  }

  get verdicts(): readonly Verdict[] {
    return [...new Set(this.interrupted.map(({ verdict }) => verdict))].sort();
  }

  has(...names: readonly string[]): boolean {
    return names.every((name) => this.store.has(`${namespace}/${name}`));
  }

  /** Live, free of trouble, and as the server says. */
  async converged(what: string, truth: Api<K>): Promise<void> {
    await eventually(`${what}, and then the cache is as the server`, async () => {
      const list = await truth.list();
      const wanted = list.map(({ metadata }) => `${namespace}/${metadata.name}@${metadata.resourceVersion}`);
      const held = Array.from(
        this.store.entries(),
        ([key, { resourceVersion }]) => `${key}@${resourceVersion}`,
      );
      return this.status.phase === 'live' && held.sort().join() === wanted.sort().join();
    });
    expect(this.status).toMatchObject({ synced: true, attempt: 0 });
    expect(this.status.lastError).toBeUndefined();
  }

  /** In trouble of this kind now. What was told before does not count: fresh rights are denied at first, now and then. */
  async failed(message: RegExp): Promise<void> {
    await eventually(`${message}`, () => message.test(this.status.lastError?.message ?? ''));
  }

  close(): void {
    this.#subscription.unsubscribe();
  }
}

async function through(options: { readonly as?: typeof alice } = {}): Promise<Client> {
  const client = await connect(controlPlane, { server: proxy.url, ...(options.as && { user: options.as }) });
  clients.push(client);
  return client;
}

const mayRead = { name: 'config-reader' };

async function allow(subject: { kind: string; name: string; namespace?: string }): Promise<void> {
  await Api.namespaced(admin, RoleBinding, namespace).create({
    metadata: mayRead,
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', ...mayRead },
    subjects: [subject],
  });
}

describe.each(['stream', 'list'] as const)('a watch whose initial state is a %s', (initialState) => {
  beforeAll(async () => {
    const roles = Api.namespaced(admin, Role, namespace);
    if (!(await roles.getOptional(mayRead.name)))
      await roles.create({
        metadata: mayRead,
        rules: [{ apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'list', 'watch'] }],
      });
  });

  afterEach(async () => {
    await Api.namespaced(admin, RoleBinding, namespace).deleteCollection();
    await configs.deleteCollection();
  });

  test('is denied while its rights are withdrawn, keeps what it knows, and goes on when it has them back', async () => {
    await allow({ kind: 'User', name: alice.name });
    await configs.create({ metadata: { name: 'before' } });
    const cache = new Watched(Api.namespaced(await through({ as: alice }), ConfigMap, namespace), {
      initialState,
    });
    await cache.converged('rights', configs);

    await Api.namespaced(admin, RoleBinding, namespace).delete(mayRead.name);
    proxy.cut();
    await cache.failed(/403 Forbidden.*cannot (watch|list) resource "configmaps"/);
    expect(cache.verdicts).toContain('denied');
    expect(cache.status).toMatchObject({ synced: true });
    expect(cache.has('before')).toBe(true);
    await configs.create({ metadata: { name: 'meanwhile' } });
    await configs.delete('before');

    await allow({ kind: 'User', name: alice.name });
    await cache.converged('rights are back', configs);
    expect(cache.has('meanwhile')).toBe(true);
    expect(cache.has('before')).toBe(false);
    expect(cache.status.epoch).toBe(0);
  });

  test('is denied while its token is revoked, and goes on when the file has another', async () => {
    // Tokens of a service account end with the account: to the server that is the same as one that ran out.
    const accounts = Api.namespaced(admin, ServiceAccount, namespace);
    const name = 'watchman';
    const file = join(controlPlane.folder, `token-${initialState}`);
    const issue = async (): Promise<void> => {
      const answer = await controlPlane.request(
        `/api/v1/namespaces/${namespace}/serviceaccounts/${name}/token`,
        {
          body: {
            apiVersion: 'authentication.k8s.io/v1',
            kind: 'TokenRequest',
            spec: { expirationSeconds: 600 },
          },
        },
      );
      await writeFile(file, (answer.body as { status: { token: string } }).status.token);
    };
    await accounts.create({ metadata: { name } });
    await issue();
    await allow({ kind: 'ServiceAccount', name, namespace });
    const client = Client.fromConfig({
      server: proxy.url,
      tls: { certificateAuthority: controlPlane.ca },
      credentials: new TokenFile(file),
    });
    clients.push(client);
    const cache = new Watched(Api.namespaced(client, ConfigMap, namespace), { initialState });
    await cache.converged('the first token', configs);

    await accounts.delete(name);
    await accounts.create({ metadata: { name } });
    await cache.failed(/401 Unauthorized/);
    expect(cache.verdicts).toContain('denied');
    await configs.create({ metadata: { name: 'unseen' } });

    await issue();
    await cache.converged('the second token', configs);
    expect(cache.has('unseen')).toBe(true);
    await accounts.delete(name);
  });

  test('finds the server frozen, and goes on when it thaws', async () => {
    const cache = new Watched(Api.namespaced(await through(), ConfigMap, namespace), {
      initialState,
      headersTimeout: 1500,
    });
    await cache.converged('the start', configs);
    controlPlane.pauseApiServer();
    try {
      const isSilence = /the (watch|list) of configmaps (was not answered|made no progress)/;
      await eventually('the silence is noticed', () =>
        cache.interrupted.some(({ message }) => isSilence.test(message)),
      );
      expect(cache.status.synced).toBe(true);
    } finally {
      controlPlane.resumeApiServer();
    }
    await configs.create({ metadata: { name: 'thawed' } });
    await cache.converged('the thaw', configs);
  });

  test('takes a connection for dead on which nothing comes and nothing ends', async () => {
    const cache = new Watched(Api.namespaced(await through(), ConfigMap, namespace), { initialState });
    await cache.converged('the start', configs);
    // A watch that was told nothing yet, so that its whole life is silence.
    const { watches } = cache.status.counters;
    await eventually(
      'the next watch',
      () => cache.status.phase === 'live' && cache.status.counters.watches > watches,
    );
    proxy.stall();
    await configs.create({ metadata: { name: 'stalled' } });
    await eventually('it is silent', () => cache.verdicts.includes('silent'));
    expect(cache.interrupted[0]?.message).toMatch(/nothing came for \d+ s/);
    proxy.cut();
    proxy.resume();
    await cache.converged('the stall', configs);
    expect(cache.has('stalled')).toBe(true);
  });

  test('believes an etcd that was restored from a backup, as a new epoch', async () => {
    await configs.create({ metadata: { name: 'saved', labels: { kept: 'yes' } } });
    const snapshot = await controlPlane.snapshot();
    const cache = new Watched(Api.namespaced(await through(), ConfigMap, namespace), { initialState });
    await cache.converged('the start', configs);
    await configs.create({ metadata: { name: 'lost' } });
    await configs.delete('saved');
    // Far enough ahead that the restored server's own writes do not catch up with what was seen.
    await Promise.all(
      Array.from({ length: 8 }, async (_, lane) => {
        for (let round = 0; round < 250; round += 1)
          await configs.patch.merge('lost', { data: { [`lane-${lane}`]: `${round}` } });
      }),
    );
    await cache.converged('the writes', configs);
    const before = BigInt(cache.status.resourceVersion ?? 0);
    proxy.cut();

    await controlPlane.restore(snapshot);
    await cache.converged('the restore', configs);
    expect(BigInt(cache.status.resourceVersion ?? 0)).toBeLessThan(before);
    expect([cache.has('saved'), cache.has('lost')]).toEqual([true, false]);
    expect(cache.status.epoch).toBe(1);
    expect(cache.verdicts).toEqual(expect.arrayContaining(['tooLarge', 'regressed']));
    await configs.create({ metadata: { name: 'after' } });
    await cache.converged('a write in the new epoch', configs);
  });

  test('misses a kind that is deleted, and goes on when it is made again', async () => {
    const group = `${initialState}.e2e.example.com`;
    const Gadget = defineResource<DynamicObject>({
      group,
      version: 'v1',
      kind: 'Gadget',
      plural: 'gadgets',
      scope: 'Namespaced',
    });
    const definitions = Api.all(admin, CustomResourceDefinition);
    const gadgets = Api.namespaced(admin, Gadget, namespace);
    const name = `gadgets.${group}`;
    const define = async (): Promise<void> => {
      await definitions.create({
        metadata: { name },
        spec: {
          group,
          scope: 'Namespaced',
          names: { kind: 'Gadget', plural: 'gadgets' },
          versions: [
            { name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } },
          ],
        },
      });
      await eventually('the kind is served', async () => {
        const served = await controlPlane.request(`/apis/${group}/v1/namespaces/${namespace}/gadgets`);
        return served.status === 200;
      });
    };
    await define();
    await gadgets.create({ metadata: { name: 'one' } });
    const cache = new Watched(Api.namespaced(await through(), Gadget, namespace), { initialState });
    await cache.converged('the start', gadgets);

    await definitions.delete(name);
    await eventually('it is missing', () => cache.verdicts.includes('missing'));
    await cache.failed(/404/);
    await eventually('the kind is gone', async () => !(await definitions.getOptional(name)));
    await define();
    await gadgets.create({ metadata: { name: 'two' } });
    await cache.converged('the kind is back', gadgets);
    expect([...cache.store.keys()]).toEqual([`${namespace}/two`]);
    await definitions.delete(name);
  });
});

describe('a watch of a kind that nobody writes any more', () => {
  test('is not taken for dead because the bookmarks of the watch before it have ceased', async () => {
    const cache = new Watched(Api.namespaced(await through(), ConfigMap, namespace), {
      watchSeconds: { min: 8, max: 8 },
      // A server that ends its watches late is not what this is about.
      watchGraceMs: 5000,
      bookmarkIntervalMs: 1500,
    });
    await cache.converged('the start', configs);
    // News of the kind that this watch is not told but by a bookmark, about two seconds before it is ended.
    const elsewhere = Api.namespaced(admin, ConfigMap, 'kube-system');
    await elsewhere.create({ metadata: { name: 'elsewhere' } });
    await eventually('a bookmark', async () => {
      await elsewhere.patch.merge('elsewhere', { data: { at: `${performance.now()}` } });
      return cache.bookmarks > 0;
    });
    const { watches } = cache.status.counters;
    await eventually('two silent watches', () => cache.status.counters.watches >= watches + 3);
    expect(cache.interrupted).toEqual([]);
    expect(cache.status.counters.relists).toBe(0);
    await elsewhere.delete('elsewhere');
  });
});
