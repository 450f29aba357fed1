// ReplicaSets, and the ReplicationControllers that were there before them.

import { type Cells, count, selector } from '../cell.ts';
import { computed, within } from '../defaults.ts';
import type { Kind } from '../kind.ts';
import { containerCells, templateLabels, workloadDefaults } from './workload.ts';

const cells: Cells = {
  Desired: count('spec.replicas'),
  Current: count('status.replicas'),
  Ready: count('status.readyReplicas'),
  ...containerCells,
  Selector: selector,
};

export const replicaSet: Kind = {
  group: 'apps',
  kind: 'ReplicaSet',
  generation: true,
  fields: { 'status.replicas': '0' },
  defaults: workloadDefaults({ selector: null, replicas: 1 }),
  cells,
};

export const replicationController: Kind = {
  group: '',
  kind: 'ReplicationController',
  generation: true,
  fields: { 'status.replicas': '0' },
  defaults: {
    ...workloadDefaults({ replicas: 1, selector: computed((spec) => templateLabels({ spec })) }),
    metadata: (metadata, object) =>
      within({ labels: computed(() => templateLabels(object)) })(metadata, object),
  },
  cells,
};
