import { refusals } from '../refusals.ts';

const spec = (fields: object): object => ({ spec: fields });
const tokens = (...tokenRequests: object[]): object => spec({ tokenRequests });

export const group = refusals({
  resource: 'storage.k8s.io/v1 csidrivers',
  scope: 'Cluster',
  valid: {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'CSIDriver',
    metadata: { name: 'refused-driver' },
    spec: {},
  },
  refused: {
    'a bad name': { metadata: { name: 'A_b' } },
    'an unknown policy': spec({ fsGroupPolicy: 'Some' }),
    'an empty policy': spec({ fsGroupPolicy: '' }),
    'unknown modes': spec({ volumeLifecycleModes: ['Persistent', 'Short', ''] }),
    'an audience twice': tokens({ audience: 'a' }, { audience: 'a', expirationSeconds: 1 }),
    'no audience twice': tokens({ audience: '' }, { audience: '' }),
    'a token of a moment': tokens({ audience: 'a', expirationSeconds: 599 }),
    'a token of an age': tokens({ audience: 'a', expirationSeconds: 2 ** 32 + 1 }),
    'a short period': spec({ nodeAllocatableUpdatePeriodSeconds: 9 }),
    'a negative period': spec({ nodeAllocatableUpdatePeriodSeconds: -1 }),
    'tokens in secrets, but none': spec({ serviceAccountTokenInSecrets: true }),
    'no tokens in secrets, and none': spec({ serviceAccountTokenInSecrets: false }),
    'all of it': spec({
      fsGroupPolicy: 'x',
      volumeLifecycleModes: ['y'],
      nodeAllocatableUpdatePeriodSeconds: 0,
      serviceAccountTokenInSecrets: true,
    }),
  },
  taken: {
    'a policy': spec({ fsGroupPolicy: 'File' }),
    'a mode twice': spec({ volumeLifecycleModes: ['Ephemeral', 'Ephemeral'] }),
    'two audiences': tokens({ audience: 'a', expirationSeconds: 600 }, { audience: '' }),
    'a long token in secrets': spec({
      tokenRequests: [{ audience: 'a', expirationSeconds: 2 ** 32 }],
      serviceAccountTokenInSecrets: true,
    }),
    'a period': spec({ nodeAllocatableUpdatePeriodSeconds: 10 }),
    'a feature that is off': spec({ preventPodSchedulingIfMissing: true }),
  },
  refusedChanges: {
    'attached otherwise': spec({ attachRequired: false }),
    'another mode': spec({ volumeLifecycleModes: ['Ephemeral'] }),
    'an unknown mode': spec({ volumeLifecycleModes: ['Short'] }),
    'a short period': spec({ nodeAllocatableUpdatePeriodSeconds: 1 }),
    'no revision': { metadata: { resourceVersion: null } },
  },
  takenChanges: {
    'another policy': spec({ fsGroupPolicy: 'None' }),
    'a token': tokens({ audience: 'a' }),
    'other info': spec({ podInfoOnMount: true, storageCapacity: true, requiresRepublish: true }),
  },
});
