import { refusals } from '../refusals.ts';

const enforce = { 'kubernetes.io/enforce-mountable-secrets': 'true' };

export const group = refusals({
  resource: 'v1 serviceaccounts',
  valid: {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: 'a' },
    secrets: [{ name: 's', kind: 'Secret', namespace: 'other' }],
  },
  refused: {
    'a bad name': { metadata: { name: 'A_b' } },
    'a long name': { metadata: { name: 'a'.repeat(254) } },
    'an empty name': { metadata: { name: '' } },
    'no name': { metadata: { name: null } },
    'a finalizer of a bad domain': { metadata: { finalizers: ['a b/c'] } },
    'a bad label': { metadata: { labels: { 'a b': '-' } } },
    'a bad annotation': { metadata: { annotations: { 'a b': '-' } } },
    'a bad finalizer': { metadata: { finalizers: ['a'] } },
    'a bad owner': { metadata: { ownerReferences: [{ apiVersion: '', kind: '', name: '', uid: '' }] } },
    'Secrets that are none': { secrets: 'a' },
    'names of Secrets': { secrets: ['a'] },
    'a flag that is none': { automountServiceAccountToken: 'yes' },
  },
  taken: {
    'no Secrets': { secrets: null },
    'an empty Secret': { secrets: [{}], imagePullSecrets: [{}] },
    'a name with dots': { metadata: { name: 'a.b' } },
    'an annotation of old': { metadata: { annotations: enforce } },
  },
  refusedChanges: {
    'a bad label': { metadata: { labels: { 'a b': '-' } } },
    'another uid': { metadata: { uid: 'u' } },
  },
  takenChanges: {
    'other Secrets': { secrets: [{ name: 't' }] },
    'no mounts': { automountServiceAccountToken: false },
    'an annotation of old': { metadata: { annotations: enforce } },
  },
});
