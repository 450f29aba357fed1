import type { Kind } from '../kind.ts';
import { containerCells, emptySpec, readyReplicas, rollingUpdate, workloadDefaults } from './workload.ts';

export const statefulSet: Kind = {
  group: 'apps',
  kind: 'StatefulSet',
  generation: true,
  zero: {
    spec: { ...emptySpec, updateStrategy: {} },
    status: { replicas: 0, availableReplicas: 0 },
  },
  defaults: workloadDefaults({
    values: {
      selector: null,
      replicas: 1,
      podManagementPolicy: 'OrderedReady',
      updateStrategy: {},
      revisionHistoryLimit: 10,
      persistentVolumeClaimRetentionPolicy: {},
    },
    fields: {
      updateStrategy: rollingUpdate({ partition: 0 }),
      persistentVolumeClaimRetentionPolicy: { values: { whenDeleted: 'Retain', whenScaled: 'Retain' } },
    },
    items: {
      volumeClaimTemplates: {
        values: { kind: 'PersistentVolumeClaim', apiVersion: 'v1', spec: {}, status: {} },
        fields: {
          spec: { values: { resources: {}, volumeMode: 'Filesystem' } },
          status: { values: { phase: 'Pending' } },
        },
      },
    },
  }),
  cells: { Ready: readyReplicas, ...containerCells },
};
