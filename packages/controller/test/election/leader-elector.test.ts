import { describe, expect, test } from '@jest/globals';

import { ElectionWorld } from '../support/election-world.ts';

describe('an elector', () => {
  test('creates the Lease, leads, and renews it by one request each two seconds', async () => {
    await using world = new ElectionWorld();
    const a = world.compete('a');
    await world.clock.advance(100);
    expect(a.elector.status).toMatchObject({ phase: 'leading', isLeader: true, leader: 'a', transitions: 0 });
    expect((await world.lease()).spec).toMatchObject({ holderIdentity: 'a', leaseDurationSeconds: 15 });
    await world.clock.advance(10_000);
    expect(a.asked).toEqual(['GET', 'POST', 'PUT', 'PUT', 'PUT', 'PUT', 'PUT']);
  });

  test('stands by while another leads, and leads moments after it is given back', async () => {
    await using world = new ElectionWorld();
    const a = world.compete('a');
    await world.clock.advance(100);
    const b = world.compete('b');
    await world.clock.advance(60_000);
    expect(b.elector.status).toMatchObject({ phase: 'standby', leader: 'a' });
    expect(b.terms).toEqual([]);
    a.stop.abort();
    await world.clock.advance(0);
    expect(await a.ended).toBe('stopped');
    expect(a.terms[0]?.signal.aborted).toBe(true);
    expect((await world.lease()).spec).toMatchObject({ holderIdentity: '', leaseDurationSeconds: 1 });
    await world.clock.advance(4400);
    expect(b.elector.status).toMatchObject({ phase: 'leading', transitions: 1 });
  });
});
