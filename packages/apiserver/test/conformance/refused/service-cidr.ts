import { refusals } from '../refusals.ts';

const ranges = (...cidrs: readonly string[]): object => ({ spec: { cidrs } });
const condition = {
  type: 'Ready',
  status: 'True',
  reason: 'Ok',
  message: '',
  lastTransitionTime: '2026-01-01T00:00:00Z',
};

export const group = refusals({
  resource: 'networking.k8s.io/v1 servicecidrs',
  scope: 'Cluster',
  valid: {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'ServiceCIDR',
    metadata: { name: 'refused' },
    spec: { cidrs: ['10.201.0.0/24'] },
  },
  refused: {
    'no spec': { spec: null },
    'no ranges': ranges(),
    'three ranges': ranges('10.1.0.0/24', 'fd00::/64', '10.2.0.0/24'),
    'a range that is none': ranges('x'),
    'an empty range': ranges(''),
    'an address': ranges('10.1.0.1'),
    'bits beyond the prefix': ranges('10.1.0.1/24'),
    'leading zeros': ranges('10.01.0.0/24'),
    'a mapped range': ranges('::ffff:10.0.0.0/104'),
    'a range not in its canonical form': ranges('fd00:0::/64'),
    'one family twice': ranges('10.1.0.0/24', '10.2.0.0/24'),
    'one family twice, the other one': ranges('fd00::/64', 'fd01::/64'),
    'two that are none': ranges('x', 'y'),
    'two of one family, neither right': ranges('10.1.0.1/24', '10.2.0.1/24'),
    'a bad name': { metadata: { name: 'A' } },
  },
  taken: { 'both families': ranges('10.1.0.0/24', 'fd00::/64') },
  refusedChanges: {
    'another range': ranges('10.202.0.0/24'),
    'no ranges': { spec: { cidrs: null } },
    'three ranges': ranges('10.201.0.0/24', 'fd00::/64', 'fd01::/64'),
    'another first range': ranges('10.202.0.0/24', 'fd00::/64'),
    'a second range of the same family': ranges('10.201.0.0/24', '10.203.0.0/24'),
    'a second range that is none': ranges('10.201.0.0/24', 'x'),
  },
  takenChanges: { 'a second range': ranges('10.201.0.0/24', 'fd00::/64') },
  refusedStatus: {
    'a condition without a time that is one': { status: { conditions: [{ lastTransitionTime: 'x' }] } },
  },
  takenStatus: {
    'a condition': { status: { conditions: [condition] } },
    'a condition that is not right': { status: { conditions: [{ ...condition, type: '-', reason: '' }] } },
  },
});
