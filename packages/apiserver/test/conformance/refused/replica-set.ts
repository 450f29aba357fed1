import { refusals } from '../refusals.ts';
import { replicaSet } from '../workloads.ts';

const spec = (fields: object): object => ({ spec: fields });
const status = (fields: object): object => ({ status: fields });

export const group = refusals({
  resource: 'apps/v1 replicasets',
  valid: replicaSet('a'),
  refused: {
    'no spec': { spec: null },
    'no template': spec({ template: null }),
    'a restart policy that is none': spec({ template: { spec: { restartPolicy: 'Often' } } }),
    'no selector': spec({ selector: null }),
    'an empty selector': spec({ selector: { matchLabels: null } }),
    'a selector of other labels': spec({ selector: { matchLabels: { app: 'b' } } }),
    'a selector that is no label': spec({ selector: { matchLabels: { app: 'a b' } } }),
    'a template with other labels': spec({ template: { metadata: { labels: { app: 'b' } } } }),
    'a template that runs once': spec({ template: { spec: { restartPolicy: 'OnFailure' } } }),
    'a template with a deadline': spec({ template: { spec: { activeDeadlineSeconds: 5 } } }),
    'negative replicas': spec({ replicas: -1 }),
    'negative minReadySeconds': spec({ minReadySeconds: -1 }),
    'several faults': spec({ replicas: -2, minReadySeconds: -1, selector: null }),
  },
  taken: {
    'no replicas': spec({ replicas: 0 }),
    'a selector of an expression': spec({
      selector: { matchLabels: null, matchExpressions: [{ key: 'b', operator: 'DoesNotExist' }] },
    }),
  },
  refusedChanges: {
    'another selector': spec({
      selector: { matchLabels: { app: 'b' } },
      template: { metadata: { labels: { app: 'b' } } },
    }),
    'negative replicas': spec({ replicas: -1 }),
    'no selector': spec({ selector: null }),
  },
  takenChanges: { 'more replicas': spec({ replicas: 5 }), 'a longer wait': spec({ minReadySeconds: 5 }) },
  refusedStatus: {
    'negative counts': status({
      replicas: -1,
      fullyLabeledReplicas: -1,
      readyReplicas: -1,
      availableReplicas: -1,
      observedGeneration: -1,
      terminatingReplicas: -1,
    }),
    'more labeled than there are': status({ replicas: 1, fullyLabeledReplicas: 2 }),
    'more ready than there are': status({ replicas: 1, readyReplicas: 2 }),
    'more available than ready': status({ replicas: 2, readyReplicas: 1, availableReplicas: 2 }),
    'more available than there are': status({ replicas: 1, availableReplicas: 2 }),
  },
  takenStatus: {
    counts: status({ replicas: 3, readyReplicas: 2, availableReplicas: 1, fullyLabeledReplicas: 3 }),
  },
});
