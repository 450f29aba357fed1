import { refusals } from '../refusals.ts';

const large = 'a'.repeat(1024 * 1024);

export const group = refusals({
  resource: 'v1 configmaps',
  valid: {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'a' },
    data: { key: 'value' },
    binaryData: { bytes: 'YQ==' },
    immutable: true,
  },
  refused: {
    'a bad name': { metadata: { name: 'A_b' } },
    'a bad key': { data: { 'a b': '' } },
    'no key': { data: { '': 'a' } },
    'a key that is a dot': { data: { '.': '' } },
    'a key that climbs': { data: { '..': '' } },
    'a key that begins as if it climbs': { data: { '..a': '' } },
    'a long key': { data: { ['k'.repeat(254)]: '' } },
    'a bad key of bytes': { binaryData: { 'a/b': '' } },
    'a key in both': { data: { bytes: 'a' } },
    'a bad key in both': { data: { 'a b': 'a', key: null }, binaryData: { 'a b': 'YQ==' } },
    'large data': { data: { key: large } },
    'large data and a bad key': { data: { key: null, 'a b': large } },
    'bytes that are none': { binaryData: { bytes: '-' } },
    'a number': { data: { key: 1 } },
  },
  taken: {
    'no data': { data: null, binaryData: null },
    'an empty value': { data: { key: '' } },
    'a hidden key': { data: { '.a': '', 'A-b_c.d': '' } },
    'not immutable': { immutable: false },
  },
  refusedChanges: {
    'another value': { data: { key: 'other' } },
    'another key': { data: { other: 'value' } },
    'other bytes': { binaryData: { bytes: 'Yg==' } },
    'no bytes': { binaryData: null },
    'not immutable': { immutable: false },
    'nothing of immutability': { immutable: null },
    'all of it, and a bad key': { immutable: null, data: { 'a b': '' }, binaryData: { bytes: 'Yg==' } },
  },
  takenChanges: { 'a label': { metadata: { labels: { a: 'b' } } } },
});
