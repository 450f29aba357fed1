import { refusals } from '../refusals.ts';

const driver = { name: 'a.example.com', nodeID: 'n', topologyKeys: ['zone'] };
const drivers = (...list: object[]): object => ({ spec: { drivers: list } });

export const group = refusals({
  resource: 'storage.k8s.io/v1 csinodes',
  scope: 'Cluster',
  valid: {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'CSINode',
    metadata: { name: 'refused-node' },
    spec: { drivers: [driver] },
  },
  refused: {
    'a bad name': { metadata: { name: 'A_b' } },
    'no name': drivers({ ...driver, name: '' }),
    'a bad driver': drivers({ ...driver, name: 'a b' }),
    'a long driver': drivers({ ...driver, name: 'a'.repeat(64) }),
    'no id': drivers({ ...driver, nodeID: '' }),
    'a long id': drivers({ ...driver, nodeID: 'n'.repeat(257) }),
    'a negative count': drivers({ ...driver, allocatable: { count: -1 } }),
    'a driver twice': drivers(driver, driver),
    'no key': drivers({ ...driver, topologyKeys: [''] }),
    'a key twice': drivers({ ...driver, topologyKeys: ['a', 'a'] }),
    'a bad key': drivers({ ...driver, topologyKeys: ['a b'] }),
    'an empty driver': drivers({ name: '', nodeID: '' }),
    'all of it': drivers(driver, { ...driver, nodeID: '', allocatable: { count: -1 }, topologyKeys: ['/'] }),
  },
  taken: {
    'no drivers': drivers(),
    'a driver in upper case': drivers({ ...driver, name: 'A.Example.com' }),
    'a long id': drivers({ ...driver, nodeID: 'n'.repeat(256) }),
    'a count of 0': drivers({ ...driver, allocatable: { count: 0 } }),
    'no keys': drivers({ ...driver, topologyKeys: null }),
  },
  refusedChanges: {
    'another id': drivers({ ...driver, nodeID: 'm' }),
    'other keys': drivers({ ...driver, topologyKeys: ['zone', 'region'] }),
    'no keys, and another count': drivers({ name: driver.name, nodeID: 'n', allocatable: { count: 2 } }),
    'a bad driver': drivers(driver, { name: 'a b', nodeID: 'n' }),
    'no revision': { metadata: { resourceVersion: null } },
  },
  takenChanges: {
    'another driver': drivers({ ...driver, name: 'b.example.com' }),
    'no driver': drivers(),
    'another count': drivers({ ...driver, allocatable: { count: 2 } }),
  },
});
