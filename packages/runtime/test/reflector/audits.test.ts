// Caches of a server that loses changes, and what audits make of that.

import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ApiServer } from '@kube-rx/apiserver';
import { Api, Client } from '@kube-rx/client';
import { type DynamicObject, InvalidRequestError, settle, VirtualClock } from '@kube-rx/core';
import { type StoreMessage, storeChannel } from '../../src/logging/watch-channel.ts';
import { loadAudits } from '../../src/reflector/audit-schedule.ts';
import { type Reflector, type ReflectorOptions, reflector } from '../../src/reflector/reflector.ts';
import { Namespaces } from '../support/cluster.ts';
import { Losses, LossySource } from '../support/lossy-source.ts';
import { ConfigMaps } from '../support/objects.ts';

const auditMs = 600_000;
const minute = 60_000;

let clock: VirtualClock;
let server: ApiServer;
let losses: Losses;
let configs: Api<DynamicObject>;
let found: object[];
const caches: Reflector<DynamicObject>[] = [];

const listen = (message: unknown): void => {
  const { type, store, ...result } = message as StoreMessage;
  if (type === 'audited')
    found.push({ ...result, ...(store.namespace !== undefined && { in: store.namespace }) });
};

beforeEach(async () => {
  await loadAudits();
  clock = new VirtualClock();
  server = new ApiServer({ clock, random: () => 0.5 });
  losses = new Losses();
  found = [];
  configs = Api.namespaced(new Client(server.service, { clock }), ConfigMaps, 'default');
  for (const name of ['a', 'b', 'c']) await configs.create({ metadata: { name } });
  subscribe(storeChannel, listen);
});

afterEach(async () => {
  unsubscribe(storeChannel, listen);
  for (const cache of caches.splice(0)) await cache.close();
  expect(clock.pending).toBe(0);
  await server.close();
});

async function cacheOf(options: ReflectorOptions<DynamicObject> = {}): Promise<Reflector<DynamicObject>> {
  const source = new LossySource(Api.all(configs.client, ConfigMaps), losses);
  const cache = reflector(source, { clock, random: () => 0, initialState: 'list', ...options });
  caches.push(cache);
  await clock.advance(1000);
  losses.asked.length = 0;
  return cache;
}

const keys = (cache: Reflector<DynamicObject>): string[] => [...cache.store.keys()].sort();
const drifted = (counts: object): object => ({
  result: 'drifted',
  missing: 0,
  outdated: 0,
  leftover: 0,
  ...counts,
});

describe('a cache that was told all', () => {
  test('is not audited, unless that was asked for', async () => {
    await cacheOf();
    await clock.advance(10 * auditMs);
    expect([losses.audits, found]).toEqual([[], []]);
  });

  test('agrees at each audit, which asks for metadata and for what is newest, over another connection', async () => {
    const cache = await cacheOf({ auditMs });
    await clock.advance(auditMs - 2000);
    expect(losses.audits).toEqual([]);
    await clock.advance(2000);
    expect(losses.audits).toEqual(['metadata list * another']);
    expect(found).toEqual([{ result: 'agreed', objects: 3 }]);
    await clock.advance(2 * auditMs);
    expect(found).toHaveLength(3);
    expect(cache.status.counters.relists).toBe(0);
  });

  test('is audited sooner by chance, by a quarter at most', async () => {
    await cacheOf({ auditMs, random: () => 0.999 });
    await clock.advance(0.75 * auditMs + 1000);
    expect(found).toHaveLength(1);
  });

  test('agrees while others write all the time', async () => {
    const cache = await cacheOf({ auditMs: 10_000, pageSize: 1 });
    for (let each = 0; each < 200; each += 1) {
      const name = `n-${each % 7}`;
      const exists = cache.store.has(`default/${name}`);
      if (each % 3 === 0 && exists) await configs.delete(name);
      else if (exists) await configs.patch.merge(name, { data: { each: String(each) } });
      else await configs.create({ metadata: { name } });
      await clock.advance(700);
    }
    expect(new Set(found.map((each) => 'result' in each && each.result))).toEqual(new Set(['agreed']));
    expect(found.length).toBeGreaterThan(10);
    expect(losses.audits).toContain('metadata list * another continued');
  });

  test('takes no interval that is none', () => {
    for (const wrong of [-1, 9999, Number.NaN])
      expect(() => reflector(new LossySource(configs, losses), { auditMs: wrong })).toThrow(
        InvalidRequestError,
      );
  });
});

interface Lost {
  readonly write: () => Promise<unknown>;
  readonly counts: object;
  readonly message: string;
}

describe('a cache that was not told', () => {
  const table: readonly (readonly [string, Lost])[] = [
    [
      'of a deletion',
      {
        write: () => configs.delete('b'),
        counts: { objects: 2, leftover: 1, key: 'default/b' },
        message: 'an audit of 2 objects found 1 that the server does not have, as default/b',
      },
    ],
    [
      'of a change',
      {
        write: () => configs.patch.merge('b', { data: { is: 'new' } }),
        counts: { objects: 3, outdated: 1, key: 'default/b' },
        message: 'an audit of 3 objects found 1 outdated, as default/b',
      },
    ],
    [
      'of another object of the same name',
      {
        write: async () => {
          await configs.delete('b');
          await configs.create({ metadata: { name: 'b' } });
        },
        counts: { objects: 3, outdated: 1, key: 'default/b' },
        message: 'an audit of 3 objects found 1 outdated, as default/b',
      },
    ],
    [
      'of a new object',
      {
        write: () => configs.create({ metadata: { name: 'd' } }),
        counts: { objects: 4, missing: 1, key: 'default/d' },
        message: 'an audit of 4 objects found 1 missing, as default/d',
      },
    ],
  ];

  test.each(table)('%s tells so, and reads everything anew', async (_what, { write, counts, message }) => {
    const cache = await cacheOf({ auditMs });
    const trouble: string[] = [];
    cache.status$.subscribe(({ lastError }) => lastError && trouble.push(lastError.message));
    for (const name of ['b', 'd']) losses.names.add(name);
    await write();
    // What comes after shows that it was lost.
    await configs.create({ metadata: { name: 'z' } });
    await configs.delete('z');
    await clock.advance(auditMs - 2000);
    losses.asked.length = 0;
    await clock.advance(minute);
    expect(found).toEqual([drifted(counts)]);
    expect(trouble).toEqual([message]);
    expect(losses.asked.slice(0, 2)).toEqual(['metadata list * another', 'list * another']);
    const all = await configs.list();
    const print = ({ metadata }: DynamicObject): string[] => Object.values(metadata).map(String);
    expect(Array.from(cache.store, print)).toEqual(all.map(print));
    await clock.advance(auditMs);
    expect(found).toHaveLength(2);
    expect(found[1]).toMatchObject({ result: 'agreed' });
  });
});

describe('an audit', () => {
  test('that fails is tried again after a minute, then two, and so on, and told each time', async () => {
    await cacheOf({ auditMs });
    await clock.advance(auditMs - 2000);
    const fault = { type: 'status', code: 500 } as const;
    server.faults.inject({ verbs: ['list'], times: 6, fault });
    await clock.advance(2000);
    expect(found).toEqual([{ result: 'failed', error: expect.objectContaining({ name: 'ApiError' }) }]);
    await clock.advance(minute);
    expect(found).toHaveLength(2);
    await clock.advance((2 + 4 + 8 + 16) * minute);
    expect(found).toHaveLength(6);
    await clock.advance(auditMs);
    expect(found.at(-1)).toEqual({ result: 'agreed', objects: 3 });
  });

  test('whose list hangs fails', async () => {
    await cacheOf({ auditMs });
    await clock.advance(auditMs - 2000);
    server.faults.inject({ verbs: ['list'], times: 1, fault: { type: 'silence', afterBytes: 10 } });
    await clock.advance(minute + 2000);
    expect(found).toEqual([{ result: 'failed', error: expect.objectContaining({ name: 'DeadlineError' }) }]);
  });

  test('waits where the watch is in trouble', async () => {
    await cacheOf({ auditMs });
    await clock.advance(auditMs - 2000);
    server.faults.inject({ verbs: ['watch'], fault: { type: 'status', code: 503 }, forMs: 30_000 });
    server.restart({ watches: 'reset' });
    await clock.advance(30_000);
    expect(losses.audits).toEqual([]);
    await clock.advance(minute);
    expect(found).toEqual([{ result: 'agreed', objects: 3 }]);
  });

  test('is begun again where everything is read anew meanwhile', async () => {
    const cache = await cacheOf({ auditMs });
    await clock.advance(auditMs - 2000);
    server.faults.inject({ verbs: ['list'], times: 1, fault: { type: 'delay' } });
    await clock.advance(2000);
    expect(losses.audits).toHaveLength(1);
    server.faults.inject({
      verbs: ['watch'],
      times: 1,
      fault: { type: 'errorEvent', code: 410, reason: 'Expired' },
    });
    server.restart({ watches: 'reset' });
    await clock.advance(30_000);
    expect([cache.status.counters.relists, found]).toEqual([1, []]);
    await clock.advance(minute);
    expect(found).toEqual([{ result: 'agreed', objects: 3 }]);
  });

  test('ends with its cache', async () => {
    const cache = await cacheOf({ auditMs });
    await clock.advance(auditMs - 2000);
    server.faults.inject({ verbs: ['list'], times: 1, fault: { type: 'delay' } });
    await clock.advance(2000);
    await cache.close();
    await settle();
    expect([clock.pending, found]).toEqual([0, []]);
  });

  test('is of each namespace by itself', async () => {
    await Api.all(configs.client, Namespaces).create({ metadata: { name: 'shop' } });
    await Api.namespaced(configs.client, ConfigMaps, 'shop').create({ metadata: { name: 'a' } });
    const cache = await cacheOf({ auditMs, namespaces: ['default', 'shop'] });
    losses.names.add('b');
    await configs.delete('b');
    await configs.create({ metadata: { name: 'z' } });
    await clock.advance(auditMs + minute);
    expect(losses.audits).toEqual(['metadata list default another', 'metadata list shop another']);
    expect(found).toContainEqual({ result: 'agreed', objects: 1, in: 'shop' });
    expect(found).toContainEqual(drifted({ objects: 3, leftover: 1, key: 'default/b', in: 'default' }));
    expect(keys(cache)).toEqual(['default/a', 'default/c', 'default/z', 'shop/a']);
    expect(losses.asked).toContain('list default another');
    expect(losses.asked).not.toContain('list shop another');
  });
});

describe('a list without most objects that was believed', () => {
  test('is audited once, a minute later, and mended if it was wrong', async () => {
    for (let each = 0; each < 20; each += 1) await configs.create({ metadata: { name: `n-${each}` } });
    const cache = await cacheOf();
    losses.lists = true;
    server.faults.inject({
      verbs: ['watch'],
      times: 1,
      fault: { type: 'errorEvent', code: 410, reason: 'Expired' },
    });
    server.restart({ watches: 'reset' });
    for (let seconds = 0; cache.store.size > 0 && seconds < 300; seconds += 1) await clock.advance(1000);
    expect(keys(cache)).toEqual([]);
    losses.lists = false;
    await clock.advance(minute - 2000);
    expect(losses.audits).toEqual([]);
    await clock.advance(minute);
    expect(found).toEqual([drifted({ objects: 23, missing: 23, key: 'default/a' })]);
    expect(cache.store.size).toBe(23);
    await clock.advance(60 * minute);
    expect(losses.audits).toHaveLength(1);
  });

  test('is audited again until that succeeds', async () => {
    for (let each = 0; each < 20; each += 1) await configs.create({ metadata: { name: `n-${each}` } });
    const cache = await cacheOf();
    await configs.deleteCollection({});
    losses.lists = true;
    server.faults.inject({
      verbs: ['watch'],
      times: 1,
      fault: { type: 'errorEvent', code: 410, reason: 'Expired' },
    });
    server.restart({ watches: 'reset' });
    for (let seconds = 0; cache.store.size > 0 && seconds < 300; seconds += 1) await clock.advance(1000);
    server.faults.inject({ verbs: ['list'], times: 1, fault: { type: 'status', code: 500 } });
    await clock.advance(3 * minute);
    expect(found).toEqual([
      { result: 'failed', error: expect.objectContaining({ name: 'ApiError' }) },
      { result: 'agreed', objects: 0 },
    ]);
  });
});
