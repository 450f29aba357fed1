import { describe, expect, test } from '@jest/globals';
import { ElectionWorld } from '../support/election-world.ts';
import { Scraper } from '../support/metrics-world.ts';

describe('leader election', () => {
  const name = 'website-operator';

  test('tells who leads, from the first answer to the last write', async () => {
    using scraper = await Scraper.start();
    await using world = new ElectionWorld();
    const leads = (): Promise<number | undefined> => scraper.value('leader_election_master_status', { name });
    expect(await leads()).toBeUndefined();
    const a = world.compete('a');
    await world.clock.advance(5000);
    expect(await leads()).toBe(1);
    a.stop.abort();
    await world.clock.advance(1000);
    expect(await leads()).toBe(0);
  });

  test('tells of a candidate that stands by, and of renewals by a detour', async () => {
    await using world = new ElectionWorld();
    const a = world.compete('a');
    await world.clock.advance(100);
    a.stop.abort();
    await world.clock.advance(1000);
    await world.edit({ holderIdentity: 'foreign', leaseDurationSeconds: 15 });
    using scraper = await Scraper.start();
    const b = world.compete('b');
    await world.clock.advance(100);
    expect(await scraper.value('leader_election_master_status')).toBe(0);
    expect(await scraper.value('leader_election_slowpath_total')).toBe(0);
    await world.clock.advance(30_000);
    expect(b.elector.status).toMatchObject({ phase: 'leading' });
    expect(await scraper.value('leader_election_master_status')).toBe(1);
    const before = (await scraper.value('leader_election_slowpath_total')) ?? 0;
    // Somebody labels the Lease, so the next renewal is refused and has to look.
    await world.leases.patch.merge(name, { metadata: { labels: { by: 'somebody' } } });
    await world.clock.advance(5000);
    expect(await scraper.value('leader_election_slowpath_total')).toBe(before + 1);
    expect(await scraper.value('leader_election_master_status')).toBe(1);
  });

  test('is measured also where it began earlier, from the next renewal on', async () => {
    await using world = new ElectionWorld();
    world.compete('a');
    await world.clock.advance(100);
    using scraper = await Scraper.start();
    await world.clock.advance(2000);
    expect(await scraper.value('leader_election_master_status', { name })).toBe(1);
  });

  test('leads as long as one of several candidates of one name does', async () => {
    using scraper = await Scraper.start();
    await using world = new ElectionWorld();
    const here = world.compete('a');
    const elsewhere = world.compete('a', { namespace: 'kube-system' });
    const leads = (): Promise<number | undefined> => scraper.value('leader_election_master_status', { name });
    await world.clock.advance(1000);
    expect(await leads()).toBe(1);
    here.stop.abort();
    await world.clock.advance(1000);
    expect(await leads()).toBe(1);
    elsewhere.stop.abort();
    await world.clock.advance(1000);
    expect(await leads()).toBe(0);
  });
});
