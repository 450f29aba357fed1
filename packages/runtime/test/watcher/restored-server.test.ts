// An etcd that was restored from a backup under several watchers of one client: all of them find out, soon, by one small
// list, also the one whose version the server has passed again before it comes back.

import { afterEach, describe, expect, test } from '@jest/globals';
import { ApiServer } from '@kube-rx/apiserver';
import { Api, Client, TransportError } from '@kube-rx/client';
import { type DynamicObject, defineResource, type HttpRequest, VirtualClock } from '@kube-rx/core';
import { type Reflector, reflector } from '../../src/reflector/reflector.ts';
import type { WatcherOptions } from '../../src/watcher/options.ts';
import { ConfigMaps } from '../support/objects.ts';

const Secrets = defineResource<DynamicObject>({
  group: '',
  version: 'v1',
  kind: 'Secret',
  plural: 'secrets',
  scope: 'Namespaced',
});

/** The same numbers each time: a Lehmer generator. */
function chance(seed: number): () => number {
  let state = seed * 7919;
  return () => {
    state = (state * 16_807) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

const open: AsyncDisposable[] = [];
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each[Symbol.asyncDispose]();
});

function textOf(object: DynamicObject): string {
  const { name, uid, resourceVersion } = object.metadata;
  return `${name}@${uid}@${resourceVersion}: ${JSON.stringify(object['data'])}`;
}

/** A cache, what it tells, and how it compares to the server. */
class Watched {
  readonly cache: Reflector<DynamicObject>;
  readonly deletions: string[] = [];
  readonly updates: string[] = [];
  readonly #api: Api<DynamicObject>;

  constructor(cache: Reflector<DynamicObject>, api: Api<DynamicObject>) {
    this.cache = cache;
    this.#api = api;
    cache.changes$.subscribe(({ type, key }) => {
      if (type === 'deleted') this.deletions.push(key);
      if (type === 'updated') this.updates.push(key);
    });
  }

  /** What differs from the server. */
  async drift(): Promise<string[]> {
    const items = await this.#api.list();
    const texts = [[...items], [...this.cache.store.values()]].map(
      (objects) => new Set(objects.map((object) => textOf(object))),
    );
    const [truth = new Set(), held = new Set()] = texts;
    return [...truth.symmetricDifference(held)];
  }
}

function start(options: WatcherOptions = {}) {
  const clock = new VirtualClock();
  const server = new ApiServer({ clock });
  const small: string[] = [];
  let isAway = false;
  const count = ({ query, path }: HttpRequest): void => {
    const { limit, resourceVersion } = Object.fromEntries(query);
    if (limit === '1' && resourceVersion === undefined) small.push(path.split('/').at(-1) ?? '');
  };
  const client = new Client(
    (request, call) => {
      if (isAway) return Promise.reject(new TransportError('refused', { code: 'ECONNREFUSED' }));
      count(request);
      return server.service(request, call);
    },
    { clock },
  );
  const own = new Client(server.service, { clock });
  const watch = (kind: typeof ConfigMaps, namespace: string): Watched => {
    const cache = reflector(Api.namespaced(client, kind, namespace), {
      clock,
      random: chance(open.length + 1),
      ...options,
    });
    open.push(cache);
    return new Watched(cache, Api.namespaced(own, kind, namespace));
  };
  open.push(server);
  const setAway = (away: boolean): void => {
    isAway = away;
    if (away) server.disconnect();
  };
  const configMaps = Api.namespaced(own, ConfigMaps, 'default');
  const secrets = Api.namespaced(own, Secrets, 'default');
  return { clock, server, watch, small, setAway, configMaps, secrets };
}

const put = (api: Api<DynamicObject>, object: ReturnType<typeof named>): Promise<DynamicObject> =>
  api.apply(object.metadata.name, object, { fieldManager: 'test', force: true });

const named = (name: string, value: string) => ({ metadata: { name }, data: { value } });

describe.each<[string, WatcherOptions]>([
  ['streamed', {}],
  ['listed', { initialState: 'list' }],
])('a restored server, its initial states %s', (_how, options) => {
  test.each<[string, { before: number; away: number; after: number }]>([
    ['that stays behind what was known', { before: 40, away: 0, after: 1 }],
    [
      'that passes the version of the quiet watchers before they are back',
      { before: 90, away: 30, after: 1 },
    ],
    ['that passes all that was known before it is asked again', { before: 120, away: 15, after: 10 }],
  ])('%s is found out by all watchers within 30 s', async (_what, writes) => {
    const { clock, server, watch, small, setAway, configMaps, secrets } = start(options);
    const write = async (count: number, value: string): Promise<void> => {
      for (let index = 0; index < count; index += 1)
        await put(secrets, named(`s-${index % 5}`, btoa(`${value}-${index}`)));
    };
    for (const name of ['kept', 'deleted', 'changed']) await configMaps.create(named(name, 'old'));
    await write(5, 'old');
    const backup = server.snapshot();
    const quiet = [watch(ConfigMaps, 'default'), watch(ConfigMaps, 'default')];
    const busy = watch(Secrets, 'default');
    const all = [...quiet, busy];
    await clock.advance(1000);
    await configMaps.delete('deleted');
    await put(configMaps, named('changed', 'new'));
    await configMaps.create(named('lost', 'new'));
    await clock.advance(120_000);
    await write(writes.before, 'new');
    await clock.advance(1000);
    for (const each of all) expect(await each.drift()).toEqual([]);

    setAway(true);
    server.restore(backup);
    await write(writes.away, 'away');
    await clock.advance(3000);
    setAway(false);
    const versionOf = ({ cache }: Watched): number => Number(cache.status.resourceVersion);
    const { metadata } = await secrets.get('s-0');
    const passed = all.map((each) => Number(metadata.resourceVersion) > versionOf(each));
    expect(passed).toEqual([writes.away > 0, writes.away > 0, false]);
    for (let second = 0; second < 30; second += 1) {
      await write(writes.after, `again-${second}`);
      await clock.advance(1000);
    }
    for (const each of all) {
      expect(await each.drift()).toEqual([]);
      expect(each.cache.status).toMatchObject({ phase: 'live', epoch: 1 });
    }
    // What is gone by the restore is told, and nothing else.
    for (const { deletions } of quiet)
      expect(new Set(deletions)).toEqual(new Set(['default/deleted', 'default/lost']));
    expect(busy.deletions).toEqual([]);
    expect(small).toEqual(['secrets', 'secrets']);
  });
});

test('a server that was merely away is asked once, and no initial state is read anew', async () => {
  const { clock, watch, small, setAway, configMaps } = start();
  await configMaps.create(named('a', 'old'));
  const all = Array.from({ length: 20 }, () => watch(ConfigMaps, 'default'));
  await clock.advance(1000);
  setAway(true);
  await clock.advance(5000);
  setAway(false);
  await clock.advance(3_600_000);
  expect(small).toEqual(['configmaps']);
  for (const { cache } of all)
    expect(cache.status).toMatchObject({ epoch: 0, counters: { relists: 0, lists: 0 } });
});
