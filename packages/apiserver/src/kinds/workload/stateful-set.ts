import { always, each } from '../defaults.ts';
import type { Kind } from '../kind.ts';
import { claimSpec } from '../persistent-volume-claim/persistent-volume-claim.ts';
import { containerCells } from '../pod/pod-template.ts';
import { readyReplicas, rollingUpdate, workloadDefaults } from './workload.ts';

export const statefulSet: Kind = {
  group: 'apps',
  kind: 'StatefulSet',
  names: 'label',
  generation: true,
  defaults: workloadDefaults({
    selector: null,
    replicas: 1,
    podManagementPolicy: 'OrderedReady',
    updateStrategy: rollingUpdate({ partition: 0 }),
    revisionHistoryLimit: 10,
    persistentVolumeClaimRetentionPolicy: always({ whenDeleted: 'Retain', whenScaled: 'Retain' }),
    volumeClaimTemplates: each({
      kind: 'PersistentVolumeClaim',
      apiVersion: 'v1',
      spec: always(claimSpec),
      status: always({ phase: 'Pending' }),
    }),
  }),
  cells: { Ready: readyReplicas, ...containerCells() },
};
