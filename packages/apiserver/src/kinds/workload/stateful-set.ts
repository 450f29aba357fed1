import type { Kind } from '../kind.ts';
import { containerCells, readyReplicas, rollingUpdate, workloadDefaults } from './workload.ts';

export const statefulSet: Kind = {
  group: 'apps',
  kind: 'StatefulSet',
  generation: true,
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
