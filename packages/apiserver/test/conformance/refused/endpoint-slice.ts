import { refusals } from '../refusals.ts';

const endpoint = (fields: object): object => ({ endpoints: [{ addresses: ['1.2.3.4'], ...fields }] });
const ip = (...addresses: readonly string[]): object => endpoint({ addresses });
const ipv6 = (...addresses: readonly string[]): object => ({ addressType: 'IPv6', ...ip(...addresses) });
const name = (...addresses: readonly string[]): object => ({ addressType: 'FQDN', ...ip(...addresses) });
const ports = (...list: readonly object[]): object => ({ ports: list });
const zones = (...names: readonly string[]): object =>
  endpoint({ hints: { forZones: names.map((one) => ({ name: one })) } });
const nodes = (...names: readonly string[]): object =>
  endpoint({ hints: { forNodes: names.map((one) => ({ name: one })) } });
const many = <T>(count: number, make: (at: number) => T): T[] =>
  Array.from({ length: count }, (_, at) => make(at));

export const group = refusals({
  resource: 'discovery.k8s.io/v1 endpointslices',
  valid: {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { name: 'a' },
    addressType: 'IPv4',
    endpoints: [{ addresses: ['1.2.3.4'] }],
    ports: [{ port: 80 }],
  },
  refused: {
    'no type': { addressType: null },
    'a type that is none': { addressType: 'ipv4' },
    'no addresses': endpoint({ addresses: null }),
    'an empty list of addresses': ip(),
    'an address that is none': ip('x'),
    'an address with leading zeros': ip('1.2.3.04'),
    'an address of the other family': ip('fd00::1'),
    'an IPv4 address of the other family': ipv6('1.2.3.4'),
    'an IPv6 address not in its canonical form': ipv6('fd00:0::1'),
    'an IPv6 address that is none': ipv6('x'),
    'an IPv6 address of this host': ipv6('::1'),
    'an address of this host': ip('127.0.0.1'),
    'an address that is not specified': ip('0.0.0.0'),
    'a link-local address': ip('169.254.1.1', '224.0.0.1'),
    'too many addresses': ip(...many(101, (at) => `1.2.3.${at + 1}`)),
    'too many endpoints': { endpoints: many(1001, () => ({ addresses: ['1.2.3.4'] })) },
    'an empty name': name(''),
    'a name with one part': name('example'),
    'a name with one part and a dot': name('example.'),
    'a bad name': name('Example.com'),
    'a name with a long part': name(`${'a'.repeat(64)}.com`),
    'a bad name of a node': endpoint({ nodeName: 'A' }),
    'a bad name of a host': endpoint({ hostname: 'a.b' }),
    'an empty name of a host': endpoint({ hostname: '' }),
    'a bad name of a port': ports({ name: 'Http', port: 80 }),
    'one name twice': ports({ name: 'a', port: 80 }, { name: 'a', port: 81 }),
    'two ports without names': ports({ port: 80 }, { port: 81 }),
    'a protocol that is none': ports({ port: 80, protocol: 'HTTP' }),
    'an empty protocol': ports({ port: 80, protocol: '' }),
    'a bad application protocol': ports({ port: 80, appProtocol: '/' }),
    'a bad zone': zones('a b'),
    'one zone twice': zones('a', 'a'),
    'too many zones': zones(...many(9, String)),
    'a bad node': nodes('A'),
    'one node twice': nodes('a', 'a', 'b'),
    'too many nodes': nodes(...many(9, String)),
    'too many of both': endpoint({
      hints: { forZones: many(9, () => ({ name: 'a' })), forNodes: many(9, () => ({ name: 'a' })) },
    }),
    'a bad label': { metadata: { labels: { a: '-' } }, addressType: 'x' },
  },
  taken: {
    'no endpoints and no ports': { endpoints: null, ports: null },
    'a port without a number': ports({ name: 'a' }),
    'a port beyond all': ports({ port: 70000 }),
    'an IPv6 address': ipv6('fd00::1'),
    'a name': name('example.com', 'a.b.c.'),
    'a topology that nobody asks for': endpoint({ deprecatedTopology: { 'a b': '-' } }),
    'hints of both sorts': endpoint({
      hints: { forZones: [{ name: 'a' }], forNodes: [{ name: 'b' }] },
    }),
    'an empty zone': zones(''),
    'many addresses': ip(...many(100, (at) => `1.2.3.${at + 1}`)),
  },
  refusedChanges: {
    'another type': { addressType: 'IPv6', endpoints: null },
    'another type that is none': { addressType: 'x' },
    'no type': { addressType: null },
    'an address of the other family': ip('fd00::1'),
    'one name twice': ports({ name: 'a', port: 80 }, { name: 'a', port: 81 }),
  },
  takenChanges: {
    'another address': ip('1.2.3.5'),
    'no endpoints': { endpoints: null },
  },
});
