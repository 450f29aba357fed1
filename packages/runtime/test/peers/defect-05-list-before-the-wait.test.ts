// A peer lists at each 410 and waits only then, so that its watch begins at a version up to half a minute old.

import { expect, test } from '@jest/globals';
import { settle, VirtualClock } from '@kube-rx/core';
import { reflector } from '../../src/reflector/reflector.ts';
import { frame, listBody } from '../support/objects.ts';
import { Feed, ScriptedServer } from '../support/script.ts';

const gone = {
  kind: 'Status',
  apiVersion: 'v1',
  status: 'Failure',
  code: 410,
  reason: 'Expired',
  message: 'too old',
};

test('lists of a history that is always gone are few, and each is watched from at once', async () => {
  const server = new ScriptedServer([]);
  const clock = new VirtualClock();
  const at: [string, number][] = [];
  server.answerWith((request, count) => {
    at.push([request, clock.monotonic()]);
    return request === 'list' ? listBody(10 + count, []) : new Feed().push(frame('ERROR', gone));
  });
  await using cache = reflector(server, { clock, random: () => 0.5, initialState: 'list' });
  await settle();
  await clock.advance(300_000);
  expect(at.length).toBeGreaterThan(6);
  for (const [index, [request, time]] of at.entries())
    if (request.startsWith('watch')) expect(time).toBe(at[index - 1]?.[1]);
  // A burst of ten, and 30 a minute.
  expect(at.filter(([request]) => request === 'list').length).toBeLessThanOrEqual(10 + 5 * 30);
  expect(cache.status.counters.expired).toBeGreaterThan(2);
});
