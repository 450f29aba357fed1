import { refusals } from '../refusals.ts';

const spec = (fields: object): object => ({ spec: fields });
const service = (fields: object): object => ({ service: { name: 'web', port: { number: 80 }, ...fields } });
const backend = (fields: object): object => spec({ defaultBackend: fields });
const host = (name: string): object => spec({ rules: [{ host: name }] });
const path = (fields: object): object =>
  spec({
    rules: [{ http: { paths: [{ path: '/', pathType: 'Prefix', backend: service({}), ...fields }] } }],
  });
const tls = (...certificates: readonly object[]): object => spec({ tls: certificates });
const balancer = (...ingress: readonly object[]): object => ({ status: { loadBalancer: { ingress } } });
const resource = (fields: object): object => ({
  service: null,
  resource: { apiGroup: 'example.com', kind: 'Bucket', name: 'a', ...fields },
});
const annotated = { 'kubernetes.io/ingress.class': 'nginx' };

export const group = refusals({
  resource: 'networking.k8s.io/v1 ingresses',
  valid: {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: 'a' },
    spec: { defaultBackend: { service: { name: 'web', port: { number: 80 } } } },
  },
  refused: {
    'no backend and no rules': spec({ defaultBackend: null }),
    'no spec': { spec: null },
    'a backend without anything': backend({ service: null }),
    'a backend that is two': backend({ resource: { kind: 'Bucket', name: 'a' } }),
    'a service without a name': backend(service({ name: '' })),
    'a service with a bad name': backend(service({ name: 'Web' })),
    'a service with a dotted name': backend(service({ name: 'a.b' })),
    'a service without a port': backend({ service: { port: null } }),
    'a service with two ports': backend(service({ port: { name: 'http', number: 80 } })),
    'a service with a bad port': backend(service({ port: { number: 70000 } })),
    'a service with a negative port': backend(service({ port: { number: -1 } })),
    'a service with a bad name of a port': backend({ service: { port: { number: null, name: 'HTTP' } } }),
    'a service with neither': backend({ service: { name: null, port: null } }),
    'a resource without a kind': backend(resource({ kind: '' })),
    'a resource without a name': backend(resource({ name: '' })),
    'a resource with a bad group': backend(resource({ apiGroup: 'Example' })),
    'a resource with an empty group': backend(resource({ apiGroup: '' })),
    'a resource with bad names': backend(resource({ kind: 'a/b', name: '..' })),
    'a host that is an address': host('10.0.0.1'),
    'a host that is an IPv6 address': host('fd00::1'),
    'a host in large letters': host('Example.com'),
    'a host with a port': host('example.com:80'),
    'a wildcard in the middle': host('a.*.example.com'),
    'a wildcard alone': host('*'),
    'no paths': spec({ rules: [{ http: {} }] }),
    'a path without a type': path({ pathType: null }),
    'a type that is none': path({ pathType: 'Regex' }),
    'an empty type': path({ pathType: '' }),
    'no path': path({ path: null }),
    'a relative path': path({ path: 'a' }),
    'a path with two slashes': path({ path: '/a//b' }),
    'a path that goes nowhere': path({ path: '/a/./b/../c' }),
    'a path with a slash in disguise': path({ path: '/a%2fb%2Fc' }),
    'a path that ends with a dot': path({ path: '/a/.' }),
    'a path that ends with two': path({ path: '/a/..', pathType: 'Exact' }),
    'a relative path of its own kind': path({ path: 'a', pathType: 'ImplementationSpecific' }),
    'a path without a backend': path({ backend: { service: null } }),
    'a path with a bad service': path({ backend: service({ name: '-' }) }),
    'a certificate for a bad host': tls({ hosts: ['a b', '*.example.com', '*a'] }),
    'a certificate in a bad secret': tls({ secretName: 'A' }),
    'a bad class': spec({ ingressClassName: 'A' }),
    'an empty class': spec({ ingressClassName: '' }),
    'another class in its annotation': {
      metadata: { annotations: annotated },
      spec: { ingressClassName: 'other' },
    },
    'much at once': {
      metadata: { annotations: annotated },
      spec: { ingressClassName: '-', defaultBackend: { service: null }, tls: [{ secretName: '-' }] },
    },
  },
  taken: {
    'a named port': backend(service({ port: { number: null, name: 'http' } })),
    'a service that begins with a digit': backend(service({ name: '1a' })),
    'a resource': backend(resource({})),
    'a resource without a group': backend(resource({ apiGroup: null })),
    'a wildcard': host('*.example.com'),
    'a rule for everything': spec({ rules: [{}] }),
    'the annotation alone': { metadata: { annotations: annotated } },
    'the class in both places': { metadata: { annotations: annotated }, spec: { ingressClassName: 'nginx' } },
    'no path of its own kind': path({ path: null, pathType: 'ImplementationSpecific' }),
    'a strange path of its own kind': path({ path: '/a//../b', pathType: 'ImplementationSpecific' }),
    'a certificate without a secret': tls({ hosts: ['example.com'] }, {}),
  },
  refusedChanges: {
    'no backend': spec({ defaultBackend: null }),
    'a bad host': host('-'),
    'a bad class': spec({ ingressClassName: '-' }),
  },
  takenChanges: {
    'a class': spec({ ingressClassName: 'nginx' }),
    'another class in its annotation': {
      metadata: { annotations: annotated },
      spec: { ingressClassName: 'other' },
    },
    'the annotation alone': { metadata: { annotations: annotated } },
  },
  refusedStatus: {
    'an address that is none': balancer({ ip: 'x' }),
    'an address with leading zeros': balancer({ ip: '010.0.0.1' }),
    'a mapped address': balancer({ ip: '::ffff:1.2.3.4' }),
    'a host that is an address': balancer({ hostname: '1.2.3.4' }),
    'a host that is none': balancer({ hostname: 'A B' }),
    'a host that is an IPv6 address': balancer({ ip: '1.2.3.4', hostname: 'fd00::1' }),
  },
  takenStatus: {
    both: balancer({ ip: '1.2.3.4', hostname: 'example.com' }),
    'an address not in its canonical form': balancer({ ip: '1.2.3.4' }, { ip: 'FD00:0::1' }),
    nothing: balancer({}),
    ports: balancer({ ip: '1.2.3.4', ports: [{ port: 80, protocol: 'TCP' }] }),
  },
});
