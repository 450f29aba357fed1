// A second watch beside one that has become silent, over a scripted server.

import { afterEach, describe, expect, test } from '@jest/globals';
import { type Clock, type DynamicObject, VirtualClock } from '@kube-rx/core';
import type { WatcherEvent } from '../../src/watcher/event.ts';
import type { ListWatch } from '../../src/watcher/source.ts';
import { watcher } from '../../src/watcher/watcher.ts';
import { reset } from '../support/machine-bench.ts';
import { configMap, frame, listBody } from '../support/objects.ts';
import { type Answer, Feed, ScriptedServer } from '../support/script.ts';

const added = (name: string, version: number): Uint8Array => frame('ADDED', configMap(name, version));

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

  test('waits for no second watch of another that is answered', async () => {
    const [client, time] = [{}, new VirtualClock()];
    const answers = (): readonly Answer[] => [empty, new Feed(), new Feed()];
    const runs = Array.from({ length: 12 }, () => run(answers(), { client, clock: time }));
    await time.advance(0);
    await time.advance(47_030);
    expect(runs.map(({ server }) => server.requests.length)).toEqual(Array(12).fill(3));
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
