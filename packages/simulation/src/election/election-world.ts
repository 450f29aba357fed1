// A world to prove an elector in.

import { LeaderElector } from '@kube-rx/controller';
import { type DynamicObject, defineResource, type Resource } from '@kube-rx/core';
import { Random } from '../random.ts';
import type { SimulateOptions } from '../simulate.ts';
import { ConfigMap } from '../workload.ts';
import type { BuildElector } from './candidate-process.ts';
import { electionFaults, leaseName } from './election-faults.ts';
import { electionSubject, type LedControllerOptions } from './election-subject.ts';
import type { ElectionTimings } from './election-timings.ts';

const Lease: Resource<DynamicObject, 'Namespaced'> = defineResource<DynamicObject>({
  group: 'coordination.k8s.io',
  version: 'v1',
  kind: 'Lease',
  plural: 'leases',
  scope: 'Namespaced',
});

/** The defaults of Kubernetes' own components. */
const timings: ElectionTimings = {
  leaseDurationMs: 15_000,
  renewDeadlineMs: 10_000,
  retryPeriodMs: 2000,
  jitter: 2.2,
  latencyMs: 10,
};

const durationMs = 80_000;
const names = ['candidate-a', 'candidate-b', 'candidate-c', 'candidate-d'] as const;
const objects = ['a', 'b', 'c'].map((name) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: 'default' },
}));

const leaderElector: BuildElector = (parts) => new LeaderElector({ ...parts, log: false });

export interface ElectionWorldOptions {
  /** The elector. Default: `LeaderElector`. */
  readonly build?: BuildElector;
  /** What it leads. Default: a writer of three ConfigMaps. */
  readonly controller?: LedControllerOptions;
}

/**
 * Two to four candidates, their clocks and what befalls them, by a seed.
 *
 * @example
 * const { violations } = await simulate(electionWorld(42));
 */
export function electionWorld(
  seed: number,
  { build = leaderElector, controller }: ElectionWorldOptions = {},
): SimulateOptions {
  const random = new Random(seed ^ 0x1ea5e);
  const programs = [names[0], ...names.slice(1, 2 + random.below(3))] as const;
  // Up to almost all that the durations allow.
  const ratio = random.pick([1, 1.02, 1.1, (timings.leaseDurationMs / timings.renewDeadlineMs) * 0.99]);
  const rates = programs.map(() => ratio ** (random.next() - 0.5));
  const lease = { name: leaseName, namespace: 'default' };
  const sleeps = random.chance(0.5);
  const faults = electionFaults(random, { count: 3 + random.below(10), durationMs, programs, sleeps });
  const isSameIdentity = random.chance(0.2);
  const options = { programs, rates, isSameIdentity, timings, lease, ...(controller && { controller }) };
  return {
    seed,
    durationMs,
    faults,
    subjects: [electionSubject(build, options)],
    ...(!controller && {
      resources: [Lease, ConfigMap],
      objects,
      // Who edits the Lease is among the faults.
      workload: () => Promise.resolve(),
    }),
  };
}
