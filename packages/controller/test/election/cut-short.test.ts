import { describe, expect, test } from '@jest/globals';
import { ElectionWorld } from '../support/election-world.ts';

describe('a leader whose Lease could not be renewed in time', () => {
  /** Its term ends ten seconds after the network went away, and the network comes back. */
  async function cutOff(world: ElectionWorld) {
    const a = world.compete('a');
    await world.clock.advance(100);
    a.way = () => new Promise(() => undefined);
    await world.clock.advance(10_000);
    expect(a.terms[0]?.signal.aborted).toBe(true);
    a.way = undefined;
    a.stop.abort();
    return a;
  }

  test('does not give it back while what it had sent may still arrive', async () => {
    await using world = new ElectionWorld();
    const a = await cutOff(world);
    await world.clock.advance(1000);
    expect(await a.ended).toBe('stopped');
    expect((await world.lease()).spec).toMatchObject({ holderIdentity: 'a' });
  });

  test('gives it back once that has had its time', async () => {
    await using world = new ElectionWorld();
    const a = world.compete('a', { beforeRelease: () => wait(world, 6000) });
    await world.clock.advance(100);
    a.way = () => new Promise(() => undefined);
    await world.clock.advance(9000);
    a.stop.abort();
    a.way = undefined;
    await world.clock.advance(7000);
    expect(await a.ended).toBe('stopped');
    expect((await world.lease()).spec).toMatchObject({ holderIdentity: '' });
  });
});

function wait({ clock }: ElectionWorld, ms: number): Promise<void> {
  return new Promise((resolve) => void clock.schedule(ms, resolve));
}
