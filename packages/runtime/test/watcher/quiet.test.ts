// What a watch costs while nothing happens: a request every few minutes, one timer, and a few false alarms at first. One
// more timer looks for all watches of a clock whether the process stood still.

import { afterEach, describe, expect, test } from '@jest/globals';
import { ApiServer } from '@kube-rx/apiserver';
import { Api, Client } from '@kube-rx/client';
import type { Clock, DynamicObject, HttpRequest } from '@kube-rx/core';
import { VirtualClock } from '@kube-rx/core';
import { type Reflector, reflector } from '../../src/reflector/reflector.ts';
import type { WatcherOptions } from '../../src/watcher/options.ts';
import { ConfigMaps } from '../support/objects.ts';

const hourMs = 3_600_000;
const open: AsyncDisposable[] = [];
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each[Symbol.asyncDispose]();
});

interface Run {
  readonly clock: VirtualClock;
  readonly server: ApiServer;
  readonly cache: Reflector<DynamicObject>;
  /** Timers that are the cache's own. */
  readonly timers: () => number;
  /** Requests so far, by kind. */
  readonly requests: Record<'initial' | 'watch' | 'list', number>;
  readonly troubles: Error[];
  readonly writer: Api<DynamicObject>;
}

/** A cache of a kind to which only the test writes, on the embedded server. */
function start(options: WatcherOptions = {}): Run {
  const clock = new VirtualClock();
  // The server and the cache share one time; their timers are counted separately.
  let serverTimers = 0;
  const serverClock: Clock = {
    now: () => clock.now(),
    monotonic: () => clock.monotonic(),
    schedule: (delayMs, callback) => {
      serverTimers += 1;
      let pending = true;
      const settle = (): void => {
        if (pending) serverTimers -= 1;
        pending = false;
      };
      const timer = clock.schedule(delayMs, () => {
        settle();
        callback();
      });
      return {
        cancel: () => {
          settle();
          timer.cancel();
        },
      };
    },
  };
  const server = new ApiServer({ clock: serverClock });
  const requests = { initial: 0, watch: 0, list: 0 };
  const client = new Client(
    (request, call) => {
      requests[kindOf(request)] += 1;
      return server.service(request, call);
    },
    { clock },
  );
  const cache = reflector(Api.namespaced(client, ConfigMaps, 'default'), { clock, ...options });
  const troubles: Error[] = [];
  cache.status$.subscribe(({ lastError }) => lastError && troubles.push(lastError));
  open.push(server, cache);
  const writer = Api.namespaced(new Client(server.service, { clock }), ConfigMaps, 'default');
  return { clock, server, cache, timers: () => clock.pending - serverTimers, requests, troubles, writer };
}

function kindOf({ query }: HttpRequest): 'initial' | 'watch' | 'list' {
  const names = query.map(([name]) => name);
  if (!names.includes('watch')) return 'list';
  return names.includes('sendInitialEvents') ? 'initial' : 'watch';
}

describe('a watch of a kind that nobody writes', () => {
  test.each<[string, WatcherOptions]>([
    ['streamed', {}],
    ['listed', { initialState: 'list' }],
  ])(
    'costs one request in timeoutSeconds, and three more in its life, its initial state %s',
    async (_how, options) => {
      const { clock, timers, requests, troubles, cache } = start({ ...options, random: () => 0.5 });
      // No second watch is open when the timers are counted.
      await clock.advance(10_000);
      const before = { ...requests };
      expect(timers()).toBe(2);
      const hours: number[] = [];
      for (let minute = 0; minute < 180; minute += 1) {
        if (minute % 60 === 0) hours.push(requests.watch);
        await clock.advance(60_000);
        expect(timers()).toBe(2);
      }
      // 265 s each, of which 13 and a half make an hour. A silence is suspected after 47 s, and then after 107 and 227, but
      // not within 300 s after a second watch was as quiet. The lists are the probe that follows the first two silent
      // watches after an initial state, and those after 16.
      const began = before.watch;
      expect([hours, requests.watch]).toEqual([[began, began + 15, began + 28], began + 42]);
      expect(requests).toEqual({ ...before, watch: began + 42, list: before.list + 3 });
      expect(troubles).toEqual([]);
      expect(cache.status).toMatchObject({ phase: 'live', attempt: 0, counters: { relists: 0 } });
    },
  );

  // Measured on kube-apiserver 1.36: bookmarks come only once there was news since the watch began, so the
  // watch after the last write gets some, and none that follows.
  test('is not taken for dead because bookmarks that it once had do not come', async () => {
    const { clock, requests, troubles, cache, writer } = start({ random: () => 0.5 });
    await clock.advance(1000);
    await writer.create({ metadata: { name: 'a' } });
    await clock.advance(hourMs);
    expect(troubles).toEqual([]);
    expect(requests).toEqual({ initial: 1, watch: 14, list: 0 });
    expect(cache.status.counters.relists).toBe(0);
  });

  test('is probed once, by a list of one object, when the server was away and says nothing since', async () => {
    const { clock, server, requests, cache } = start({ random: () => 0.5 });
    await clock.advance(1000);
    server.disconnect();
    await clock.advance(hourMs);
    expect(requests.list).toBe(1);
    expect(cache.status.counters.relists).toBe(0);
  });
});

describe('a thousand quiet watches', () => {
  test('have a thousand timers and one, and none when they are closed', async () => {
    const clock = new VirtualClock();
    const server = new ApiServer({ clock: new VirtualClock() });
    open.push(server);
    const client = new Client(server.service, { clock });
    const caches = Array.from({ length: 1000 }, () =>
      reflector(Api.namespaced(client, ConfigMaps, 'default'), { clock }),
    );
    await Promise.all(caches.map((cache) => cache.ready()));
    expect(clock.pending).toBe(1001);
    for (const cache of caches) await cache.close();
    expect(clock.pending).toBe(0);
  });
});
