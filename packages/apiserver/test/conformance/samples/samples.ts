// An object of each kind, and the states that it goes through.

import { policies } from './admission.ts';
import { cluster } from './cluster.ts';
import { services, traffic } from './network.ts';
import { nodes, pods } from './pods.ts';
import type { Sample } from './sample.ts';
import { volumes } from './storage.ts';
import { workloads } from './workloads.ts';

export const samples: readonly Sample[] = [
  ...nodes,
  ...pods,
  ...services,
  ...volumes,
  ...traffic,
  ...workloads,
  ...policies,
  ...cluster,
];
