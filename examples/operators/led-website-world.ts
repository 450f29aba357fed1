// A world to prove several processes of the operator of websites in, one of which leads: leadership moves while it writes.
// `npm run simulate -- --subjects led` runs it.

import {
  electionWorld,
  type ScheduledFault,
  type SimulateOptions,
  type SimulationVerdict,
  simulate,
} from '@kube-rx/simulation';
import { websiteOperator } from './website.ts';
import { Website } from './website-kind.ts';
import { notReady, surroundings } from './website-world.ts';

/** The network is so slow that a run takes seconds. */
const slow: ScheduledFault = { at: 0, fault: { type: 'latency', maxMs: 1500 }, forMs: 80_000 };

export function ledWebsiteWorld(seed: number): SimulateOptions {
  const world = electionWorld(seed, {
    controller: {
      name: 'websites',
      build: ({ client, ...options }) => websiteOperator(client, options),
      primary: Website,
      desired: notReady,
    },
  });
  return { ...surroundings(), ...world, faults: [slow, ...(world.faults ?? [])] };
}

/** What went wrong under a seed: the same each time. */
export function simulateLedWebsites(seed: number): Promise<SimulationVerdict> {
  return simulate(ledWebsiteWorld(seed));
}
