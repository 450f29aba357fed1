import { refusals } from '../refusals.ts';

const overhead = (podFixed: object): object => ({ overhead: { podFixed } });
const scheduling = (fields: object): object => ({ scheduling: fields });
const tolerations = (...list: readonly object[]): object => scheduling({ tolerations: list });
const toleration = { key: 'a', operator: 'Equal', value: 'b', effect: 'NoSchedule' };

export const group = refusals({
  resource: 'node.k8s.io/v1 runtimeclasses',
  scope: 'Cluster',
  valid: {
    apiVersion: 'node.k8s.io/v1',
    kind: 'RuntimeClass',
    metadata: { name: 'refused-class' },
    handler: 'runc',
  },
  refused: {
    'no handler': { handler: null },
    'a handler that is none': { handler: 'Run_C' },
    'a handler with dots': { handler: 'run.c' },
    'a long handler': { handler: 'a'.repeat(64) },
    'a name that is none': { metadata: { name: 'A' } },
    'a negative overhead': overhead({ cpu: '-1' }),
    'an overhead that is none': overhead({ apples: '1' }),
    'half a device': overhead({ 'example.com/gpu': '500m' }),
    'pages alone': overhead({ 'hugepages-2Mi': '2Mi' }),
    'a label that is none': scheduling({ nodeSelector: { 'a b': 'c' } }),
    'a toleration without a key': tolerations({ operator: 'Equal' }),
    'an operator that is none': tolerations({ ...toleration, operator: 'Like' }),
    'an effect that is none': tolerations({ ...toleration, effect: 'NoEntry' }),
    'a toleration twice': tolerations(toleration, toleration),
    'seconds of what does not end': tolerations({ ...toleration, tolerationSeconds: 1 }),
    'a handler and more': { handler: '', ...overhead({ cpu: '-1' }) },
  },
  taken: {
    overhead: overhead({ cpu: '100m', memory: '1Mi' }),
    scheduling: { scheduling: { nodeSelector: { a: 'b' }, tolerations: [toleration] } },
    'tolerations of one key': tolerations(toleration, { ...toleration, effect: 'NoExecute' }),
  },
  refusedChanges: {
    'another handler': { handler: 'other' },
    'no handler': { handler: '' },
    'no version': { metadata: { resourceVersion: '' } },
  },
  takenChanges: { overhead: overhead({ cpu: '100m' }), 'other labels': { metadata: { labels: { a: 'b' } } } },
});
