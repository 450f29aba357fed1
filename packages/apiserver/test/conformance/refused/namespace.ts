import { refusals } from '../refusals.ts';

const finalizers = (...names: readonly string[]): object => ({ spec: { finalizers: names } });
const phase = (name: string | null): object => ({ status: { phase: name } });

export const group = refusals({
  resource: 'v1 namespaces',
  scope: 'Cluster',
  valid: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'refused-namespace' } },
  refused: {
    'a name with dots': { metadata: { name: 'a.b' } },
    'a name that is none': { metadata: { name: 'A_' } },
    'a long name': { metadata: { name: 'a'.repeat(64) } },
    'no name': { metadata: { name: null } },
    'a finalizer that nobody knows': finalizers('mine'),
    'a finalizer that is none': finalizers('a b'),
    'an empty finalizer': finalizers(''),
    'more than one': finalizers('kubernetes', 'x', 'example.com/a', 'example.com/'),
    'a label that is none': { metadata: { labels: { 'a b': 'c' } } },
    'a finalizer of its metadata that nobody knows': { metadata: { finalizers: ['mine'] } },
    'with its metadata': { metadata: { labels: { a: '-' } }, spec: { finalizers: ['x'] } },
  },
  taken: {
    finalizers: finalizers('example.com/a', 'orphan'),
    'no spec': { spec: null },
    'another phase': phase('Terminating'),
    'a name that is generated': { metadata: { name: null, generateName: 'a-' } },
  },
  refusedChanges: {
    'a label that is none': { metadata: { labels: { 'a b': 'c' } } },
    'another uid': { metadata: { uid: 'u' } },
  },
  takenChanges: { 'other finalizers': finalizers('x'), 'no finalizers': finalizers() },
  refusedStatus: {
    'a phase that is none': phase('Lost'),
    'the end of what does not end': phase('Terminating'),
  },
  takenStatus: {
    'no phase': phase(null),
    conditions: { status: { conditions: [{ type: 'A', status: 'True' }] } },
  },
});
