// A peer's informer ends for good at the first error that is no 410, and without a handler nobody learns of it.

import { expect, test } from '@jest/globals';
import { TransportError } from '@kube-rx/client';
import { ApiError, settle, VirtualClock } from '@kube-rx/core';
import { reflector } from '../../src/reflector/reflector.ts';
import { configMap, listBody } from '../support/objects.ts';
import { Feed, ScriptedServer } from '../support/script.ts';

const refusal = (code: number): Error => new ApiError(`answered ${code}`, { status: { code } });

test.each([
  ['a reset in the stream', new Feed().end(new TransportError('reset', { code: 'ECONNRESET' }))],
  ['403', refusal(403)],
  ['429', refusal(429)],
  ['500', refusal(500)],
])('a watch goes on after %s, and says what happened', async (_what, answer) => {
  const open = new Feed();
  const server = new ScriptedServer([listBody(10, [configMap('a', 5)]), answer, open]);
  const clock = new VirtualClock();
  const troubles: string[] = [];
  await using cache = reflector(server, {
    clock,
    initialState: 'list',
    onStatus: ({ lastError }) => {
      if (lastError) troubles.push(lastError.message);
    },
  });
  await settle();
  await clock.advance(45_000);
  expect(cache.status.phase).toBe('live');
  expect(server.requests).toEqual(['list', 'watch 10', 'watch 10']);
  expect(troubles).not.toEqual([]);
});

test('a list is asked for again after 500, when the server wants it after 429', async () => {
  const busy = new ApiError('busy', {
    status: { code: 429, details: { retryAfterSeconds: 20 } },
    retryAfterMs: 20_000,
  });
  const server = new ScriptedServer([refusal(500), busy, listBody(10, []), new Feed()]);
  const clock = new VirtualClock();
  await using cache = reflector(server, { clock, random: () => 0, initialState: 'list' });
  await clock.advance(15_000);
  expect(server.requests).toEqual(['list', 'list']);
  await clock.advance(30_000);
  expect([server.requests.slice(2), cache.status.synced]).toEqual([['list', 'watch 10'], true]);
});
