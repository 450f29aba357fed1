// What is measured of watches, of sources and of requests, while things go wrong.

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Api } from '@kube-rx/client';
import { ConfigMap, Secret } from '@kube-rx/k8s';
import { type ListWatch, loadAudits, type Reflector, reflector } from '@kube-rx/runtime';
import { ControllerWorld } from '../support/controller-world.ts';
import { Scraper } from '../support/metrics-world.ts';

let world: ControllerWorld;
let scraper: Scraper;
const caches: Reflector<ConfigMap>[] = [];

beforeEach(async () => {
  world = new ControllerWorld();
  scraper = await Scraper.start();
});

afterEach(async () => {
  scraper.metrics.close();
  for (const cache of caches.splice(0)) await cache.close();
  expect(await world.close()).toBe(0);
});

function cacheOf(): Reflector<ConfigMap> {
  const cache = reflector(world.configs, { clock: world.clock, random: () => 0.5 });
  caches.push(cache);
  return cache;
}

const resource = 'configmaps';

describe('watches', () => {
  test('are counted by phase while they are open', async () => {
    const cache = cacheOf();
    const other = reflector(Api.all(world.client, Secret), { clock: world.clock });
    await world.clock.advance(0);
    expect(await scraper.value('kube_rx_watchers', { resource, phase: 'live' })).toBe(1);
    expect(await scraper.value('kube_rx_watchers', { resource: 'secrets', phase: 'live' })).toBe(1);
    world.server.faults.inject({ resource, fault: { type: 'status', code: 503 }, forMs: 60_000 });
    world.server.restart({ watches: 'reset' });
    await world.clock.advance(1);
    expect(await scraper.value('kube_rx_watchers', { resource, phase: 'waiting' })).toBe(1);
    await cache.close();
    await other.close();
    expect(await scraper.samples('kube_rx_watchers')).toEqual([]);
  });

  test('that the server ends in good order are restarts, and no trouble', async () => {
    cacheOf();
    await world.clock.advance(700_000);
    // Ends, and second watches that take over as nothing ever comes.
    expect(await scraper.counts('kube_rx_watch_restarts_total', 'reason')).toEqual(['ended 4']);
    expect(await scraper.samples('kube_rx_watch_interruptions_total')).toEqual([]);
    expect(await scraper.samples('kube_rx_watch_relists_total')).toEqual([]);
  });

  test('that are cut are restarts by that, and read nothing again', async () => {
    cacheOf();
    await world.clock.advance(20_000);
    world.server.restart({ watches: 'reset' });
    await world.clock.advance(20_000);
    expect(await scraper.counts('kube_rx_watch_interruptions_total', 'reason')).toEqual(['retry 1']);
    expect(await scraper.counts('kube_rx_watch_restarts_total', 'reason')).toEqual(['retry 1']);
  });

  test('whose history is gone are relists by that', async () => {
    cacheOf();
    await world.clock.advance(1000);
    const fault = { type: 'errorEvent', code: 410, reason: 'Expired' } as const;
    world.server.faults.inject({ verbs: ['watch'], times: 1, fault });
    world.server.restart({ watches: 'clean' });
    await world.clock.advance(60_000);
    expect(await scraper.value('kube_rx_watch_interruptions_total', { reason: 'expired' })).toBe(1);
    expect(await scraper.counts('kube_rx_watch_relists_total', 'reason')).toEqual(['expired 1']);
    expect(await scraper.value('kube_rx_watch_restarts_total', { reason: 'expired' })).toBe(1);
  });

  test('that go silent are told so', async () => {
    world.server.faults.inject({ verbs: ['watch'], resource, times: 1, fault: { type: 'delay' } });
    cacheOf();
    await world.clock.advance(60_000);
    expect(await scraper.value('kube_rx_watch_interruptions_total', { resource })).toBe(1);
    expect(await scraper.value('kube_rx_watchers', { phase: 'live' })).toBe(1);
  });

  test('refuse a list without most of a cache, which is counted', async () => {
    for (let each = 0; each < 200; each += 1) await world.create(`c-${each}`);
    cacheOf();
    await world.clock.advance(1000);
    world.server.faults.inject({
      verbs: ['list', 'watch'],
      resource,
      times: 1,
      fault: { type: 'errorEvent', code: 410, reason: 'Expired' },
    });
    world.server.restart({ watches: 'reset' });
    await world.configs.deleteCollection({});
    await world.clock.advance(60_000);
    expect(await scraper.value('kube_rx_refused_mass_deletions_total', { resource })).toBe(1);
  });
});

test('audits are counted by what they found', async () => {
  await loadAudits();
  const { configs, clock, server } = world;
  const options = { auditMs: 60_000, initialState: 'list', clock, random: () => 0.5 } as const;
  const deaf: ListWatch<ConfigMap> = {
    resource: configs.resource,
    codec: configs.codec,
    openList: (asked) => configs.openList(asked),
    openWatch: () => Promise.resolve(new ReadableStream<Uint8Array>()),
  };
  caches.push(reflector(deaf, options));
  await clock.advance(60_000);
  expect(await scraper.counts('kube_rx_audits_total', 'result')).toEqual(['agreed 1']);
  server.faults.inject({ verbs: ['list'], resource, times: 1, fault: { type: 'status', code: 500 } });
  await clock.advance(60_000);
  await world.create('red');
  await clock.advance(90_000);
  expect(await scraper.counts('kube_rx_audits_total', 'result')).toEqual([
    'agreed 1',
    'failed 1',
    'drifted 1',
  ]);
  expect(await scraper.value('kube_rx_audits_total', { resource, result: 'drifted' })).toBe(1);
  expect(await scraper.value('kube_rx_watch_relists_total', { reason: 'drifted' })).toBe(1);
});

describe('what is lost', () => {
  test('is counted: watches that end for good', async () => {
    const fault = { type: 'status', code: 403 } as const;
    world.server.faults.inject({ verbs: ['list', 'watch'], resource, fault });
    const { clock } = world;
    caches.push(reflector(world.configs, { clock, stopOn: (verdict) => verdict === 'denied' }));
    await clock.advance(0);
    expect(await scraper.value('kube_rx_watch_failures_total', { resource })).toBe(1);
    expect(await scraper.value('kube_rx_watch_interruptions_total', { reason: 'denied' })).toBe(1);
    expect(await scraper.samples('kube_rx_watchers')).toEqual([]);
  });

  test('is counted: objects that cannot be decoded', async () => {
    cacheOf();
    await world.clock.advance(0);
    const object = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'red', namespace: 'default', resourceVersion: '900', uid: [] },
    };
    const line = JSON.stringify({ type: 'MODIFIED', object });
    world.server.faults.inject({ verbs: ['watch'], resource, times: 1, fault: { type: 'garbage', line } });
    world.server.restart({ watches: 'clean' });
    await world.clock.advance(10_000);
    expect(await scraper.value('kube_rx_skipped_objects_total', { resource })).toBe(1);
  });
});

describe('sources', () => {
  test('tell whether they are synced and open, how quiet they are, and how far behind', async () => {
    world.server.faults.inject({
      verbs: ['list', 'watch'],
      resource: 'secrets',
      fault: { type: 'status', code: 403 },
      forMs: 30_000,
    });
    const controller = world
      .controller({ reconcile: () => undefined })
      .owns(Api.all(world.client, Secret), { initialState: 'list' });
    scraper.metrics.close();
    scraper = await Scraper.start({ controllers: [controller] });
    world.start(controller);
    await world.clock.advance(1000);
    expect(await scraper.value('kube_rx_source_synced', { source: 'configmaps' })).toBe(1);
    expect(await scraper.value('kube_rx_source_synced', { source: 'secrets' })).toBe(0);
    expect(await scraper.value('kube_rx_source_away_seconds', { source: 'secrets' })).toBe(1);
    expect(
      await scraper.value('kube_rx_source_last_event_age_seconds', { source: 'secrets' }),
    ).toBeUndefined();
    await world.clock.advance(60_000);
    expect(await scraper.value('kube_rx_source_synced', { source: 'secrets' })).toBe(1);
    for (let each = 0; each < 5; each += 1) await world.create(`c-${each}`);
    await world.clock.advance(2000);
    expect(await scraper.value('kube_rx_source_version_lag', { source: 'configmaps' })).toBe(0);
    expect(await scraper.value('kube_rx_source_version_lag', { source: 'secrets' })).toBe(5);
    expect(await scraper.value('kube_rx_source_last_event_age_seconds', { source: 'configmaps' })).toBe(2);
    expect(await scraper.value('kube_rx_source_away_seconds', { source: 'secrets' })).toBe(0);
    // The server finds out that there is nothing new, and its next bookmark says so: that of the second watch, which is
    // opened before the first one is sent any.
    await Api.all(world.client, Secret).list();
    await world.clock.advance(110_000);
    expect(await scraper.value('kube_rx_source_version_lag', { source: 'secrets' })).toBe(0);
  });
});

describe('the age of the last sign of life', () => {
  async function ages(): Promise<number[]> {
    const seen: number[] = [];
    for (let minutes = 0; minutes < 30; minutes += 0.5) {
      await world.clock.advance(30_000);
      seen.push((await scraper.value('kube_rx_source_last_event_age_seconds')) ?? NaN);
    }
    return seen;
  }

  beforeEach(async () => {
    const controller = world.controller({ reconcile: () => undefined });
    scraper.metrics.close();
    scraper = await Scraper.start({ controllers: [controller] });
    world.start(controller);
    await world.clock.advance(0);
  });

  test('stays below 5 minutes where nothing ever changes', async () => {
    expect(Math.max(...(await ages()))).toBeLessThan(300);
  });

  test('grows where the server answers nothing any more', async () => {
    world.server.faults.inject({ resource, fault: { type: 'delay' } });
    world.server.restart({ watches: 'reset' });
    expect((await ages()).at(-1)).toBeGreaterThan(1700);
  });
});

describe('requests', () => {
  test('are counted by what came of them, and timed', async () => {
    await world.create('red');
    await world.configs.getOptional('none');
    world.server.faults.inject({ times: 1, fault: { type: 'refuse' } });
    await expect(world.configs.get('red')).rejects.toThrow();
    const counted = await scraper.samples('rest_client_requests_total');
    expect(counted.map(({ labels, value }) => [labels, value])).toEqual([
      [{ code: '201', method: 'POST', host: '' }, 1],
      [{ code: '404', method: 'GET', host: '' }, 1],
      [{ code: '<error>', method: 'GET', host: '' }, 1],
    ]);
    expect(await scraper.value('rest_client_request_duration_seconds_count', { verb: 'GET' })).toBe(2);
  });
});
