import { refusals } from '../refusals.ts';

const spec = (fields: object): object => ({ spec: fields });
const limited = (fields: object): object => spec({ limited: fields });
const queuing = (fields: object): object => limited({ limitResponse: { queuing: fields } });
const response = (fields: object): object => limited({ limitResponse: fields });
const conditions = (...types: readonly string[]): object => ({
  status: { conditions: types.map((type) => ({ type, status: 'True', lastTransitionTime: null })) },
});

export const group = refusals({
  resource: 'flowcontrol.apiserver.k8s.io/v1 prioritylevelconfigurations',
  scope: 'Cluster',
  valid: {
    apiVersion: 'flowcontrol.apiserver.k8s.io/v1',
    kind: 'PriorityLevelConfiguration',
    metadata: { name: 'refused-level' },
    spec: {
      type: 'Limited',
      limited: {
        nominalConcurrencyShares: 5,
        limitResponse: { type: 'Queue', queuing: { queues: 8, handSize: 2, queueLengthLimit: 10 } },
      },
    },
  },
  refused: {
    'no spec': { spec: null },
    'no type': spec({ type: null }),
    'a type that is none': spec({ type: 'Unlimited' }),
    'no limits': spec({ limited: null }),
    'exempt by type': spec({ type: 'Exempt' }),
    'exempt as well': spec({ exempt: {} }),
    'exempt, with shares that are none': {
      metadata: { name: 'exempt' },
      spec: { type: 'Exempt', limited: null, exempt: { nominalConcurrencyShares: -1, lendablePercent: 101 } },
    },
    'negative shares': limited({ nominalConcurrencyShares: -1 }),
    'too much that is lent': limited({ lendablePercent: 101 }),
    'less than nothing that is lent': limited({ lendablePercent: -1 }),
    'less than nothing that is borrowed': limited({ borrowingLimitPercent: -1 }),
    'no response': limited({ limitResponse: null }),
    'a response that is none': response({ type: 'Wait' }),
    'a response of no type': response({ type: '' }),
    'queues that are rejected': response({ type: 'Reject' }),
    'no queues': response({ queuing: null }),
    'negative queues': queuing({ queues: -1, handSize: -1, queueLengthLimit: -1 }),
    'too many queues': queuing({ queues: 10_000_001 }),
    'a hand that is too large': queuing({ handSize: 9 }),
    'a hand that takes too many bits': queuing({ queues: 512, handSize: 8 }),
    'an annotation of the server': {
      metadata: { annotations: { 'flowcontrol.k8s.io/v1beta3-preserve-zero-concurrency-shares': '' } },
    },
  },
  taken: {
    'no shares': limited({ nominalConcurrencyShares: 0 }),
    rejects: response({ type: 'Reject', queuing: null }),
    'queues as they are by default': response({
      queuing: { queues: null, handSize: null, queueLengthLimit: 0 },
    }),
    'all that is lent': limited({ lendablePercent: 100, borrowingLimitPercent: 1000 }),
    'as many bits as there are': queuing({ queues: 1024, handSize: 6 }),
  },
  refusedChanges: {
    'no type': spec({ type: '' }),
    'another type': spec({ type: 'Exempt', limited: null }),
    'negative shares': limited({ nominalConcurrencyShares: -1 }),
  },
  takenChanges: { 'other shares': limited({ nominalConcurrencyShares: 6 }) },
  refusedStatus: { 'a condition twice': conditions('A', 'A'), 'a condition of no type': conditions('', 'B') },
  takenStatus: { conditions: conditions('A', 'B') },
});
