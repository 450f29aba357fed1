// ReplicaSets, and the ReplicationControllers that were there before them.

import { type JsonObject, objectAt, valueAt } from '../../json/json.ts';
import { type Cells, count, selector } from '../cell.ts';
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
  defaults: workloadDefaults({ values: { selector: null, replicas: 1 } }),
  cells,
};

function withTemplateLabels(object: JsonObject): JsonObject {
  const metadata = objectAt(object, 'metadata');
  const labels = valueAt(metadata, 'labels') ?? templateLabels(object);
  return labels === undefined ? object : { ...object, metadata: { ...metadata, labels } };
}

export const replicationController: Kind = {
  group: '',
  kind: 'ReplicationController',
  generation: true,
  fields: { 'status.replicas': '0' },
  defaults: {
    ...workloadDefaults({ values: { replicas: 1, selector: (spec) => templateLabels({ spec }) } }),
    also: withTemplateLabels,
  },
  cells,
};
