import { expect, test } from '@jest/globals';
import { sleep } from '@kube-rx/core';
import { ElectionWorld } from '../support/election-world.ts';

test('a standby that is stopped while its claim is on its way gives the Lease back', async () => {
  await using world = new ElectionWorld();
  const a = world.compete('a');
  a.way = async (request, next) => {
    // It reaches the server late, whatever becomes of its sender.
    if (request.method === 'POST') await sleep(world.clock, 1000);
    return next(request);
  };
  await world.clock.advance(500);
  a.stop.abort();
  await world.clock.advance(10_000);
  expect(await a.ended).toBe('stopped');
  expect(a.terms).toEqual([]);
  expect((await world.lease()).spec).toMatchObject({ holderIdentity: '' });
});
