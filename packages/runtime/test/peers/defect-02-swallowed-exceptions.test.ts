// A peer calls the program's callback where it ignores errors of parsing, so that what the callback throws is lost.

import { afterEach, expect, jest, test } from '@jest/globals';
import { settle, VirtualClock } from '@kube-rx/core';
import { reflector } from '../../src/reflector/reflector.ts';
import { configMap, frame, listBody } from '../support/objects.ts';
import { Feed, ScriptedServer } from '../support/script.ts';

afterEach(() => void jest.restoreAllMocks());

test('what a listener throws is an uncaught exception, and others hear on', async () => {
  const uncaught: unknown[] = [];
  const later = globalThis.queueMicrotask;
  jest.spyOn(globalThis, 'queueMicrotask').mockImplementation((run) =>
    later(() => {
      try {
        run();
      } catch (error) {
        uncaught.push(error);
      }
    }),
  );
  const feed = new Feed();
  const server = new ScriptedServer([listBody(10, []), feed]);
  await using cache = reflector(server, { clock: new VirtualClock(), initialState: 'list' });
  await cache.ready();
  const bug = new Error('a bug of the program');
  const heard: string[] = [];
  cache.store.observe(() => {
    throw bug;
  });
  cache.store.observe(({ key }) => heard.push(key));
  feed.push(frame('ADDED', configMap('a', 11)), frame('ADDED', configMap('b', 12)));
  await settle();
  expect([heard, uncaught]).toEqual([
    ['shop/a', 'shop/b'],
    [bug, bug],
  ]);
  expect(cache.status.phase).toBe('live');
});
