// A peer that is stopped while it waits opens one more watch when the wait is over.

import { expect, test } from '@jest/globals';
import { settle, VirtualClock } from '@kube-rx/core';
import { reflector } from '../../src/reflector/reflector.ts';
import { ScriptedServer } from '../support/script.ts';

test('a cache that is closed while it waits asks for nothing more, and leaves no timer', async () => {
  const server = new ScriptedServer([new Error('refused')]);
  const clock = new VirtualClock();
  const cache = reflector(server, { clock, initialState: 'list' });
  await settle();
  expect(cache.status.phase).toBe('waiting');
  await cache.close();
  expect(clock.pending).toBe(0);
  await clock.advance(600_000);
  expect(server.requests).toEqual(['list']);
});
