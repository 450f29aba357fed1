import { refusals } from '../refusals.ts';

const topology = (...matchLabelExpressions: object[]): object => ({ matchLabelExpressions });
const zone = { key: 'zone', values: ['a', 'b'] };

export const group = refusals({
  resource: 'storage.k8s.io/v1 storageclasses',
  scope: 'Cluster',
  valid: {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name: 'refused-class' },
    provisioner: 'example.com/disk',
    parameters: { type: 'fast' },
  },
  refused: {
    'a bad name': { metadata: { name: 'A_b' } },
    'no provisioner': { provisioner: null },
    'a bad provisioner': { provisioner: 'A B' },
    'a provisioner of many parts': { provisioner: 'a/b/c' },
    'a parameter of no name': { parameters: { '': 'a' } },
    'many parameters': {
      parameters: Object.fromEntries(Array.from({ length: 512 }, (_, at) => [`p${at}`, ''])),
    },
    'large parameters': { parameters: { a: 'a'.repeat(256 * 1024) } },
    'an unknown policy': { reclaimPolicy: 'Recycle' },
    'an unknown mode': { volumeBindingMode: 'Never' },
    'an empty mode': { volumeBindingMode: '' },
    'a topology without values': { allowedTopologies: [topology({ key: 'zone', values: [] })] },
    'a topology of a bad key': { allowedTopologies: [topology({ key: 'a b', values: ['a b'] })] },
    'a value twice': { allowedTopologies: [topology({ key: 'zone', values: ['a', 'b', 'a'] })] },
    'a key twice': { allowedTopologies: [topology(zone, zone)] },
    'a topology twice': { allowedTopologies: [topology(zone), topology({ ...zone, values: ['b', 'a'] })] },
    'an empty topology': { allowedTopologies: [{}] },
  },
  taken: {
    'a provisioner in upper case': { provisioner: 'Example.com/Disk' },
    'an empty policy': { reclaimPolicy: '' },
    'no parameters': { parameters: null },
    'two topologies': { allowedTopologies: [topology(zone), topology({ ...zone, values: ['c'] })] },
    'a topology of an old label': {
      allowedTopologies: [topology({ key: 'failure-domain.beta.kubernetes.io/zone', values: ['a'] })],
    },
    'mount options of any kind': { mountOptions: ['', '-'] },
  },
  refusedChanges: {
    'other parameters': { parameters: { type: 'slow' } },
    'no parameters': { parameters: null },
    'another provisioner': { provisioner: 'example.com/other' },
    'another policy': { reclaimPolicy: 'Retain' },
    'another mode': { volumeBindingMode: 'WaitForFirstConsumer' },
    'no provisioner': { provisioner: '' },
    'all of it': { parameters: { a: 'b' }, provisioner: 'a b', reclaimPolicy: 'x', volumeBindingMode: 'y' },
  },
  takenChanges: {
    expansion: { allowVolumeExpansion: true },
    'a topology': { allowedTopologies: [topology(zone)] },
    'mount options': { mountOptions: ['ro'] },
  },
});
