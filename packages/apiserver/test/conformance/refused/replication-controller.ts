import { refusals } from '../refusals.ts';
import { named, template } from '../workloads.ts';

const spec = (fields: object): object => ({ spec: fields });
const status = (fields: object): object => ({ status: fields });

export const group = refusals({
  resource: 'v1 replicationcontrollers',
  valid: named('v1 ReplicationController', 'a', { selector: { app: 'a' }, template: template() }),
  refused: {
    'no spec': { spec: null },
    'no selector and no labels': spec({ selector: null, template: { metadata: null } }),
    'no template': spec({ template: null }),
    'no template and no selector': spec({ template: null, selector: null }),
    'a selector of other labels': spec({ selector: { app: 'b' } }),
    'a selector of more labels': spec({ selector: { more: 'x' } }),
    'a template without labels': spec({ template: { metadata: null } }),
    'a template that runs once': spec({ template: { spec: { restartPolicy: 'Never' } } }),
    'a template with a deadline': spec({ template: { spec: { activeDeadlineSeconds: 5 } } }),
    'negative replicas': spec({ replicas: -1 }),
    'negative minReadySeconds': spec({ minReadySeconds: -1 }),
    'several faults': spec({ replicas: -2, minReadySeconds: -1, selector: { app: 'c' } }),
    'a name that is none': { metadata: { name: 'A' } },
  },
  taken: {
    'no selector': spec({ selector: null }),
    'no replicas': spec({ replicas: 0 }),
  },
  refusedChanges: {
    'a selector of other labels': spec({ selector: { app: 'b' } }),
    'negative replicas': spec({ replicas: -1 }),
  },
  takenChanges: {
    'more replicas': spec({ replicas: 5 }),
    'another selector': spec({
      selector: { app: 'b' },
      template: { metadata: { labels: { app: 'b' } } },
    }),
  },
  refusedStatus: {
    'negative counts': status({
      replicas: -1,
      fullyLabeledReplicas: -1,
      readyReplicas: -1,
      availableReplicas: -1,
      observedGeneration: -1,
    }),
    'more labeled than there are': status({ replicas: 1, fullyLabeledReplicas: 2 }),
    'more available than ready': status({ replicas: 2, readyReplicas: 1, availableReplicas: 2 }),
  },
  takenStatus: { counts: status({ replicas: 3, readyReplicas: 2, availableReplicas: 1 }) },
});
