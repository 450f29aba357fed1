// A peer sets no limit to the silence of a body, so that it is blind for up to ten minutes behind a dead connection.

import { expect, test } from '@jest/globals';
import { settle, VirtualClock } from '@kube-rx/core';
import { reflector } from '../../src/reflector/reflector.ts';
import { configMap, frame, listBody } from '../support/objects.ts';
import { Feed, ScriptedServer } from '../support/script.ts';

test('a watch over a dead connection is given up after a minute and a half, though no byte ever came', async () => {
  const dead = new Feed();
  const fresh = new Feed().push(frame('ADDED', configMap('a', 11)));
  const server = new ScriptedServer([listBody(10, []), dead, fresh]);
  const clock = new VirtualClock();
  await using cache = reflector(server, { clock, initialState: 'list', random: () => 1 });
  await settle();
  expect(dead.released).toBe(false);
  await clock.advance(93_000);
  expect(dead.released).toBe(true);
  expect(cache.store.has('shop/a')).toBe(true);
});

test('a list that makes no progress is given up after a minute', async () => {
  const dead = new Feed();
  const server = new ScriptedServer([dead, listBody(10, []), new Feed()]);
  const clock = new VirtualClock();
  await using cache = reflector(server, { clock, initialState: 'list' });
  await clock.advance(61_000);
  expect(dead.released).toBe(true);
  await clock.advance(30_000);
  expect(cache.status.synced).toBe(true);
});
