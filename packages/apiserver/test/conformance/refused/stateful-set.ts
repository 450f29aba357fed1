import { refusals } from '../refusals.ts';
import { container, statefulSet } from '../workloads.ts';

const spec = (fields: object): object => ({ spec: fields });
const status = (fields: object): object => ({ status: fields });
const claim = (name: string): object => ({
  metadata: { name },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
});

export const group = refusals({
  resource: 'apps/v1 statefulsets',
  valid: statefulSet('a', { volumeClaimTemplates: [claim('d')] }),
  refused: {
    'a name that is no label': { metadata: { name: 'a.b' } },
    'no selector': spec({ selector: null }),
    'an empty selector': spec({ selector: { matchLabels: null } }),
    'a selector of other labels': spec({ selector: { matchLabels: { app: 'b' } } }),
    'a selector that is no label': spec({ selector: { matchLabels: { app: 'a b' } } }),
    'a template with a label that is none': spec({ template: { metadata: { labels: { 'a b': 'c' } } } }),
    'a template that runs once': spec({ template: { spec: { restartPolicy: 'Never' } } }),
    'a template with a deadline': spec({ template: { spec: { activeDeadlineSeconds: 5 } } }),
    'a management of pods that is none': spec({ podManagementPolicy: 'Other' }),
    'a strategy that is none': spec({ updateStrategy: { type: 'Recreate' } }),
    'a strategy that is none, with its values': spec({
      updateStrategy: { type: 'Recreate', rollingUpdate: { partition: 3 } },
    }),
    'values of a strategy that has none': spec({
      updateStrategy: { type: 'OnDelete', rollingUpdate: { partition: 1 } },
    }),
    'a negative partition': spec({ updateStrategy: { rollingUpdate: { partition: -1 } } }),
    'no retention that is known': spec({
      persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Keep', whenScaled: 'Drop' },
    }),
    'negative replicas': spec({ replicas: -1 }),
    'negative minReadySeconds': spec({ minReadySeconds: -1 }),
    'a negative ordinal': spec({ ordinals: { start: -1 } }),
    'a service whose name is none': spec({ serviceName: 'A_b' }),
    'several faults': spec({ replicas: -1, selector: null, serviceName: 'A', podManagementPolicy: 'x' }),
  },
  taken: {
    'no service': spec({ serviceName: null }),
    'no claims': spec({ volumeClaimTemplates: null }),
    'a negative history': spec({ revisionHistoryLimit: -1 }),
    'parallel pods': spec({ podManagementPolicy: 'Parallel' }),
    'an update by hand': spec({ updateStrategy: { type: 'OnDelete' } }),
    'a maxUnavailable, which is not looked at': spec({
      updateStrategy: { rollingUpdate: { maxUnavailable: 0 } },
    }),
    'claims that go': spec({
      persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Delete', whenScaled: 'Delete' },
    }),
    'ordinals from 5': spec({ ordinals: { start: 5 } }),
  },
  refusedChanges: {
    'another selector': spec({
      selector: { matchLabels: { app: 'b' } },
      template: { metadata: { labels: { app: 'b' } } },
    }),
    'another service': spec({ serviceName: 'other' }),
    'another service whose name is none': spec({ serviceName: 'A_b' }),
    'another management of pods': spec({ podManagementPolicy: 'Parallel' }),
    'other claims': spec({ volumeClaimTemplates: [claim('e')] }),
    'no claims': spec({ volumeClaimTemplates: null }),
    'negative replicas': spec({ replicas: -1 }),
    'a selector that does not fit': spec({ selector: { matchLabels: { app: 'b' } } }),
  },
  takenChanges: {
    'more replicas': spec({ replicas: 5 }),
    'other ordinals': spec({ ordinals: { start: 1 } }),
    'another template': spec({ template: { spec: { containers: [container('other')] } } }),
    'another strategy': spec({ updateStrategy: { type: 'OnDelete', rollingUpdate: null } }),
    'a longer history': spec({ revisionHistoryLimit: 20 }),
    'a longer wait': spec({ minReadySeconds: 5 }),
    'another retention': spec({ persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Delete' } }),
  },
  refusedStatus: {
    'negative counts': status({
      replicas: -1,
      readyReplicas: -1,
      currentReplicas: -1,
      updatedReplicas: -1,
      availableReplicas: -1,
      observedGeneration: -1,
      collisionCount: -1,
    }),
    'more ready than there are': status({ replicas: 1, readyReplicas: 2 }),
    'more current than there are': status({ replicas: 1, currentReplicas: 2 }),
    'more updated than there are': status({ replicas: 1, updatedReplicas: 2 }),
    'more available than ready': status({ replicas: 2, readyReplicas: 1, availableReplicas: 2 }),
  },
  takenStatus: { counts: status({ replicas: 3, readyReplicas: 2, availableReplicas: 1 }) },
});
