import type { Kind } from './kind.ts';

export const priorityClass: Kind = {
  group: 'scheduling.k8s.io',
  kind: 'PriorityClass',
  generation: true,
  defaults: { values: { preemptionPolicy: 'PreemptLowerPriority' } },
};
