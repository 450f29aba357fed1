import { fc, test as property } from '@fast-check/jest';
import { describe, expect, test } from '@jest/globals';
import { settle, VirtualClock } from '@kube-rx/core';
import { WorkerShares } from '../../src/controller/worker-shares.ts';
import { graceMs, Workers } from '../../src/controller/workers.ts';
import type { Run, RunOutcome } from '../../src/queue/run.ts';
import { WorkQueue } from '../../src/queue/work-queue.ts';

const timeoutMs = 1000;

/** Workers whose runs end when a test says so, in clusters that come and go. */
class WorkersBench {
  readonly clock = new VirtualClock();
  readonly queue = new WorkQueue({ random: () => 0.5, source: 'test' });
  readonly clusters: Set<string>;
  readonly going = new Map<string, (outcome: RunOutcome) => void>();
  readonly workers: Workers;
  taken = 0;

  constructor(concurrency: number, clusters: readonly string[]) {
    const { clock, queue } = this;
    this.clusters = new Set(clusters);
    this.workers = new Workers({
      queue,
      clock,
      concurrency,
      clusters: () => this.clusters,
      timeoutMs,
      begin: (run: Run, begun) => {
        this.taken += 1;
        this.going.set(run.key, (outcome) => begun.settle(outcome));
        const nothing = (): void => undefined;
        return { expire: nothing, giveUp: () => this.going.delete(run.key), abort: nothing };
      },
    });
  }

  /** So many more keys of a cluster are ready. */
  async add(lane: string, count: number): Promise<void> {
    for (let index = 0; index < count; index += 1)
      this.queue.add(`${lane}/${this.taken}/${index}`, { lane }, this.clock.monotonic());
    this.workers.kick();
    await settle();
  }

  async join(cluster: string): Promise<void> {
    this.clusters.add(cluster);
    this.workers.kick();
    await settle();
  }

  /** As a controller removes one: what waits is forgotten, and what runs may hang. */
  async leave(cluster: string): Promise<void> {
    this.clusters.delete(cluster);
    for (const { key, lane } of [...this.queue.entries()]) if (lane === cluster) this.queue.forget(key);
    this.workers.kick();
    await settle();
  }

  async end(key: string | undefined): Promise<void> {
    const end = this.going.get(key ?? '');
    this.going.delete(key ?? '');
    end?.({ type: 'done' });
    await settle();
  }

  of(cluster: string): string[] {
    return [...this.going.keys()].filter((key) => key.startsWith(`${cluster}/`));
  }

  get counts(): Record<string, number> {
    return Object.fromEntries(Array.from(this.clusters, (name) => [name, this.of(name).length]));
  }
}

describe('a cluster whose runs hang', () => {
  test.each([
    [1, ['a'], 1],
    [4, ['a'], 4],
    [1, ['a', 'b'], 1],
    [2, ['a', 'b'], 1],
    [3, ['a', 'b'], 2],
    [10, ['a', 'b'], 9],
    [10, ['a', 'b', 'c'], 8],
    // Half at the most is kept for others.
    [3, ['a', 'b', 'c'], 2],
    [4, ['a', 'b', 'c', 'd', 'e', 'f'], 2],
  ])('of %d workers in the clusters %p takes %d', async (concurrency, clusters, most) => {
    const bench = new WorkersBench(concurrency, clusters);
    await bench.add('a', 20);
    expect(bench.of('a')).toHaveLength(most);
    bench.workers.close();
  });

  test('leaves the others a worker each, one after the other', async () => {
    const bench = new WorkersBench(4, ['a', 'b', 'c']);
    for (const cluster of ['a', 'b', 'c']) {
      await bench.add(cluster, 5);
      await bench.end(bench.of(cluster === 'a' ? '' : cluster)[0]);
    }
    expect(bench.counts).toEqual({ a: 2, b: 1, c: 1 });
    bench.workers.close();
  });

  test('leaves no timer that wakes for what may not begin', async () => {
    const bench = new WorkersBench(2, ['a', 'b']);
    await bench.add('a', 5);
    // Only that of the timeout.
    expect(bench.clock.pending).toBe(1);
    bench.workers.close();
  });

  test('has its worker back when a run is given up, and no more than that when it ends after all', async () => {
    const bench = new WorkersBench(2, ['a', 'b']);
    await bench.add('a', 3);
    const [first = ''] = bench.of('a');
    const endFirst = bench.going.get(first);
    await bench.clock.advance(timeoutMs + graceMs);
    expect(bench.of('a')).not.toContain(first);
    expect(bench.of('a')).toHaveLength(1);
    endFirst?.({ type: 'done' });
    await bench.add('a', 1);
    expect(bench.counts).toEqual({ a: 1, b: 0 });
    bench.workers.close();
  });

  test('has the worker that was kept for a cluster that is removed', async () => {
    const bench = new WorkersBench(2, ['a', 'b']);
    await bench.add('a', 3);
    bench.clusters.delete('b');
    bench.workers.kick();
    await settle();
    expect(bench.counts).toEqual({ a: 2 });
    bench.workers.close();
  });
});

const names = ['a', 'b', 'c', 'd'] as const;
const step = fc.oneof(
  fc.record({ type: fc.constant('add' as const), cluster: fc.constantFrom(...names), count: fc.nat(4) }),
  fc.record({ type: fc.constant('end' as const), which: fc.nat(10) }),
  fc.record({ type: fc.constant('pass' as const), ms: fc.constantFrom(1, timeoutMs, graceMs) }),
);

describe('whatever runs, hangs and is given up', () => {
  property.prop([
    fc.array(step, { maxLength: 40 }),
    fc.integer({ min: 1, max: 12 }),
    fc.integer({ min: 1, max: 4 }),
  ])(
    'a cluster with something to do has a run while there are twice as many workers as other clusters',
    async (steps, concurrency, count) => {
      const clusters = names.slice(0, count);
      const bench = new WorkersBench(concurrency, clusters);
      for (const each of steps) {
        if (each.type === 'add')
          await bench.add(clusters[names.indexOf(each.cluster) % count] ?? 'a', each.count);
        else if (each.type === 'end')
          await bench.end([...bench.going.keys()][each.which % Math.max(1, bench.going.size)]);
        else await bench.clock.advance(each.ms);
        const busy = new Set(
          Array.from(bench.queue.entries()).flatMap(({ state, lane }) => (state === 'ready' ? [lane] : [])),
        );
        const free = concurrency - bench.going.size;
        expect(free).toBeGreaterThanOrEqual(0);
        if (concurrency >= 2 * (count - 1))
          for (const cluster of busy)
            expect([cluster, bench.of(cluster).length > 0]).toEqual([cluster, true]);
        // What waits for a worker waits for no more than what is kept.
        const idle = clusters.filter((cluster) => bench.of(cluster).length === 0).length;
        if (busy.size > 0) expect(free).toBeLessThanOrEqual(Math.min(idle, Math.floor(concurrency / 2)));
        if (count === 1 && busy.size > 0) expect(free).toBe(0);
      }
      bench.workers.close();
    },
  );
});

const coming = fc.oneof(
  { weight: 4, arbitrary: step },
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constantFrom('join', 'leave'), cluster: fc.constantFrom(...names) }),
  },
);

describe('clusters that come and go', () => {
  property.prop([fc.array(coming, { maxLength: 60, size: 'max' }), fc.integer({ min: 1, max: 3 })])(
    'leave no worker idle but those that are kept, and none for ever',
    async (steps, concurrency) => {
      const bench = new WorkersBench(concurrency, ['a', 'b']);
      for (const each of steps) {
        switch (each.type) {
          case 'add':
            if (bench.clusters.has(each.cluster)) await bench.add(each.cluster, each.count);
            break;
          case 'end':
            await bench.end([...bench.going.keys()][each.which % Math.max(1, bench.going.size)]);
            break;
          case 'pass':
            await bench.clock.advance(each.ms);
            break;
          case 'join':
            await bench.join(each.cluster);
            break;
          case 'leave':
            await bench.leave(each.cluster);
            break;
        }
        const free = concurrency - bench.going.size;
        expect(free).toBeGreaterThanOrEqual(0);
        const idle = [...bench.clusters].filter((cluster) => bench.of(cluster).length === 0).length;
        const isReady = [...bench.queue.entries()].some(({ state }) => state === 'ready');
        if (isReady) expect(free).toBeLessThanOrEqual(Math.min(idle, Math.floor(concurrency / 2)));
      }
      // However the rest hangs, all that waits has had its turn in the end.
      for (let round = 0; round < 500 && bench.queue.sizes.ready > 0; round += 1)
        await bench.clock.advance(timeoutMs + graceMs);
      expect(bench.queue.sizes.ready).toBe(0);
      bench.workers.close();
    },
  );
});

describe('shares of workers', () => {
  test('are open to all where nobody shares them', () => {
    const shares = new WorkerShares({ concurrency: 1, clusters: () => ['a'] });
    expect([shares.admits, shares.isFull]).toEqual([undefined, false]);
    shares.enter('a');
    expect(shares.isFull).toBe(true);
    shares.leave('a');
    expect([shares.admits, shares.isFull]).toEqual([undefined, false]);
  });
});
