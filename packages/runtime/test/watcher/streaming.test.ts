import { afterEach, describe, expect, test } from '@jest/globals';
import { TransportError } from '@kube-rx/client';
import { ApiError, type DynamicObject, VirtualClock } from '@kube-rx/core';
import { reflector } from '../../src/reflector/reflector.ts';
import { createStore } from '../../src/reflector/store.ts';
import type { WatcherEvent } from '../../src/watcher/event.ts';
import type { WatcherOptions } from '../../src/watcher/options.ts';
import type { ListWatch } from '../../src/watcher/source.ts';
import type { WatcherStatus } from '../../src/watcher/status.ts';
import { watcher } from '../../src/watcher/watcher.ts';
import { configMap, frame, listBody } from '../support/objects.ts';
import { type Answer, Feed, LentFeed, ScriptedServer } from '../support/script.ts';

const reset = new TransportError('connection reset', { code: 'ECONNRESET' });
const status = (code: number, reason: string): ApiError =>
  new ApiError(reason, { status: { status: 'Failure', code, reason } });
const endMark = (version: number, value = 'true'): Uint8Array =>
  frame('BOOKMARK', {
    metadata: { resourceVersion: String(version), annotations: { 'k8s.io/initial-events-end': value } },
  });
const added = (name: string, version: number): Uint8Array => frame('ADDED', configMap(name, version));
const deleted = (name: string, version: number): Uint8Array => frame('DELETED', configMap(name, version));
const error = (code: number, reason: string): Uint8Array =>
  frame('ERROR', { kind: 'Status', status: 'Failure', code, reason, message: reason });

function print(event: WatcherEvent<DynamicObject>): string {
  if (event.type === 'Interrupted') return `Interrupted(${event.verdict})`;
  if (event.type === 'InitDone') return `InitDone@${event.resourceVersion}`;
  return 'encoded' in event ? `${event.type}(${event.encoded.name})` : event.type;
}

const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

function run(answers: readonly Answer[], options: WatcherOptions = {}) {
  const server = new ScriptedServer(answers);
  const clock = new VirtualClock();
  const events: string[] = [];
  const { store, writer } = createStore<DynamicObject>();
  const subscription = watcher(server, { clock, random: () => 0, ...options }).subscribe((event) => {
    writer.apply(event);
    events.push(print(event));
  });
  ends.push(() => subscription.unsubscribe());
  return { server, clock, events, store, subscription };
}

describe('a streamed initial state', () => {
  test('ends at the end mark, takes its version from there, and goes on over the same watch (client-go R19)', async () => {
    const feed = new Feed().push(added('b', 9), added('a', 3), endMark(20), added('c', 21));
    const { clock, server, events } = run([feed]);
    await clock.advance(0);
    expect(server.requests).toEqual(['watch  initial']);
    expect(events).toEqual(['Init', 'InitApply(b)', 'InitApply(a)', 'InitDone@20', 'Apply(c)']);
  });

  test('is not complete without the end mark, nor by one that does not say true (watch-list W2, watch-list W3)', async () => {
    const { clock, events, store } = run([
      new Feed().push(added('a', 3), endMark(10, 'false'), added('b', 11)),
    ]);
    await clock.advance(1000);
    expect(events).toEqual(['Init', 'InitApply(a)', 'InitApply(b)']);
    expect(store.size).toBe(0);
  });

  test('keeps a deletion until it is complete, whatever becomes of the bytes that it came in', async () => {
    const labels = { app: 'web' };
    const last = frame('DELETED', configMap('a', 5, { labels }));
    const feed = new LentFeed().push(added('a', 3), added('b', 4), last, endMark(20));
    const clock = new VirtualClock();
    await using cache = reflector(new ScriptedServer([feed]), { clock, initialState: 'stream' });
    const told: unknown[] = [];
    cache.changes$.subscribe({
      next: ({ type, key, object }) => told.push([type, key, object.metadata.labels]),
      error: (failure: unknown) => told.push(failure),
    });
    await clock.advance(0);
    expect(told).toEqual([
      ['added', 'shop/a', undefined],
      ['added', 'shop/b', undefined],
      ['deleted', 'shop/a', labels],
    ]);
  });

  test('takes in what changes before it is complete (watch-list W5)', async () => {
    const feed = new Feed().push(
      added('a', 3),
      added('b', 4),
      frame('MODIFIED', configMap('a', 12)),
      deleted('b', 13),
      added('c', 14),
      deleted('c', 15),
      added('c', 16),
      endMark(20),
    );
    const { clock, events, store } = run([feed]);
    await clock.advance(0);
    expect(events.slice(-2)).toEqual(['InitDone@20', 'Delete(b)']);
    expect(Array.from(store, ({ metadata }) => `${metadata.name}@${metadata.resourceVersion}`)).toEqual([
      'a@12',
      'c@16',
    ]);
    expect(store.resourceVersion).toBe('20');
  });

  test.each([400, 405, 422])(
    'is replaced by a list at once where the server answers %d (kube-rs W6, watch-list W1)',
    async (code) => {
      const { clock, server, events } = run([
        status(code, 'Invalid'),
        listBody(10, [configMap('a', 5)]),
        new Feed(),
      ]);
      await clock.advance(0);
      expect(server.requests).toEqual(['watch  initial', 'list', 'watch 10']);
      expect(events).toEqual(['Init', 'InitApply(a)', 'InitDone@10']);
    },
  );

  test('is replaced by a list where nothing comes for 15 s (watch-list W13)', async () => {
    const { clock, server } = run([new Feed(), listBody(10, []), new Feed()]);
    await clock.advance(14_999);
    expect(server.requests).toEqual(['watch  initial']);
    await clock.advance(1);
    expect(server.requests).toEqual(['watch  initial', 'list', 'watch 10']);
  });

  test.each<[string, Uint8Array[]]>([
    ['before it begins', []],
    ['behind what it began with', [added('a', 1)]],
  ])(
    'is replaced by a list where only the blank lines of a proxy come for 15 s: %s',
    async (_when, begun) => {
      const feed = new Feed().push(...begun);
      const { clock, server } = run([feed, listBody(10, []), new Feed()]);
      for (const beat of ['\r\n', '\n', ' ', '\t', '\r']) {
        await clock.advance(2999);
        feed.push(new TextEncoder().encode(beat));
      }
      await clock.advance(4);
      expect(server.requests).toEqual(['watch  initial']);
      await clock.advance(1);
      expect(server.requests).toEqual(['watch  initial', 'list', 'watch 10']);
    },
  );

  test('goes on where an object takes longer than that to come', async () => {
    const feed = new Feed();
    const { clock, server, events } = run([feed]);
    const filler = Buffer.from(`{"filler":"${'x'.repeat(40_000)}",`);
    const bytes = Buffer.concat([filler, added('a', 1).subarray(1)]);
    for (let at = 0; at < bytes.length; at += 4096) {
      feed.push(bytes.subarray(at, at + 4096));
      await clock.advance(14_000);
    }
    expect(server.requests).toEqual(['watch  initial']);
    expect(events).toEqual(['Init', 'InitApply(a)']);
  });

  test('may take initialStartTimeout to begin, and then rest for initialIdleTimeout again and again', async () => {
    const limits = { initialStartTimeout: 1000, initialIdleTimeout: 5000 };
    const silent = run([new Feed(), listBody(10, []), new Feed()], limits);
    await silent.clock.advance(999);
    expect(silent.server.requests).toEqual(['watch  initial']);
    await silent.clock.advance(1);
    expect(silent.server.requests).toEqual(['watch  initial', 'list', 'watch 10']);

    const feed = new Feed();
    const slow = run([feed, listBody(10, []), new Feed()], limits);
    await slow.clock.advance(900);
    feed.push(added('a', 1));
    await slow.clock.advance(4900);
    feed.push(added('b', 2));
    await slow.clock.advance(4999);
    expect(slow.server.requests).toEqual(['watch  initial']);
    await slow.clock.advance(1);
    expect(slow.server.requests).toEqual(['watch  initial', 'list', 'watch 10']);
  });

  test('is replaced by a list where the end mark does not come for 15 s, objects discarded (client-go hole A)', async () => {
    const old = new Feed().push(added('x', 3));
    const { clock, server, events, store } = run([old, listBody(10, [configMap('a', 5)]), new Feed()]);
    await clock.advance(14_999);
    expect(server.requests).toHaveLength(1);
    await clock.advance(1);
    expect(server.requests).toEqual(['watch  initial', 'list', 'watch 10']);
    expect(events).toEqual([
      'Init',
      'InitApply(x)',
      'Interrupted(violation)',
      'Init',
      'InitApply(a)',
      'InitDone@10',
    ]);
    expect([...store.keys()]).toEqual(['shop/a']);
    expect(old.released).toBe(true);
  });

  test('is replaced by a list after two clean ends before the mark, with a delay between (watch-list W12)', async () => {
    const cut = (): Feed => new Feed().push(added('x', 3)).end();
    const answers = [cut(), cut(), listBody(10, []), new Feed()];
    const { clock, server, events } = run(answers, { random: () => 0.5 });
    await clock.advance(99);
    expect(server.requests).toHaveLength(1);
    expect(events.at(-1)).toBe('Interrupted(faulty)');
    await clock.advance(1);
    expect(server.requests).toEqual(['watch  initial', 'watch  initial', 'list', 'watch 10']);
    expect(events).toContain('Interrupted(violation)');
  });

  test.each<[string, (at: number) => Uint8Array]>([
    ['changes', (at) => frame('MODIFIED', configMap('b', 10 + at))],
    ['deletions', (at) => deleted('b', 10 + at)],
    ['additions between what exists', (at) => added(`a${at}`, 10 + at)],
    ['bookmarks', (at) => endMark(10 + at, 'false')],
  ])('is replaced by a list 15 s after its last object, however many %s come', async (_what, live) => {
    const feed = new Feed();
    let violations = 0;
    const onStatus = ({ counters }: WatcherStatus): void => void (violations = counters.violations);
    const { clock, server, events } = run([feed, listBody(1000, []), new Feed()], { onStatus });
    await clock.advance(5000);
    feed.push(added('a', 1), added('b', 2));
    for (let at = 0; at < 14; at += 1) {
      await clock.advance(1000);
      feed.push(live(at));
    }
    await clock.advance(999);
    expect(server.requests).toHaveLength(1);
    await clock.advance(1);
    expect(server.requests).toEqual(['watch  initial', 'list', 'watch 1000']);
    expect(events.filter((event) => event.startsWith('Interrupted'))).toEqual(['Interrupted(violation)']);
    expect(violations).toBe(1);
  });

  test('may be as long as it likes while its objects come in order of their keys', async () => {
    const feed = new Feed();
    const { clock, server } = run([feed]);
    for (let at = 100; at < 120; at += 1) {
      await clock.advance(12_000);
      feed.push(added(`a${at}`, at), added(`a${at}-b`, at));
    }
    expect(server.requests).toHaveLength(1);
  });

  test.each<[string, (feed: Feed) => unknown, string]>([
    ['silent from the start', () => undefined, 'the server has sent nothing of what exists for 15 s'],
    [
      'silent in its middle',
      (feed) => feed.push(added('a', 1)),
      'the server has sent no more of what exists for 15 s, but not that it is all',
    ],
    [
      'ended in its middle',
      (feed) => feed.push(added('a', 1)).end(),
      'the server ended the watch after 0 s, before the end of what exists',
    ],
    ['ended at once', (feed) => feed.end(), 'the server ends each watch at once, without an error'],
  ])('says what happened where it is %s', async (_what, befall, said) => {
    const feed = new Feed();
    const messages: string[] = [];
    const onStatus = ({ lastError }: WatcherStatus): void => {
      if (lastError) messages.push(lastError.message);
    };
    const { clock } = run([feed], { onStatus });
    befall(feed);
    await clock.advance(15_000);
    expect(messages[0]).toMatch(new RegExp(`^${said}`));
  });

  test('is replaced by a list after one watch that lasted as long as it was asked to', async () => {
    const feed = new Feed();
    const watchSeconds = { min: 10, max: 10 };
    const { clock, server, events } = run([feed, listBody(10, []), new Feed()], { watchSeconds });
    feed.push(added('a', 1));
    await clock.advance(10_000);
    feed.end();
    await clock.advance(0);
    expect(server.requests).toEqual(['watch  initial', 'list', 'watch 10']);
    expect(events).toContain('Interrupted(violation)');
  });

  test('is replaced by a list after two clean ends also where another failure comes between them', async () => {
    const reset = new TransportError('reset', { code: 'ECONNRESET' });
    const { clock, server } = run([new Feed().end(), reset, new Feed().end(), listBody(10, []), new Feed()]);
    await clock.advance(45_000);
    const initial = 'watch  initial';
    expect(server.requests).toEqual([initial, initial, initial, 'list', 'watch 10']);
  });

  test('starts over with nothing left of the first attempt when it is cut (kube-rs W5, watch-list W9)', async () => {
    const { clock, server, events, store } = run([
      new Feed().push(added('x', 3)).end(reset),
      new Feed().push(added('a', 4), endMark(10)),
    ]);
    await clock.advance(1000);
    expect(server.requests).toEqual(['watch  initial', 'watch  initial']);
    expect(events).toEqual([
      'Init',
      'InitApply(x)',
      'Interrupted(retry)',
      'Init',
      'InitApply(a)',
      'InitDone@10',
    ]);
    expect([...store.keys()]).toEqual(['shop/a']);
  });

  test('is replaced by a list when it is cut three times, but not because nobody answers', async () => {
    const cut = (): Feed => new Feed().push(added('x', 3)).end(reset);
    const flaky = run([reset, reset, reset, reset, reset, cut(), cut(), cut(), listBody(10, []), new Feed()]);
    await flaky.clock.advance(120_000);
    expect(flaky.server.requests.slice(0, 8)).toEqual(Array(8).fill('watch  initial'));
    expect(flaky.server.requests.slice(8, 10)).toEqual(['list', 'watch 10']);
  });

  test('is replaced by a list when the server fails at it three times, and tried again for the next one', async () => {
    const broken = status(500, 'InternalError');
    const { clock, server, events } = run([
      ...[broken, broken, broken, listBody(10, [configMap('a', 5)])],
      ...[new Feed().push(error(410, 'Expired')), new Feed()],
    ]);
    await clock.advance(10_000);
    expect(server.requests).toEqual([
      ...Array<string>(3).fill('watch  initial'),
      ...['list', 'watch 10', 'watch  initial'],
    ]);
    expect(events.slice(3, 6)).toEqual(['Init', 'InitApply(a)', 'InitDone@10']);
  });

  test('is not replaced by a list where that is ruled out, however often it is cut', async () => {
    const cut = (): Feed => new Feed().push(added('x', 3)).end(reset);
    const broken = status(500, 'InternalError');
    const { clock, server } = run([cut(), cut(), cut(), cut(), broken, broken, broken, broken, new Feed()], {
      initialState: 'stream',
    });
    await clock.advance(120_000);
    expect(new Set(server.requests)).toEqual(new Set(['watch  initial']));
    expect(server.left).toBe(0);
  });

  test('has brought something, so that its watch is gone on with at once where it ends soon after', async () => {
    const { clock, server, events } = run([new Feed().push(added('a', 3), endMark(10)).end(), new Feed()]);
    await clock.advance(0);
    expect(server.requests).toEqual(['watch  initial', 'watch 10']);
    expect(events).toEqual(['Init', 'InitApply(a)', 'InitDone@10']);
  });

  test('waits as told when the server is busy, and then streams (watch-list W6)', async () => {
    const busy = new ApiError('busy', { status: { code: 429, details: { retryAfterSeconds: 5 } } });
    const { clock, server } = run([busy, busy, new Feed().push(endMark(10))]);
    await clock.advance(4999);
    expect(server.requests).toHaveLength(1);
    await clock.advance(6000);
    expect(server.requests).toEqual(Array(3).fill('watch  initial'));
  });

  test('asks for nothing older than what was seen, and for the newest once that is expired (watch-list W7, watch-list W10)', async () => {
    const { clock, server } = run([
      new Feed().push(endMark(10), error(410, 'Expired')),
      new Feed().push(
        endMark(30),
        frame('ADDED', { kind: 'Table', metadata: { name: 'x', resourceVersion: '31' } }),
      ),
      new Feed(),
    ]);
    await clock.advance(2000);
    expect(server.requests).toEqual(['watch  initial', 'watch  initial', 'watch 30 initial']);
  });

  test('is not believed when it is from before what was seen, until two more are too', async () => {
    const { clock, events } = run([
      new Feed().push(endMark(100), error(410, 'Expired')),
      new Feed().push(endMark(40)),
      new Feed().push(endMark(41)),
      new Feed().push(endMark(42)),
    ]);
    await clock.advance(1000 + 12_000);
    expect(events).toHaveLength(7);
    await clock.advance(24_000);
    expect(events).toEqual([
      'Init',
      'InitDone@100',
      'Interrupted(expired)',
      'Init',
      'Interrupted(regressed)',
      'Init',
      'Interrupted(regressed)',
      'Init',
      'InitDone@42',
    ]);
  });

  test('is asked for again and again where a list is ruled out', async () => {
    const { clock, server, events } = run([status(422, 'Invalid'), new Feed().push(endMark(10))], {
      initialState: 'stream',
    });
    await clock.advance(1000);
    expect(server.requests).toEqual(['watch  initial', 'watch  initial']);
    expect(events).toEqual(['Interrupted(faulty)', 'Init', 'InitDone@10']);
  });

  test('leaves nothing behind when it is ended before the mark (watch-list W8)', async () => {
    const feed = new Feed().push(added('a', 3));
    const { clock, store, subscription } = run([feed]);
    await clock.advance(0);
    subscription.unsubscribe();
    expect([clock.pending, store.size, feed.released]).toEqual([0, 0, true]);
  });
});

describe('a server that cannot stream', () => {
  test('is found out once an hour for all watchers of a client and resource (watch-list W4)', async () => {
    const clock = new VirtualClock();
    const client = {};
    const watch = async (answers: readonly Answer[]): Promise<string[]> => {
      const server = new ScriptedServer(answers);
      const source: ListWatch<DynamicObject> = {
        client,
        resource: server.resource,
        codec: server.codec,
        openList: (options) => server.openList(options),
        openWatch: (options) => server.openWatch(options),
      };
      const subscription = watcher(source, { clock }).subscribe();
      await clock.advance(1000);
      subscription.unsubscribe();
      return server.requests;
    };
    const refused = (): Answer[] => [status(422, 'Invalid'), listBody(10, []), new Feed()];
    expect(await watch(refused())).toEqual(['watch  initial', 'list', 'watch 10']);
    expect(await watch([listBody(10, []), new Feed()])).toEqual(['list', 'watch 10']);
    await clock.advance(3_600_000);
    expect(await watch(refused())).toEqual(['watch  initial', 'list', 'watch 10']);
  });
});

describe('initial states of many watchers', () => {
  test('are read eight at a time, and each that ends makes room', async () => {
    const clock = new VirtualClock();
    const client = {};
    const servers = Array.from({ length: 20 }, () => ({ feed: new Feed() })).map(({ feed }) => ({
      feed,
      server: new ScriptedServer([feed], client),
    }));
    const subscriptions = servers.map(({ server }) => watcher(server, { clock }).subscribe());
    const asked = (): number => servers.filter(({ server }) => server.requests.length > 0).length;
    await clock.advance(0);
    expect(asked()).toBe(8);
    servers[0]?.feed.push(endMark(10));
    subscriptions[1]?.unsubscribe();
    subscriptions[19]?.unsubscribe();
    await clock.advance(0);
    expect(asked()).toBe(10);
    for (const { feed } of servers) feed.push(endMark(10));
    await clock.advance(0);
    expect(asked()).toBe(19);
    for (const subscription of subscriptions) subscription.unsubscribe();
    expect(clock.pending).toBe(0);
  });
});
