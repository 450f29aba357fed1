import { refusals } from '../refusals.ts';

const subset = (fields: object): object => ({
  subsets: [{ addresses: [{ ip: '1.2.3.4' }], ports: [{ port: 80 }], ...fields }],
});
const address = (fields: object): object => subset({ addresses: [{ ip: '1.2.3.4', ...fields }] });
const ip = (text: string): object => address({ ip: text });
const ports = (...list: readonly object[]): object => subset({ ports: list });

export const group = refusals({
  resource: 'v1 endpoints',
  valid: { apiVersion: 'v1', kind: 'Endpoints', metadata: { name: 'a' }, ...subset({}) },
  refused: {
    'a subset without anything': { subsets: [{}] },
    'a subset without addresses': subset({ addresses: null }),
    'no address': ip(''),
    'an address that is none': ip('x'),
    'an address with leading zeros': ip('1.2.3.04'),
    'a mapped address': ip('::ffff:1.2.3.4'),
    'a mapped address of this host': ip('::ffff:127.0.0.1'),
    'an address of this host': ip('127.0.0.1'),
    'an IPv6 address of this host': ip('::1'),
    'an address that is not specified': ip('0.0.0.0'),
    'an IPv6 address that is not specified': ip('::'),
    'a link-local address': ip('169.254.1.1'),
    'an IPv6 link-local address': ip('fe80::1'),
    'a link-local multicast address': ip('224.0.0.5'),
    'an IPv6 link-local multicast address': ip('ff02::5'),
    'one that is not ready and not right': subset({ notReadyAddresses: [{ ip: '127.0.0.1' }] }),
    'a bad name of a host': address({ hostname: 'A' }),
    'a dotted name of a host': address({ hostname: 'a.b' }),
    'a bad name of a node': address({ nodeName: 'A' }),
    'an empty name of a node': address({ nodeName: '' }),
    'all of it': address({ ip: '::1', hostname: '-', nodeName: '-' }),
    'two ports without names': ports({ port: 80 }, { port: 81 }),
    'a bad name of a port': ports({ name: 'Http', port: 80 }),
    'no number': ports({ name: 'a' }),
    'a port beyond all': ports({ port: 65536 }),
    'a protocol that is none': ports({ port: 80, protocol: 'HTTP' }),
    'a bad application protocol': ports({ port: 80, appProtocol: 'a b' }),
    'an empty application protocol': ports({ port: 80, appProtocol: '' }),
    'a bad label': { metadata: { labels: { a: '-' } }, subsets: [{}] },
  },
  taken: {
    nothing: { subsets: null },
    'no ports': subset({ ports: null }),
    'none that is ready': subset({ addresses: null, notReadyAddresses: [{ ip: '1.2.3.4' }] }),
    'one name twice': ports({ name: 'a', port: 80 }, { name: 'a', port: 81 }),
    'a multicast address': ip('224.1.0.1'),
    'an IPv6 address not in its canonical form': ip('FD00:0::1'),
    'an application protocol': ports({ port: 80, appProtocol: 'example.com/a' }),
    'names of a host and a node': address({ hostname: 'a', nodeName: 'b.c' }),
  },
  refusedChanges: {
    'an address that is none': ip('x'),
    'no number': ports({ name: 'a' }),
    'a bad label': { metadata: { labels: { a: '-' } } },
  },
  takenChanges: { 'another address': ip('1.2.3.5'), 'another form': ip('fd00:0::1') },
});
