// How soon a watcher is right again, and what that costs the server.

import { afterEach, describe, expect, test } from '@jest/globals';
import { TransportError } from '@kube-rx/client';
import { ApiError, type DynamicObject, VirtualClock } from '@kube-rx/core';
import { type Reflector, reflector } from '../../src/reflector/reflector.ts';
import type { WatcherOptions } from '../../src/watcher/options.ts';
import { configMap, frame, listBody } from '../support/objects.ts';
import { type Answer, Feed, ScriptedServer } from '../support/script.ts';

const away = new TransportError('away', { code: 'ECONNREFUSED' });
const waitFor = (retryAfterSeconds: number): ApiError =>
  new ApiError('busy', { status: { code: 429, reason: 'TooManyRequests', details: { retryAfterSeconds } } });
const change = (version: number): Uint8Array => frame('MODIFIED', configMap('a', version));

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

/** Even over [0, 1), and the same each time. */
function chance(): () => number {
  let drawn = 0;
  return () => (++drawn * Math.SQRT2) % 1;
}

function start(
  server: ScriptedServer,
  clock: VirtualClock,
  options: WatcherOptions = {},
): Reflector<DynamicObject> {
  const cache = reflector(server, { clock, random: chance(), initialState: 'list', ...options });
  ends.push(() => cache.close());
  return cache;
}

/** A server of one client whose history grows, and which is asked by many. */
class GrowingServer extends ScriptedServer {
  readonly #clock: VirtualClock;
  /** When each version came to be, from 11 on. */
  readonly #writtenAt: number[] = [];
  readonly #open = new Set<Feed>();
  /** When each request came. */
  readonly askedAt: number[] = [];
  isAway = false;

  constructor(clock: VirtualClock, client?: object) {
    super([], client);
    this.#clock = clock;
    this.answerWith((request) => this.#answerTo(request));
  }

  get version(): number {
    return 10 + this.#writtenAt.length;
  }

  write(): void {
    this.#writtenAt.push(this.#clock.monotonic());
    for (const feed of this.#open) feed.push(change(this.version));
  }

  /** For how long there has been something that a view of this version does not have. */
  ageOf(version: number): number {
    const missedAt = this.#writtenAt[version - 10];
    return missedAt === undefined ? 0 : this.#clock.monotonic() - missedAt;
  }

  cut(): void {
    for (const feed of this.#open) feed.end(away);
    this.#open.clear();
  }

  #answerTo(request: string): Answer {
    this.askedAt.push(this.#clock.monotonic());
    if (this.isAway) return away;
    if (request.startsWith('list')) return listBody(this.version, [configMap('a', this.version)]);
    const feed = new Feed();
    for (let version = Number(request.split(' ')[1]) + 1; version <= this.version; version += 1)
      feed.push(change(version));
    this.#open.add(feed);
    return feed;
  }
}

describe('a watch that delivers and is cut every 5 s', () => {
  test.each([500, 3000])(
    'is never behind by more than a second, with a change every %d ms',
    async (everyMs) => {
      const clock = new VirtualClock();
      const server = new GrowingServer(clock);
      const cache = start(server, clock);
      await clock.advance(0);
      let oldest = 0;
      for (let now = 100; now <= 600_000; now += 100) {
        await clock.advance(100);
        if (now % everyMs === 0) server.write();
        if (now % 5000 === 0) server.cut();
        await clock.advance(0);
        oldest = Math.max(oldest, server.ageOf(Number(cache.store.resourceVersion)));
      }
      expect(oldest).toBeLessThanOrEqual(1000);
      // One list, the first watch, and one after each cut but the last.
      expect(server.requests.filter((request) => request === 'list')).toHaveLength(1);
      expect(server.requests).toHaveLength(121);
    },
  );
});

describe('a watch that is cut once', () => {
  test('goes on after 0.3 s at most, though nothing came meanwhile', async () => {
    const clock = new VirtualClock();
    const server = new GrowingServer(clock);
    const cache = start(server, clock);
    await clock.advance(120_000);
    server.cut();
    server.write();
    await clock.advance(300);
    expect(cache.store.resourceVersion).toBe('11');
  });
});

describe('an outage', () => {
  test.each([
    [10_000, 6000],
    [60_000, 10_000],
    [600_000, 10_000],
  ])('of %d ms is over for a single watcher within %d ms', async (lastsMs, withinMs) => {
    const clock = new VirtualClock();
    const server = new GrowingServer(clock);
    const cache = start(server, clock);
    await clock.advance(60_000);
    server.isAway = true;
    server.cut();
    await clock.advance(lastsMs);
    server.isAway = false;
    server.write();
    await clock.advance(withinMs);
    expect(cache.store.resourceVersion).toBe('11');
    expect(cache.status.lastError).toBeUndefined();
  });

  test.each([
    ['10 s', 10_000],
    ['a minute', 60_000],
  ])(
    'of %s is over for a thousand watchers a few seconds later, and no second is a storm',
    async (_lasts, lastsMs) => {
      const clock = new VirtualClock();
      const client = {};
      const random = chance();
      const all = Array.from({ length: 1000 }, () => {
        const server = new GrowingServer(clock, client);
        return { server, cache: start(server, clock, { random }) };
      });
      await clock.advance(60_000);
      for (const { server } of all) {
        server.isAway = true;
        server.cut();
      }
      await clock.advance(lastsMs);
      const backAt = clock.monotonic();
      for (const { server } of all) {
        server.isAway = false;
        server.write();
      }
      await clock.advance(8000);
      expect(all.filter(({ cache }) => cache.status.phase !== 'live')).toEqual([]);
      const times = all.flatMap(({ server }) => server.askedAt.filter((at) => at >= backAt));
      // Each resumes with one request.
      expect(times).toHaveLength(1000);
      const requests = Array.from({ length: 8 }, (_, second) => {
        const begin = backAt + 1000 * second;
        return times.filter((at) => at >= begin && at < begin + 1000).length;
      });
      expect(Math.max(...requests)).toBeLessThanOrEqual(600);
      // Left to themselves, some would come 10 s later.
      expect(requests.slice(6)).toEqual([0, 0]);
    },
  );

  test('is not over for one that fails while others are answered: it is woken now and then', async () => {
    const clock = new VirtualClock();
    const client = {};
    const [well, ill] = [new GrowingServer(clock, client), new GrowingServer(clock, client)];
    start(well, clock);
    start(ill, clock);
    await clock.advance(60_000);
    ill.isAway = true;
    ill.cut();
    for (let second = 0; second < 600; second += 1) {
      await clock.advance(1000);
      well.write();
      well.cut();
    }
    // Every 5 to 10 s for its own, and twice a minute when it is woken.
    expect(ill.askedAt.filter((at) => at > 120_000).length).toBeLessThan(540 / 7 + 18);
  });
});

describe('a server that asks to wait for an hour', () => {
  test('once is asked again within a minute', async () => {
    const clock = new VirtualClock();
    const cache = start(new ScriptedServer([waitFor(3600), listBody(10, []), new Feed()]), clock);
    await clock.advance(53_999);
    expect(cache.status.phase).toBe('waiting');
    await clock.advance(6001);
    expect(cache.status.phase).toBe('live');
  });

  test('again and again is asked ever later, every four and a half to five minutes in the end', async () => {
    const clock = new VirtualClock();
    const server = new ScriptedServer([]);
    server.answerWith(() => waitFor(3600));
    start(server, clock, { random: () => 0 });
    const asked: number[] = [];
    for (let minute = 0; minute <= 22; minute += 1) {
      await clock.advance(minute === 0 ? 0 : 60_000);
      asked.push(server.requests.length);
    }
    const minutes = asked.flatMap((count, minute) => (count > (asked[minute - 1] ?? 0) ? [minute] : []));
    expect(minutes).toEqual([0, 1, 3, 7, 11, 16, 20]);
  });
});

describe('kinds that hang', () => {
  test.each([8, 24, 48])(
    '%d of them keep no other waiting for long, which says that it waits',
    async (count) => {
      const clock = new VirtualClock();
      const client = {};
      const hanging = Array.from({ length: count }, () => new ScriptedServer([undefined], client));
      for (const server of hanging) start(server, clock, { initialState: 'auto' });
      const server = new ScriptedServer([listBody(10, []), new Feed()], client);
      const cache = start(server, clock);
      const phases: string[] = [];
      cache.status$.subscribe(({ phase }) => phases.push(phase));
      await clock.advance((count / 8) * 1000 - 1);
      expect([server.requests, phases]).toEqual([[], ['queued']]);
      await clock.advance(1);
      expect(server.requests).toEqual(['list', 'watch 10']);
      expect(phases).toEqual(['queued', 'listing', 'connecting', 'live']);
    },
  );

  test('after the head of their answers keep no other waiting for long either', async () => {
    const clock = new VirtualClock();
    const client = {};
    for (let kind = 0; kind < 24; kind += 1)
      start(new ScriptedServer([new Feed()], client), clock, { initialState: 'stream' });
    const server = new ScriptedServer([listBody(10, []), new Feed()], client);
    const cache = start(server, clock);
    await clock.advance(6000);
    expect(cache.status.phase).toBe('live');
  });

  test('say that they were asked only once they were', async () => {
    const clock = new VirtualClock();
    const client = {};
    const all = Array.from({ length: 20 }, () => {
      const server = new ScriptedServer([undefined], client);
      return { server, cache: start(server, clock, { initialState: 'stream' }) };
    });
    for (let second = 0; second < 4; second += 1) {
      const told = all.map(({ cache }) => cache.status.phase);
      expect(told).toEqual(all.map(({ server }) => (server.requests.length > 0 ? 'streaming' : 'queued')));
      expect(told.filter((phase) => phase === 'streaming')).toHaveLength(Math.min(20, 8 * (second + 1)));
      await clock.advance(1000);
    }
  });
});
