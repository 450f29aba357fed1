// A peer lists everything again whenever a stream ends, without a delay: a thousand full lists in two seconds.

import { expect, test } from '@jest/globals';
import { settle, VirtualClock } from '@kube-rx/core';
import { reflector } from '../../src/reflector/reflector.ts';
import { configMap, frame, listBody } from '../support/objects.ts';
import { Feed, ScriptedServer } from '../support/script.ts';

test('a stream that ends is taken up where it ended, without a list', async () => {
  const server = new ScriptedServer([
    listBody(10, []),
    new Feed().push(frame('ADDED', configMap('a', 11))).end(),
    new Feed().push(frame('ADDED', configMap('b', 12))).end(),
    new Feed(),
  ]);
  const clock = new VirtualClock();
  await using cache = reflector(server, { clock, initialState: 'list' });
  await settle();
  await clock.advance(10_000);
  expect(server.requests).toEqual(['list', 'watch 10', 'watch 11', 'watch 12']);
  expect(cache.status.counters.lists).toBe(1);
  expect([...cache.store.keys()].sort()).toEqual(['shop/a', 'shop/b']);
});
