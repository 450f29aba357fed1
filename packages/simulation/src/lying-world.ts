// A world whose network tells lies that are whole answers: lists with holes, and in every other world also changes that get
// lost without a trace.

import { type ScheduledFault, scheduleFaults } from './fault.ts';
import { Random } from './random.ts';
import type { SimulateOptions } from './simulate.ts';
import { type Runtime, reflectorSubject, watcherSubject } from './subject.ts';
import { ConfigMap, randomWrites } from './workload.ts';

const durationMs = 120_000;

const names = Array.from({ length: 40 }, (_, index) => `object-${String(index).padStart(2, '0')}` as const);

/** The history is lost, so that everybody asks for a list, just when lists lie. */
function lieAt(at: number, lie: Pick<ScheduledFault, 'fault' | 'forMs'>): readonly ScheduledFault[] {
  return [
    { at, ...lie },
    { at, fault: { type: 'errorEvent', code: 410, reason: 'Expired', message: 'too old resource version' } },
  ];
}

/** A lie that a second opinion gives away: it lasts for less than the ten seconds after which that is asked for. */
function shortLie(random: Random): readonly ScheduledFault[] {
  const fault = { type: 'omit', share: random.pick([0.5, random.between(0.5, 1), 1]) } as const;
  return lieAt(random.between(10_000, durationMs), { fault, forMs: random.between(100, 8000) });
}

/** Lies that nobody can notice but by an audit. */
function longLies(random: Random): readonly ScheduledFault[] {
  const lies = Array.from({ length: 1 + random.below(4) }, () => {
    const share = random.chance(0.3) ? 1 : random.between(0.05, 1);
    const type = random.pick(['omit', 'lossy'] as const);
    const fault: ScheduledFault['fault'] = { type, share };
    const forMs = random.between(1000, 60_000);
    const at = random.between(0, durationMs);
    return fault.type === 'omit' ? lieAt(at, { fault, forMs }) : [{ at, fault, forMs }];
  });
  return lies.flat();
}

/**
 * In a world with an even seed watchers with default settings must not believe a list with holes, and tell no deletion of
 * what exists. In one with an odd seed they are deceived, and audits must set them right again. `runtime`: another one than kube-rx's own, as a broken one.
 *
 * @example
 * const { violations } = await simulate(lyingWorld(7));
 */
export function lyingWorld(seed: number, runtime?: Runtime): SimulateOptions {
  const random = new Random(~seed);
  const isDeceived = seed % 2 === 1;
  const lies = isDeceived ? longLies(random) : shortLie(random);
  const others = scheduleFaults(random, { count: 2 + random.below(6), durationMs, restores: false });
  // One page with holes must lack enough to be doubted.
  const paged = { initialState: 'list', pageSize: isDeceived ? 7 : 20 } as const;
  return {
    seed,
    durationMs,
    objects: names.map((name) => ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name, namespace: 'default' },
    })),
    workload: randomWrites({
      resource: ConfigMap,
      names: [names[0] ?? 'object-00', ...names.slice(1)],
      draw: (drawn) => ({ metadata: {}, data: { number: String(drawn.below(2 ** 31)) } }),
    }),
    faults: [...lies, ...others].sort((a, b) => a.at - b.at),
    subjects: isDeceived
      ? [
          reflectorSubject('streaming', { auditMs: 60_000, isDeceived }, runtime),
          reflectorSubject('listing', { ...paged, auditMs: 90_000, isDeceived }, runtime),
        ]
      : [
          watcherSubject('streaming', {}, runtime),
          watcherSubject('listing', paged, runtime),
          reflectorSubject('reflecting', {}, runtime),
        ],
  };
}
