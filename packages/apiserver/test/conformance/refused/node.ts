import { refusals } from '../refusals.ts';

const spec = (fields: object): object => ({ spec: fields });
const taints = (...list: readonly object[]): object => spec({ taints: list });
const ranges = (...podCIDRs: readonly string[]): object => spec({ podCIDR: podCIDRs[0] ?? null, podCIDRs });
const capacity = (amounts: object): object => ({ status: { capacity: amounts } });
const allocatable = (amounts: object): object => ({ status: { allocatable: amounts } });
const addresses = (...list: readonly object[]): object => ({ status: { addresses: list } });
const taint = { key: 'a', value: 'b', effect: 'NoExecute' };
const address = { type: 'InternalIP', address: '10.0.0.1' };

export const group = refusals({
  resource: 'v1 nodes',
  scope: 'Cluster',
  valid: {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: 'refused-node' },
    spec: { podCIDR: '10.1.0.0/24', podCIDRs: ['10.1.0.0/24'], providerID: 'a://1', taints: [taint] },
    status: { capacity: { cpu: '4' } },
  },
  refused: {
    'a name that is none': { metadata: { name: 'A_' } },
    'a taint without a key': taints({ effect: 'NoSchedule' }),
    'a taint whose key is none': taints({ key: 'a b', effect: 'NoSchedule' }),
    'a taint whose value is none': taints({ ...taint, value: 'a b' }),
    'a taint without an effect': taints({ key: 'a' }),
    'a taint with an effect that is none': taints({ key: 'a', effect: 'NoEntry' }),
    'a taint twice': taints(taint, { ...taint, value: 'c' }),
    'a taint three times': taints(taint, taint, { ...taint, timeAdded: '2026-01-01T00:00:00Z' }),
    'a range that is none': ranges('10.0.0.0'),
    'a range with bits beyond it': ranges('10.0.0.1/24'),
    'ranges of one family': ranges('10.0.0.0/24', '10.0.1.0/24'),
    'three ranges': ranges('10.0.0.0/24', 'fd00::/64', '10.0.1.0/24'),
    'a negative amount': capacity({ cpu: '-1' }),
    'half a pod': capacity({ pods: '500m' }),
    'half a device': allocatable({ 'example.com/gpu': '1500m' }),
    'amounts of both': { status: { capacity: { cpu: '-1' }, allocatable: { memory: '-1' } } },
    'swap of no size': { status: { nodeInfo: { swap: { capacity: 0 } } } },
    'an amount that is none': capacity({ cpu: 'x' }),
  },
  taken: {
    'no spec': { spec: null },
    'both families': ranges('10.0.0.0/24', 'fd00::/64'),
    'taints of one key': taints(taint, { ...taint, effect: 'NoSchedule' }),
    'a range alone': spec({ podCIDR: '10.2.0.0/24', podCIDRs: null }),
    'whatever amounts': capacity({ 'A b': '1', cpu: '1m', pods: '0' }),
    'an address twice': addresses(address, address),
  },
  refusedChanges: {
    'another range': ranges('10.2.0.0/24'),
    'no range': spec({ podCIDR: null, podCIDRs: null }),
    'another range, and one that is none': ranges('10.2.0.1/24', 'x'),
    'another provider': spec({ providerID: 'b://1' }),
    'no provider': spec({ providerID: null }),
    'an external id': spec({ externalID: 'x' }),
    'a taint without an effect': taints({ key: 'a' }),
    'a taint twice': taints(taint, taint),
  },
  takenChanges: {
    'other taints': taints({ key: 'b', effect: 'NoSchedule' }),
    'no taints': spec({ taints: null }),
    unschedulable: spec({ unschedulable: true }),
  },
  refusedStatus: {
    'a negative amount': capacity({ cpu: '-1' }),
    'half a pod': allocatable({ pods: '1500m' }),
    'an address twice': addresses(address, { ...address, type: 'Hostname' }, address),
  },
  takenStatus: {
    addresses: addresses(address, { ...address, type: 'Hostname' }),
    'the spec besides': { ...spec({ providerID: 'b://1' }), status: { phase: 'Running' } },
  },
});
