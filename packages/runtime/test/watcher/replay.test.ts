// A server, or a proxy before it, that begins each watch with what exists: what was deleted before, it never tells.

import { describe, expect, test } from '@jest/globals';
import { type DynamicObject, type EncodedObject, VirtualClock } from '@kube-rx/core';
import { reflector } from '../../src/reflector/reflector.ts';
import { Bench, failed, gone, reset } from '../support/machine-bench.ts';
import { configMap, encoded, frame, listBody, objectEvent, page } from '../support/objects.ts';
import { Feed, ScriptedServer } from '../support/script.ts';

const refused = 'Interrupted(violation #1 0), wait 0';

/** A watch that goes on from 12 with one that told b@11 and a@12. */
function resumedBench(holds: boolean): Bench {
  const held = new Map<string, EncodedObject<DynamicObject>>();
  const bench = Bench.live({}, holds ? ({ name }) => held.get(name) : undefined);
  bench.frame('ADDED', 'b', 11);
  bench.frame('MODIFIED', 'a', 12);
  held.set('a', encoded('a', 12)).set('b', encoded('b', 11));
  bench.now += 240_000;
  expect(bench.tell({ type: 'ended' })).toEqual(['watch from 12']);
  bench.tell({ type: 'opened' });
  return bench;
}

describe.each([true, false])('a watch that goes on, with a store: %s', (holds) => {
  test.each<[string, Parameters<Bench['frame']>[]]>([
    ['its last change', [['ADDED', 'a', 12]]],
    ['one before', [['ADDED', 'b', 11]]],
    [
      'one before, behind a change',
      [
        ['MODIFIED', 'a', 13],
        ['ADDED', 'b', 11],
      ],
    ],
  ])('is not believed once it adds what is known: %s', (_what, frames) => {
    const bench = resumedBench(holds);
    const told = frames.map((each) => bench.frame(...each));
    expect(told.at(-1)).toBe(refused);
    expect(bench.machine.status(0).lastError?.message).toContain('begins with what exists');
    // As new as the server itself: one that is as old as the view may lack the same deletion.
    expect(bench.wake()).toEqual(['list']);
  });

  test.each<[string, Parameters<Bench['frame']>]>([
    ['what is new', ['ADDED', 'd', 13]],
    ['a change that is known', ['MODIFIED', 'a', 12]],
  ])('is gone on with after %s', (_what, each) => {
    const bench = resumedBench(holds);
    expect(bench.frame(...each)).not.toContain('Interrupted');
    expect(bench.machine.status(0).phase).toBe('live');
  });

  test('leads to one new initial state: the watch after that may begin with what exists', () => {
    const bench = resumedBench(holds);
    bench.frame('ADDED', 'a', 12);
    bench.wake();
    bench.tell({ type: 'page', list: page(20, [encoded('a', 12)]) });
    bench.tell({ type: 'opened' });
    expect(bench.frame('ADDED', 'a', 12)).not.toContain('Interrupted');
    // Nor does one that was asked for and never opened make it one that goes on.
    bench.tell(failed(gone));
    bench.wake();
    bench.tell({ type: 'page', list: page(30, [encoded('a', 12)]) });
    bench.tell(failed(reset));
    bench.wake();
    bench.tell({ type: 'opened' });
    expect(bench.frame('ADDED', 'a', 12)).not.toContain('Interrupted');
  });
});

test('a second watch that begins with what exists is no sign that the first is dead', () => {
  const bench = Bench.live({}, ({ name }) => (name === 'a' ? encoded('a', 5) : undefined));
  bench.now = 48_000;
  bench.tell({ type: 'look' });
  if (bench.effect?.type !== 'secondWatch') throw new Error('no second watch');
  const { id } = bench.effect;
  bench.tell({ type: 'opened' }, id);
  expect(bench.tell(objectEvent('ADDED', 'a', 5), id)).toEqual(['Interrupted(violation #1 0)', 'wait 0']);
  bench.wake();
  bench.tell({ type: 'page', list: page(10, [encoded('a', 5)]) });
  bench.tell({ type: 'opened' });
  // It is more patient from then on, so that such a server is not listed every 47 s.
  expect(bench.machine.lookAt(bench.machine.effectId) - bench.now).toBeGreaterThan(100_000);
});

test('a cache loses what was deleted between two watches of such a server, and costs a list for two watches', async () => {
  const clock = new VirtualClock();
  const server = new ScriptedServer([]);
  const objects = new Map([
    ['a', configMap('a', 5)],
    ['b', configMap('b', 6)],
  ]);
  const open = new Set<Feed>();
  let version = 10;
  server.answerWith((request) => {
    if (request === 'list') return listBody(version, [...objects.values()]);
    const feed = new Feed().push(...[...objects.values()].map((object) => frame('ADDED', object)));
    open.add(feed);
    return feed;
  });
  const options = { clock, random: () => 0.5, initialState: 'list', bookmarkIntervalMs: 0 } as const;
  const cache = reflector(server, options);
  const endAll = (): void => {
    for (const feed of open) feed.end();
    open.clear();
  };
  await clock.advance(200_000);
  expect(cache.store.size).toBe(2);
  objects.delete('b');
  version = 11;
  endAll();
  await clock.advance(1000);
  expect([...cache.store].map(({ metadata }) => metadata.name)).toEqual(['a']);
  expect(cache.status).toMatchObject({ phase: 'live', counters: { relists: 1 } });
  for (let round = 0; round < 10; round += 1) {
    await clock.advance(240_000);
    endAll();
    await clock.advance(1000);
  }
  // Each watch that goes on leads to a list and its watch.
  expect(cache.status.counters).toMatchObject({ relists: 11, violations: 11 });
  await cache.close();
});
