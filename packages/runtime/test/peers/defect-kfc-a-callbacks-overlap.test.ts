// A peer calls back for the next event while an asynchronous callback still runs, so that a deleted object comes back.

import { expect, test } from '@jest/globals';
import { settle, sleep, VirtualClock } from '@kube-rx/core';
import { reflector } from '../../src/reflector/reflector.ts';
import { configMap, frame, listBody } from '../support/objects.ts';
import { Feed, ScriptedServer } from '../support/script.ts';

test('a slow consumer gets one change after the other, and the store is ahead of it', async () => {
  const events = [frame('ADDED', configMap('a', 11)), frame('MODIFIED', configMap('a', 12))];
  const feed = new Feed();
  const server = new ScriptedServer([listBody(10, [configMap('b', 5)]), feed]);
  const clock = new VirtualClock();
  const cache = reflector(server, { clock, initialState: 'list' });
  await cache.ready();
  const log: string[] = [];
  const reading = (async () => {
    for await (const { type, key } of cache.changes()) {
      log.push(`start ${type} ${key}`);
      await sleep(clock, 50);
      log.push(`end ${type} ${key}`);
    }
  })();
  await settle();
  feed.push(...events, frame('DELETED', configMap('b', 13)));
  for (let at = 0; at < 10; at += 1) await clock.advance(50);
  expect(log.map((line) => line.split(' ')[0])).toEqual(log.map((_, at) => (at % 2 === 0 ? 'start' : 'end')));
  expect(log.at(-1)).toMatch(/^end /);
  expect([...cache.store.keys()]).toEqual(['shop/a']);
  await cache.close();
  await reading;
});
