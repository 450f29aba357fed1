import { refusals } from '../refusals.ts';
import { deployment, podSpec, template } from '../workloads.ts';

const spec = (fields: object): object => ({ spec: fields });
const status = (fields: object): object => ({ status: fields });
const expression = (fields: object): object => spec({ selector: { matchExpressions: [fields] } });

export const group = refusals({
  resource: 'apps/v1 deployments',
  valid: deployment('a'),
  refused: {
    'no spec': { spec: null },
    'no template': spec({ template: null }),
    'no selector': spec({ selector: null }),
    'an empty selector': spec({ selector: { matchLabels: null } }),
    'a selector of other labels': spec({ selector: { matchLabels: { app: 'b' } } }),
    'a selector of more labels': spec({ selector: { matchLabels: { more: 'x' } } }),
    'a selector that is no label': spec({ selector: { matchLabels: { app: 'a b' } } }),
    'a selector whose key is no label': spec({ selector: { matchLabels: { 'a b': 'x', app: null } } }),
    'an expression without operator': expression({ key: 'app' }),
    'an unknown operator': expression({ key: 'app', operator: 'Is', values: ['a'] }),
    'In without values': expression({ key: 'app', operator: 'In' }),
    'Exists with values': expression({ key: 'app', operator: 'Exists', values: ['a'] }),
    'an expression that excludes the template': expression({ key: 'app', operator: 'NotIn', values: ['a'] }),
    'an expression without key': expression({ operator: 'Exists' }),
    'a template without labels': spec({ template: { metadata: null } }),
    'a template with other labels': spec({ template: { metadata: { labels: { app: 'b', z: 'y' } } } }),
    'a template with a label that is none': spec({ template: { metadata: { labels: { 'a b': 'c d' } } } }),
    'a template that runs once': spec({ template: { spec: { restartPolicy: 'Never' } } }),
    'a template with a deadline': spec({ template: { spec: { activeDeadlineSeconds: 5 } } }),
    'negative replicas': spec({ replicas: -1 }),
    'negative minReadySeconds': spec({ minReadySeconds: -1 }),
    'a negative history': spec({ revisionHistoryLimit: -1 }),
    'a negative deadline': spec({ progressDeadlineSeconds: -1 }),
    'a deadline of 0': spec({ progressDeadlineSeconds: 0 }),
    'a deadline before it is ready': spec({ minReadySeconds: 10, progressDeadlineSeconds: 10 }),
    'no deadline and much to wait for': spec({ minReadySeconds: 600 }),
    'a strategy that is none': spec({ strategy: { type: 'Other' } }),
    'a strategy that is none, with its values': spec({
      strategy: { type: 'Other', rollingUpdate: { maxSurge: '5%' } },
    }),
    'values of a strategy that has none': spec({ strategy: { type: 'Recreate', rollingUpdate: {} } }),
    'nothing may be replaced': spec({ strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: 0 } } }),
    'no share may be replaced': spec({
      strategy: { rollingUpdate: { maxSurge: '0%', maxUnavailable: '0%' } },
    }),
    'a negative surge': spec({ strategy: { rollingUpdate: { maxSurge: -1 } } }),
    'a negative maxUnavailable': spec({ strategy: { rollingUpdate: { maxUnavailable: -1 } } }),
    'a negative share': spec({ strategy: { rollingUpdate: { maxSurge: '-1%' } } }),
    'a text in place of a share': spec({ strategy: { rollingUpdate: { maxUnavailable: 'half' } } }),
    'a number as a text': spec({ strategy: { rollingUpdate: { maxUnavailable: '0', maxSurge: '0' } } }),
    'more than all': spec({ strategy: { rollingUpdate: { maxUnavailable: '101%' } } }),
    'several faults': spec({ replicas: -1, selector: null, minReadySeconds: -1, strategy: { type: 'x' } }),
    'a name that is none': { metadata: { name: 'A' } },
  },
  taken: {
    'no replicas': spec({ replicas: 0 }),
    'a surge of more than all': spec({ strategy: { rollingUpdate: { maxSurge: '200%' } } }),
    'only a surge': spec({ strategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } } }),
    'another strategy': spec({ strategy: { type: 'Recreate' } }),
    'a selector of expressions': spec({
      selector: { matchLabels: null, matchExpressions: [{ key: 'app', operator: 'In', values: ['a', 'b'] }] },
    }),
    'a template of more labels': spec({ template: { metadata: { labels: { more: 'x' } } } }),
    'no history': spec({ revisionHistoryLimit: 0 }),
  },
  refusedChanges: {
    'another selector': spec({
      selector: { matchLabels: { app: 'b' } },
      template: { metadata: { labels: { app: 'b' } } },
    }),
    'another selector that does not fit': spec({ selector: { matchLabels: { app: 'b' } } }),
    'an expression in the selector': spec({
      selector: { matchExpressions: [{ key: 'app', operator: 'Exists' }] },
    }),
    'no selector': spec({ selector: null }),
    'negative replicas': spec({ replicas: -1 }),
    'a template with other labels': spec({ template: { metadata: { labels: { app: 'b' } } } }),
  },
  takenChanges: {
    'more replicas': spec({ replicas: 5 }),
    'another strategy': spec({ strategy: { type: 'Recreate', rollingUpdate: null } }),
    'another template': spec({ template: template({ terminationGracePeriodSeconds: 5 }) }),
    'another pod': spec({ template: { spec: podSpec({ nodeSelector: { a: 'b' } }) } }),
    'a status that is invalid, which is not looked at': status({ replicas: -1 }),
  },
  refusedStatus: {
    'negative counts': status({
      replicas: -1,
      observedGeneration: -1,
      updatedReplicas: -1,
      readyReplicas: -1,
      availableReplicas: -1,
      unavailableReplicas: -1,
      terminatingReplicas: -1,
      collisionCount: -1,
    }),
    'more updated than there are': status({ replicas: 1, updatedReplicas: 2 }),
    'more ready than there are': status({ replicas: 1, readyReplicas: 2 }),
    'more available than ready': status({ replicas: 3, readyReplicas: 1, availableReplicas: 2 }),
    'more available than there are': status({ availableReplicas: 2 }),
    'an invalid label': { metadata: { labels: { 'a b': 'c' } }, status: { replicas: -1 } },
  },
  takenStatus: {
    counts: status({
      replicas: 3,
      readyReplicas: 2,
      availableReplicas: 1,
      updatedReplicas: 3,
      collisionCount: 1,
    }),
    'a spec that is invalid, which is not looked at': { spec: { replicas: -1 }, status: { replicas: 1 } },
  },
});
