// A second watch beside one that has become silent: as the machine decides it, and over a scripted server.

import { afterEach, describe, expect, test } from '@jest/globals';
import type { Clock, DynamicObject } from '@kube-rx/core';
import { DecodeError, VirtualClock } from '@kube-rx/core';
import type { WatcherEvent } from '../../src/watcher/event.ts';
import type { ListWatch } from '../../src/watcher/source.ts';
import { watcher } from '../../src/watcher/watcher.ts';
import { Bench, type BenchReport, busy, failed, gone, reset, status } from '../support/machine-bench.ts';
import { configMap, frame, listBody, objectEvent } from '../support/objects.ts';
import { type Answer, Feed, ScriptedServer } from '../support/script.ts';

/** A machine whose live watch at version 10 was silent until a second watch was asked for. `second`: its id. */
function suspicious() {
  const bench = Bench.live();
  bench.now = 48_000;
  expect(bench.tell({ type: 'look' })).toEqual(['second watch from 10']);
  if (bench.effect?.type !== 'secondWatch') throw new Error('no second watch');
  return { bench, first: bench.machine.effectId, second: bench.effect.id };
}

function withSecond() {
  const told = suspicious();
  expect(told.bench.tell({ type: 'opened' }, told.second)).toEqual([]);
  return told;
}

const added = (name: string, version: number): Uint8Array => frame('ADDED', configMap(name, version));

describe('the machine beside whose live watch a second one is open', () => {
  test('goes on with the first when that speaks first, and is more patient from then on', () => {
    const { bench, first, second } = withSecond();
    expect(bench.frame('ADDED', 'b', 11)).toBe('Apply(b@11), drop the second');
    expect(bench.machine.effectId).toBe(first);
    expect(bench.tell(objectEvent('ADDED', 'b', 11), second)).toEqual([]);
    expect(bench.machine.lookAt(first)).toBeGreaterThan(bench.now + 120_000);
  });

  test('goes on with the second when that speaks first, and takes nothing of the first any more', () => {
    const { bench, first, second } = withSecond();
    expect(bench.tell(objectEvent('ADDED', 'b', 11), second)).toEqual([
      'Apply(b@11)',
      'go on with the second',
    ]);
    expect(bench.machine.effectId).toBe(second);
    expect(bench.tell(objectEvent('ADDED', 'b', 11), first)).toEqual([]);
    expect(bench.tell({ type: 'ended' }, first)).toEqual([]);
    expect(bench.frame('MODIFIED', 'b', 12)).toBe('Apply(b@12)');
    expect(bench.machine.status(0)).toMatchObject({ phase: 'live', resourceVersion: '12', attempt: 0 });
  });

  test('goes on with the second after two seconds in which neither spoke', () => {
    const { bench, second } = withSecond();
    bench.now += 1999;
    expect(bench.tell({ type: 'look' }, second)).toEqual([]);
    bench.now += 1;
    expect(bench.tell({ type: 'look' }, second)).toEqual(['go on with the other']);
    expect(bench.machine.effectId).toBe(second);
    expect(bench.machine.lookAt(second)).toBe(bench.now + 300_000);
  });

  test('takes a bookmark of the version at which the second began for no news', () => {
    const { bench, first, second } = withSecond();
    const bookmark = { type: 'BOOKMARK', resourceVersion: '10', initialEventsEnd: false } as const;
    expect(bench.tell(bookmark, second)).toEqual([]);
    expect(bench.machine.effectId).toBe(first);
    expect(bench.tell({ ...bookmark, resourceVersion: '15' }, second)).toEqual([
      'Bookmark@15',
      'go on with the second',
    ]);
  });

  test('takes the change at which the second began for no news, nor for a sign that the first is dead', () => {
    const bench = Bench.live();
    bench.frame('MODIFIED', 'a', 11);
    const first = bench.machine.effectId;
    bench.now = bench.machine.lookAt(first);
    bench.tell({ type: 'look' });
    if (bench.effect?.type !== 'secondWatch') throw new Error('no second watch');
    const { id } = bench.effect;
    bench.tell({ type: 'opened' }, id);
    expect(bench.tell(objectEvent('MODIFIED', 'a', 11), id)).toEqual([]);
    expect(bench.machine.effectId).toBe(first);
    bench.now += 2000;
    expect(bench.tell({ type: 'look' }, id)).toEqual(['go on with the other']);
  });

  test.each<[string, BenchReport]>([
    ['ends', { type: 'ended' }],
    ['is reset', failed(reset)],
    ['comes to its deadline', { type: 'overdue', idleMs: 255_000 }],
  ])('goes on with the second, and tells nothing, when the first %s', (_how, report) => {
    for (const opened of [true, false]) {
      const { bench, second } = opened ? withSecond() : suspicious();
      expect(bench.tell(report)).toEqual(['go on with the other']);
      expect(bench.kind).toBe(opened ? 'live' : 'connecting');
      expect(bench.machine.effectId).toBe(second);
      if (!opened) expect(bench.tell({ type: 'opened' })).toEqual([]);
      expect(bench.frame('ADDED', 'b', 11)).toBe('Apply(b@11)');
    }
  });

  test.each<[string, Error, string]>([
    ['that the version is gone', gone, 'expired'],
    ['that it is not allowed', status(403, 'Forbidden'), 'denied'],
  ])('believes either watch %s', (_what, error, verdict) => {
    for (const which of ['first', 'second'] as const) {
      const told = withSecond();
      const [interrupted] = told.bench.tell(failed(error), told[which]);
      expect(interrupted).toContain(`Interrupted(${verdict} #1`);
      expect(told.bench.wake()).toEqual([verdict === 'expired' ? 'list' : 'watch from 10']);
    }
  });

  test('tells that the first is silent where no second can be had, tries on, and is well with any frame', () => {
    const { bench, first, second } = suspicious();
    expect(bench.tell(failed(reset), second)).toEqual(['Interrupted(silent #1 0)', 'drop the second']);
    const { phase, attempt, lastError } = bench.machine.status(0);
    expect([phase, attempt]).toEqual(['live', 1]);
    expect(lastError?.message).toBe('nothing came for 48 s, and a second watch failed: connection reset');
    expect(bench.tell({ type: 'look' })).toEqual(['second watch from 10']);
    const again = bench.effect?.type === 'secondWatch' ? bench.effect.id : -1;
    expect(bench.tell(failed(busy), again)).toEqual(['Interrupted(silent #2 7000)', 'drop the second']);
    bench.now += 6999;
    expect(bench.tell({ type: 'look' })).toEqual([]);
    expect(bench.frame('ADDED', 'b', 11)).toBe('Apply(b@11), drop the second');
    expect(bench.machine.effectId).toBe(first);
    expect(bench.machine.status(0)).toMatchObject({ phase: 'live', attempt: 0 });
    expect(bench.machine.status(0).lastError).toBeUndefined();
    bench.now += 1;
    expect(bench.tell({ type: 'look' })).toEqual([]);
  });

  test('counts failures anew after a healthy view, though each watch of it lived for less than the last delay', () => {
    const bench = Bench.connecting();
    let failedAt = 0;
    for (let failure = 1; failure <= 8; failure += 1) {
      failedAt = bench.now;
      expect(bench.tell(failed(busy))[0]).toContain(`#${failure}`);
      bench.wake();
    }
    const delayMs = bench.now - failedAt;
    bench.tell({ type: 'opened' });
    // Both together live for longer.
    const lifeMs = delayMs * 0.8;
    bench.now += lifeMs;
    bench.tell({ type: 'standstill' });
    bench.now = bench.machine.lookAt(bench.machine.effectId);
    bench.tell({ type: 'look' });
    const second = bench.effect?.type === 'secondWatch' ? bench.effect.id : -1;
    bench.tell({ type: 'opened' }, second);
    const openedAt = bench.now;
    bench.now += 2000;
    expect(bench.tell({ type: 'look' }, second)).toEqual(['go on with the other']);
    bench.now = openedAt + lifeMs;
    expect(bench.tell(failed(reset))[0]).toContain('Interrupted(retry #1');
  });

  test('asks over a connection that works, and over another one once that brought none', () => {
    const { bench, first, second } = suspicious();
    const connection = () => (bench.effect?.type === 'secondWatch' ? bench.effect.params.connection : 'none');
    expect(connection()).toBe('alive');
    bench.tell(failed(reset), second);
    bench.tell({ type: 'look' });
    expect(connection()).toBe('another');
    bench.frame('ADDED', 'b', 11);
    bench.now = bench.machine.lookAt(first);
    expect(bench.tell({ type: 'look' })).toEqual(['second watch from 11']);
    expect(connection()).toBe('alive');
  });

  test('asks over another one once a watch that was busy and a second one are quiet: both may be held back', () => {
    const bench = Bench.live();
    for (let version = 11; version <= 16; version += 1) {
      bench.now += 1000;
      bench.frame('MODIFIED', 'a', version);
    }
    const look = (): { readonly id: number; readonly connection: string | undefined } => {
      bench.now = bench.machine.lookAt(bench.machine.effectId);
      bench.tell({ type: 'look' });
      if (bench.effect?.type !== 'secondWatch') throw new Error('no second watch');
      const { id, params } = bench.effect;
      return { id, connection: params.connection };
    };
    const { id, connection } = look();
    expect(connection).toBe('alive');
    bench.tell({ type: 'opened' }, id);
    bench.now += 2000;
    expect(bench.tell({ type: 'look' }, id)).toEqual(['go on with the other']);
    expect(look().connection).toBe('another');
    bench.frame('MODIFIED', 'a', 17);
    expect(look().connection).toBe('alive');
  });

  test('starts no more second watches than the bucket of watches grants', () => {
    const { bench, second } = suspicious();
    let id = second;
    const delays: number[] = [];
    for (let tries = 0; tries < 400; tries += 1) {
      bench.tell(failed(reset), id);
      bench.now = bench.machine.lookAt(bench.machine.effectId);
      bench.tell({ type: 'look' });
      if (bench.effect?.type !== 'secondWatch') throw new Error('no second watch');
      id = bench.effect.id;
      delays.push(bench.effect.delayMs);
      bench.now += bench.effect.delayMs;
      if (tries % 3 === 0) bench.tell({ type: 'opened' }, id);
    }
    expect(bench.machine.status(0).counters.watches).toBeLessThan(20 + (bench.now / 60_000) * 75);
  });

  test('reads a new initial state soon where the end of the first was to lead there', () => {
    for (const speaks of [true, false]) {
      const bench = Bench.live();
      const object = { key: 'shop/x', resourceVersion: '11' };
      bench.tell({ type: 'undecodable', error: new DecodeError('', { fault: 'protocol', object }) });
      bench.now = 92_000;
      expect(bench.tell({ type: 'look' })).toEqual(['second watch from 11']);
      const second = bench.effect?.type === 'secondWatch' ? bench.effect.id : -1;
      bench.tell({ type: 'opened' }, second);
      bench.now += 2000;
      if (speaks)
        expect(bench.tell(objectEvent('ADDED', 'b', 12), second)).toEqual([
          'Apply(b@12)',
          'go on with the second',
        ]);
      expect(bench.frame('ADDED', 'c', 13)).toBe(speaks ? 'Apply(c@13)' : 'Apply(c@13), drop the second');
      expect(bench.tell({ type: 'look' })).toEqual(speaks ? ['list from 13'] : []);
    }
    const bench = Bench.live();
    const object = { key: 'shop/x', resourceVersion: '11' };
    bench.tell({ type: 'undecodable', error: new DecodeError('', { fault: 'protocol', object }) });
    bench.now = 92_000;
    bench.tell({ type: 'look' });
    const second = bench.effect?.type === 'secondWatch' ? bench.effect.id : -1;
    bench.tell({ type: 'opened' }, second);
    bench.now += 2000;
    expect(bench.tell({ type: 'look' }, second)).toEqual(['list from 11']);
  });

  test('ends both when it is stopped', () => {
    const { bench, first, second } = withSecond();
    bench.tell({ type: 'stop' });
    for (const id of [first, second]) expect(bench.tell(objectEvent('ADDED', 'b', 11), id)).toEqual([]);
    expect([bench.machine.isUnderWay(first), bench.machine.isUnderWay(second)]).toEqual([false, false]);
  });
});

const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

interface Surroundings {
  readonly client: object;
  /** Default: one of its own, `time`. */
  readonly clock: Clock;
  /** The event at which it is closed. */
  readonly closesAt: string;
}

/** A watcher over a script. */
function run(answers: readonly Answer[], { client = {}, clock, closesAt }: Partial<Surroundings> = {}) {
  const time = new VirtualClock();
  const server = new ScriptedServer(answers, client);
  const wishes: (string | undefined)[] = [];
  const source: ListWatch<DynamicObject> = {
    client,
    resource: server.resource,
    codec: server.codec,
    openList: (options) => server.openList(options),
    openWatch: (options) => {
      wishes.push(options.connection);
      return server.openWatch(options);
    },
  };
  const told: string[] = [];
  const tell = (event: WatcherEvent<DynamicObject>): void => {
    if (event.type === 'Interrupted') told.push(`Interrupted(${event.verdict})`);
    else if ('encoded' in event)
      told.push(`${event.type}(${event.encoded.name}@${event.encoded.resourceVersion})`);
    else if (event.type === 'Bookmark') told.push(`Bookmark@${event.resourceVersion}`);
    if (closesAt !== undefined && told.at(-1) === closesAt) subscription.unsubscribe();
  };
  const phases: string[] = [];
  const subscription = watcher(source, {
    clock: clock ?? time,
    random: () => 0.5,
    initialState: 'list',
    onStatus: ({ phase }) => {
      if (phases.at(-1) !== phase) phases.push(phase);
    },
  }).subscribe(tell);
  ends.push(() => subscription.unsubscribe());
  return { time, server, told, wishes, phases, subscription };
}

const empty = listBody(10, []);

/** Thirty frames, one a second, up to version 40. */
async function busily(feed: Feed, time: VirtualClock): Promise<void> {
  for (let version = 11; version <= 40; version += 1) {
    feed.push(frame('MODIFIED', configMap('a', version)));
    await time.advance(1000);
  }
}

describe('a watch that falls silent', () => {
  test('is resumed within seconds where it was busy, and nothing is missed or told twice', async () => {
    const [first, second] = [new Feed(), new Feed()];
    const { time, server, told, wishes, phases } = run([empty, first, second]);
    await time.advance(0);
    await busily(first, time);
    second.push(added('b', 41), frame('DELETED', configMap('b', 42)));
    // A second has passed since the last frame.
    await time.advance(3600);
    expect(server.requests).toEqual(['list', 'watch 10', 'watch 40']);
    expect(wishes).toEqual([undefined, 'alive']);
    first.push(added('b', 41), frame('DELETED', configMap('b', 42)), added('c', 43));
    second.push(added('c', 43));
    await time.advance(0);
    expect(told.slice(30)).toEqual(['Apply(b@41)', 'Delete(b@42)', 'Apply(c@43)']);
    expect([first.released, second.released]).toEqual([true, false]);
    expect(phases).toEqual(['listing', 'connecting', 'live']);
  });

  test.each(['\r\n', '\n', ' ', '\r', ' \t\r\n'])(
    'is found out behind a proxy that sends %j again and again',
    async (beat) => {
      const [first, second] = [new Feed(), new Feed().push(added('b', 41))];
      const { time, server, told } = run([empty, first, second]);
      await time.advance(0);
      await busily(first, time);
      for (let at = 0; at < 36; at += 1) {
        first.push(new TextEncoder().encode(beat));
        await time.advance(100);
      }
      expect(server.requests).toEqual(['list', 'watch 10', 'watch 40']);
      first.push(new TextEncoder().encode(beat));
      await time.advance(0);
      expect(told.slice(30)).toEqual(['Apply(b@41)']);
      expect([first.released, second.released]).toEqual([true, false]);
    },
  );

  test('is resumed after one and a half minutes where it had bookmarks', async () => {
    const [first, second] = [new Feed().push(added('a', 11)), new Feed().push(added('b', 15))];
    const { time, server, told } = run([empty, first, second]);
    await time.advance(0);
    for (const version of [12, 13, 14]) {
      await time.advance(60_000);
      first.push(frame('BOOKMARK', { metadata: { resourceVersion: String(version) } }));
    }
    await time.advance(89_999);
    expect(server.requests).toHaveLength(2);
    await time.advance(1);
    expect(server.requests.at(-1)).toBe('watch 14');
    expect(told).toEqual(['Apply(a@11)', 'Bookmark@12', 'Bookmark@13', 'Bookmark@14', 'Apply(b@15)']);
  });

  test('keeps its first watch where that speaks while the second is asked for', async () => {
    const [first, second] = [new Feed(), new Feed()];
    const { time, server, told } = run([empty, first, second]);
    await time.advance(0);
    await busily(first, time);
    await time.advance(4000);
    expect(server.requests).toHaveLength(3);
    first.push(added('b', 41));
    second.push(added('b', 41));
    await time.advance(0);
    expect(told.slice(30)).toEqual(['Apply(b@41)']);
    expect([first.released, second.released]).toEqual([false, true]);
  });

  test('is told to be silent as long as no second one can be had, and keeps asking', async () => {
    const first = new Feed();
    const { time, server, told, phases } = run([empty, first, reset, reset, undefined, new Feed()]);
    await time.advance(0);
    await busily(first, time);
    await time.advance(5000);
    expect(told.slice(30)).toEqual(['Interrupted(silent)', 'Interrupted(silent)']);
    expect(server.requests).toHaveLength(5);
    await time.advance(33_000);
    expect(told.slice(30)).toEqual(['Interrupted(silent)', 'Interrupted(silent)', 'Interrupted(silent)']);
    expect(first.released).toBe(true);
    expect(server.left).toBe(0);
    expect(phases.at(-1)).toBe('live');
  });

  test('is gone on with by its second watch where it ends while that waits for its turn', async () => {
    const [client, time] = [{}, new VirtualClock()];
    const firsts = Array.from({ length: 12 }, () => new Feed());
    const runs = firsts.map((first) => run([empty, first, undefined, new Feed()], { client, clock: time }));
    await time.advance(0);
    await time.advance(47_030);
    const asked = runs.filter(({ server }) => server.requests.length === 3);
    expect(asked).toHaveLength(9);
    const waiting = runs.at(-1);
    firsts.at(-1)?.end();
    await time.advance(0);
    expect([waiting?.server.requests.length, waiting?.told, waiting?.phases.at(-1)]).toEqual([
      3,
      [],
      'connecting',
    ]);
    await time.advance(3000);
    expect(runs.every(({ server }) => server.requests.length === 3)).toBe(true);
  });
});

describe('a process that stood still', () => {
  test('resumes each of its watches once, and not all together', async () => {
    const time = new VirtualClock();
    let slept = 0;
    const clock: Clock = {
      now: () => time.now() + slept,
      monotonic: () => time.monotonic(),
      schedule: (delayMs: number, callback: () => void) => time.schedule(delayMs, callback),
    };
    const client = {};
    const runs = Array.from({ length: 3 }, () =>
      run([empty, new Feed(), new Feed(), new Feed()], { client, clock }),
    );
    await time.advance(40_000);
    slept = 3_600_000;
    await time.advance(4999);
    expect(runs.map(({ server }) => server.requests.length)).toEqual([2, 2, 2]);
    await time.advance(10_000);
    expect(runs.map(({ server }) => server.requests.length)).toEqual([3, 3, 3]);
    await time.advance(30_000);
    expect(runs.map(({ server }) => server.requests.length)).toEqual([3, 3, 3]);
    expect(runs.flatMap(({ told }) => told)).toEqual([]);
    for (const { subscription } of runs) subscription.unsubscribe();
    await time.advance(0);
    expect(time.pending).toBe(0);
  });
});

describe('nothing remains', () => {
  test.each([0, 47_029, 47_030, 48_000, 49_030, 200_000])('after a close at %i ms', async (closedAt) => {
    const [first, second] = [new Feed(), new Feed()];
    const { time, subscription } = run([empty, first, second, new Feed()]);
    await time.advance(closedAt);
    subscription.unsubscribe();
    await time.advance(0);
    expect(time.pending).toBe(0);
    expect(first.released).toBe(true);
    expect(second.released).toBe(closedAt >= 47_030);
  });

  test('after a close by the event that the second watch brought', async () => {
    const [first, second] = [new Feed(), new Feed().push(added('b', 11), added('c', 12))];
    const { time, told } = run([empty, first, second], { closesAt: 'Apply(b@11)' });
    await time.advance(100_000);
    expect(told).toEqual(['Apply(b@11)']);
    expect([first.released, second.released, time.pending]).toEqual([true, true, 0]);
  });
});
