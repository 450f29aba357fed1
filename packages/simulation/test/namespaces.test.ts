// A cache of namespaces that join and leave at random, under every fault: it holds their union, and tells of each object
// as often as it came and went.

import { describe, expect, test } from '@jest/globals';
import { Api } from '@kube-rx/client';
import { type DynamicObject, type Timer } from '@kube-rx/core';
import { reflector } from '@kube-rx/runtime';
import { BehaviorSubject } from 'rxjs';
import { contentsOf, Witness } from '../src/invariants.ts';
import type { Random } from '../src/random.ts';
import { simulate } from '../src/simulate.ts';
import type { StartSubject } from '../src/subject.ts';
import { ConfigMap, randomWrites, type Workload } from '../src/workload.ts';

const all = ['default', 'shop', 'bank', 'gone'] as const;
const objects = all
  .filter((name) => name !== 'default')
  .map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }));

const writers = all.map((namespace) =>
  randomWrites({
    resource: ConfigMap,
    namespace,
    names: ['a', 'b', 'c', 'd', 'e'],
    draw: (random) => ({ metadata: {}, data: { number: String(random.below(2 ** 31)) } }),
  }),
);

/** Writes to each namespace in turn, as chance wants. */
const workload: Workload = (writing) => {
  const [first] = writers;
  return (writers[writing.random.below(writers.length)] ?? first)?.(writing) ?? Promise.resolve();
};

function subsetOf(random: Random): readonly string[] {
  return all.filter(() => random.chance(0.6));
}

const scoped =
  (initialState: 'auto' | 'list'): StartSubject =>
  (world, random) => {
    const witness = new Witness();
    const name = `scoped ${initialState}`;
    const names$ = new BehaviorSubject<readonly string[]>(subsetOf(random));
    const cache = reflector<DynamicObject>(Api.all(world.client(name), ConfigMap), {
      namespaces: names$,
      initialState,
      pageSize: 2,
      watchSeconds: { min: 15, max: 45 },
      clock: world.clock,
      random: random.next,
    });
    const { store } = cache;
    let events = 0;
    store.observe((change) => {
      events += 1;
      witness.change(change);
      // What is told is there: readers see the store as it is after the change.
      if (change.type === 'deleted' && change.leftScope !== !names$.value.includes(change.encoded.namespace))
        witness.violations.push(`I3: ${change.key} left the scope, or did not, against what is wanted`);
    });
    const timers: Timer[] = [];
    const choose = (): void => {
      names$.next(subsetOf(random));
      world.note(`${name}: ${names$.value.join()}`);
      for (const { namespace } of [...store.entries()].map(([, encoded]) => encoded))
        if (!names$.value.includes(namespace)) witness.violations.push(`I1: holds ${namespace}, which left`);
    };
    for (let at = 0; at < 12; at += 1) timers.push(world.clock.schedule(random.between(0, 130_000), choose));
    const truth = async (): Promise<string[]> => {
      const parts = names$.value.map((namespace) => world.truth({ resource: ConfigMap, namespace }));
      return (await Promise.all(parts)).flat();
    };
    return {
      caughtUp: async () => {
        const isReady = store.resourceVersion !== undefined;
        return isReady && contentsOf(store).join() === (await truth()).sort().join();
      },
      violations: () => witness.violations,
      get events() {
        return events;
      },
      close: async () => {
        for (const timer of timers) timer.cancel();
        witness.converged(store, await truth());
        witness.queries(store, false);
        if (!cache.status.synced) witness.violations.push('I1: not synced');
        await cache.close();
      },
    };
  };

describe('a cache of several namespaces', () => {
  test.each(Array.from({ length: 12 }, (_, index) => index + 1))(
    'is their union under seed %d',
    async (seed) => {
      const subjects = [scoped('auto'), scoped('list')];
      const { violations, events } = await simulate({ seed, objects, workload, subjects });
      expect(violations).toEqual([]);
      expect(events).toBeGreaterThan(20);
    },
  );
});
