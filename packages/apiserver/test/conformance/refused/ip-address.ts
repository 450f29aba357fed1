import { refusals } from '../refusals.ts';

const parent = (fields: object | null): object => ({ spec: { parentRef: fields } });

export const group = refusals({
  resource: 'networking.k8s.io/v1 ipaddresses',
  scope: 'Cluster',
  valid: {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'IPAddress',
    metadata: { name: '192.168.7.1' },
    spec: { parentRef: { resource: 'services', namespace: 'a', name: 'b' } },
  },
  refused: {
    'no parent': parent(null),
    'no spec': { spec: null },
    'an empty parent': parent({ resource: null, namespace: null, name: null }),
    'no resource': parent({ resource: '' }),
    'no name': parent({ name: '' }),
    'a bad group': parent({ group: 'A' }),
    'bad names': parent({ resource: 'a/b', name: '.', namespace: 'a%' }),
    'a name that is no address': { metadata: { name: 'a' } },
    'a name with leading zeros': { metadata: { name: '192.168.007.1' } },
    'a mapped address': { metadata: { name: '::ffff:1.2.3.4' } },
    'an address not in its canonical form': { metadata: { name: 'fd00:0::1' } },
    'a bad name and no parent': { metadata: { name: 'a' }, ...parent(null) },
  },
  taken: {
    'a group': parent({ group: 'example.com' }),
    'no namespace': parent({ namespace: null }),
    'an IPv6 address': { metadata: { name: 'fd00::1' } },
  },
  refusedChanges: {
    'another parent': parent({ name: 'c' }),
    'a parent in a group': parent({ group: 'example.com', namespace: null }),
    'no parent': parent(null),
    'a bad parent': parent({ resource: '' }),
  },
  takenChanges: { labels: { metadata: { labels: { a: 'b' } } } },
});
