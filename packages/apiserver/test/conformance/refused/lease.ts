import { refusals } from '../refusals.ts';

const spec = (fields: object): object => ({ spec: fields });

export const group = refusals({
  resource: 'coordination.k8s.io/v1 leases',
  valid: {
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: { name: 'a' },
    spec: { holderIdentity: 'one', leaseDurationSeconds: 15, leaseTransitions: 1 },
  },
  refused: {
    'a duration of 0': spec({ leaseDurationSeconds: 0 }),
    'a negative duration': spec({ leaseDurationSeconds: -1 }),
    'negative transitions': spec({ leaseTransitions: -1 }),
    both: spec({ leaseDurationSeconds: -1, leaseTransitions: -1 }),
    'a time that is none': spec({ renewTime: 'yesterday' }),
    'with its metadata': { metadata: { labels: { 'a b': '-' } }, spec: { leaseDurationSeconds: 0 } },
  },
  taken: {
    'no spec': { spec: null },
    'no holder': spec({ holderIdentity: null }),
    'no transitions': spec({ leaseTransitions: 0 }),
  },
  refusedChanges: {
    'a negative duration': spec({ leaseDurationSeconds: -1 }),
    'another uid': { metadata: { uid: 'u' } },
  },
  takenChanges: { 'another holder': spec({ holderIdentity: 'two' }) },
});
