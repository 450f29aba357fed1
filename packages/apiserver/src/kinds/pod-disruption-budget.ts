import type { Kind } from './kind.ts';

export const podDisruptionBudget: Kind = {
  group: 'policy',
  kind: 'PodDisruptionBudget',
  unconditionalUpdate: false,
  generation: true,
};
