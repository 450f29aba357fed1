// ReplicaSets, and the ReplicationControllers that were there before them.

import { type Json, valueAt } from '../../json/json.ts';
import { type Cells, count, labels, selector } from '../cell.ts';
import { computed, within } from '../defaults.ts';
import type { Kind } from '../kind.ts';
import { containerCells } from '../pod/pod-template.ts';
import { podNames, workloadDefaults } from './workload.ts';

const cells: Cells = {
  Desired: count('spec.replicas'),
  Current: count('status.replicas'),
  Ready: count('status.readyReplicas'),
  ...containerCells(),
  Selector: selector('spec.selector'),
};

export const replicaSet: Kind = {
  group: 'apps',
  kind: 'ReplicaSet',
  namesPart: podNames,
  generation: true,
  fields: { 'status.replicas': '0' },
  defaults: workloadDefaults({ selector: null, replicas: 1 }),
  cells,
};

const templateLabels = (spec: Json | undefined): Json | undefined =>
  valueAt(spec, 'template', 'metadata', 'labels');

export const replicationController: Kind = {
  group: '',
  kind: 'ReplicationController',
  namesPart: podNames,
  generation: true,
  fields: { 'status.replicas': '0' },
  defaults: {
    ...workloadDefaults({ replicas: 1, selector: computed(templateLabels) }),
    metadata: (metadata, { spec }) => within({ labels: computed(() => templateLabels(spec)) })(metadata, {}),
  },
  cells: { ...cells, Selector: labels('spec.selector') },
};
