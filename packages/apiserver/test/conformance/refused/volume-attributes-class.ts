import { refusals } from '../refusals.ts';

export const group = refusals({
  resource: 'storage.k8s.io/v1 volumeattributesclasses',
  scope: 'Cluster',
  valid: {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'VolumeAttributesClass',
    metadata: { name: 'refused-attributes' },
    driverName: 'example.com',
    parameters: { iops: '100' },
  },
  refused: {
    'a bad name': { metadata: { name: 'A_b' } },
    'no driver': { driverName: null },
    'a bad driver': { driverName: 'A B' },
    'no parameters': { parameters: null },
    'empty parameters': { parameters: { iops: null } },
    'a parameter of no name': { parameters: { '': 'a' } },
    'many parameters': {
      parameters: Object.fromEntries(Array.from({ length: 512 }, (_, at) => [`p${at}`, ''])),
    },
    'large parameters': { parameters: { a: 'a'.repeat(256 * 1024) } },
    nothing: { driverName: '', parameters: null },
  },
  taken: {
    'a driver in upper case': { driverName: 'Example.com/Disk' },
    'as many parameters': {
      parameters: Object.fromEntries(Array.from({ length: 511 }, (_, at) => [`p${at}`, ''])),
    },
    'an empty value': { parameters: { iops: '' } },
  },
  refusedChanges: {
    'another driver': { driverName: 'example.org' },
    'other parameters': { parameters: { iops: '200' } },
    'no parameters': { parameters: null },
    nothing: { driverName: '', parameters: null },
  },
  takenChanges: { 'a label': { metadata: { labels: { a: 'b' } } } },
});
