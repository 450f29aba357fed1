import { refusals } from '../refusals.ts';
import { container, job } from '../workloads.ts';

const spec = (fields: object): object => ({ spec: fields });
const podOf = (fields: object): object => spec({ template: { spec: fields } });
const node = (name: string): object => ({
  requiredDuringSchedulingIgnoredDuringExecution: {
    nodeSelectorTerms: [{ matchExpressions: [{ key: 'zone', operator: 'In', values: [name] }] }],
  },
});
const own = { preferredDuringSchedulingIgnoredDuringExecution: [] };

// What may change in a Job whose pods are not there yet.
export const group = refusals({
  resource: 'batch/v1 jobs',
  valid: job('a', {
    suspend: true,
    completionMode: 'Indexed',
    completions: 3,
    parallelism: 3,
    template: {
      spec: { containers: [container()], restartPolicy: 'Never', affinity: { nodeAffinity: node('x') } },
    },
  }),
  refusedChanges: {
    'another image': podOf({ containers: [container('c', { image: 'other' })] }),
    'another container': podOf({ containers: [container(), container('d')] }),
    'another restart policy': podOf({ restartPolicy: 'OnFailure' }),
    'pods to be near to': podOf({
      affinity: {
        podAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: 'zone', labelSelector: {} }],
        },
      },
    }),
    'an affinity of pods that says nothing': podOf({ affinity: { podAffinity: own } }),
    'more completions alone': spec({ completions: 4 }),
    'no completions': spec({ completions: null }),
    'an account': podOf({ serviceAccountName: 'x' }),
  },
  takenChanges: {
    'other places to run': podOf({ nodeSelector: { a: 'b' } }),
    'other nodes': podOf({ affinity: { nodeAffinity: node('y') } }),
    'any node': podOf({ affinity: null }),
    tolerations: podOf({ tolerations: [{ key: 'a', operator: 'Exists' }] }),
    'gates of scheduling': podOf({ schedulingGates: [{ name: 'example.com/a' }] }),
    'other resources': podOf({ containers: [container('c', { resources: { limits: { cpu: '1' } } })] }),
    'more labels and annotations': spec({
      template: { metadata: { labels: { app: 'a' }, annotations: { a: 'b' } } },
    }),
    'more completions at once': spec({ completions: 4, parallelism: 4 }),
    'its start': spec({ suspend: false }),
  },
});
