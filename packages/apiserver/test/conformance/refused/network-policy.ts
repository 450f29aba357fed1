import { refusals } from '../refusals.ts';

const spec = (fields: object): object => ({ spec: fields });
const port = (...ports: readonly object[]): object => spec({ ingress: [{ ports }] });
const to = (...peers: readonly object[]): object => spec({ egress: [{ to: peers }] });
const block = (cidr: unknown, ...except: readonly string[]): object =>
  spec({ ingress: [{ from: [{ ipBlock: { cidr, except } }] }] });

export const group = refusals({
  resource: 'networking.k8s.io/v1 networkpolicies',
  valid: {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'a' },
    spec: { podSelector: { matchLabels: { app: 'a' } }, ingress: [{ from: [{ podSelector: {} }] }] },
  },
  refused: {
    'a selector with a bad key': spec({ podSelector: { matchLabels: { 'a b': 'c' } } }),
    'a selector with a bad value': spec({ podSelector: { matchLabels: { a: 'b c' } } }),
    'In without values': spec({ podSelector: { matchExpressions: [{ key: 'a', operator: 'In' }] } }),
    'Exists with values': spec({
      podSelector: { matchExpressions: [{ key: 'a', operator: 'Exists', values: ['b'] }] },
    }),
    'an operator that is none': spec({ podSelector: { matchExpressions: [{ key: 'a', operator: 'Is' }] } }),
    'a protocol that is none': port({ protocol: 'HTTP', port: 80 }),
    'a protocol in small letters': port({ protocol: 'tcp' }),
    'port 0': port({ port: 0 }),
    'a port beyond all': port({ port: 70000 }),
    'a port with a bad name': port({ port: 'Http' }),
    'a port with an empty name': port({ port: '' }),
    'a port with a long name': port({ port: 'a-name-of-very-many-letters' }),
    'an end before the port': port({ port: 80, endPort: 79 }),
    'an end beyond all': port({ port: 80, endPort: 70000 }),
    'an end behind a name': port({ port: 'http', endPort: 80 }),
    'an end alone': port({ endPort: 80 }),
    'a port without anything right': port({ protocol: 'X', port: -1, endPort: -2 }),
    'a peer without anything': to({}),
    'a peer that is two': to({ podSelector: {}, ipBlock: { cidr: '10.0.0.0/8' } }),
    'a peer that is three': to({
      podSelector: {},
      namespaceSelector: {},
      ipBlock: { cidr: '10.0.0.0/8' },
    }),
    'a peer with a bad selector': to({ podSelector: { matchLabels: { a: '-' } } }),
    'a peer with a bad selector of namespaces': to({
      namespaceSelector: { matchExpressions: [{ key: '-', operator: 'Exists' }] },
    }),
    'a block without a range': block(''),
    'a block that is none': block('everything'),
    'a block that is an address': block('10.0.0.1'),
    'a block with bits beyond its prefix': block('10.1.2.3/8'),
    'a block with leading zeros': block('010.0.0.0/8'),
    'a block with a prefix beyond all': block('10.0.0.0/33'),
    'a block of mapped addresses': block('::ffff:10.0.0.0/104'),
    'an exception that is none': block('10.0.0.0/8', 'x', '10.1.0.0/16'),
    'an exception outside': block('10.0.0.0/8', '11.0.0.0/16'),
    'an exception that is everything': block('10.0.0.0/8', '10.0.0.0/8'),
    'an exception that is more': block('10.0.0.0/8', '0.0.0.0/0'),
    'an exception of the other family': block('10.0.0.0/8', 'fd00::/64'),
    'an exception with bits beyond': block('10.0.0.0/8', '10.1.1.1/16'),
    'an IPv6 exception outside': block('fd00::/16', 'fe00::/64'),
    'three types': spec({ policyTypes: ['Ingress', 'Egress', 'Ingress'] }),
    'a type that is none': spec({ policyTypes: ['Both'] }),
    'types that are none': spec({ policyTypes: ['', 'egress'] }),
    'a bad name': { metadata: { name: 'A' } },
  },
  taken: {
    'no selector': spec({ podSelector: null }),
    'no rules': spec({ ingress: null }),
    'a rule of everything': spec({ ingress: [{}] }),
    'a named port': port({ port: 'http' }),
    'a protocol alone': port({ protocol: 'SCTP' }),
    'a range of ports': port({ port: 80, endPort: 80 }, { port: 1, endPort: 65535 }),
    'both selectors': to({ podSelector: {}, namespaceSelector: {} }),
    'an exception': block('10.0.0.0/8', '10.1.0.0/16'),
    'an IPv6 exception': block('fd00::/16', 'fd00:1::/64'),
    'an IPv6 block not in its canonical form': block('FD00:0::/16', 'fd00:0001::/64'),
    'one type twice': spec({ policyTypes: ['Egress', 'Egress'] }),
  },
  refusedChanges: {
    'a bad selector': spec({ podSelector: { matchLabels: { app: '-' } } }),
    'a bad port': port({ port: 0 }),
    'a bad block': block('10.0.0.1/8'),
    'a bad block and a bad label': { metadata: { labels: { a: '-' } }, ...block('10.0.0.1/8') },
  },
  takenChanges: {
    'another selector': spec({ podSelector: { matchLabels: { app: 'b' } } }),
    'an IPv6 block not in its canonical form': block('fd00:0::/16'),
  },
});
