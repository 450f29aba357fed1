// How traffic gets to pods.

import { expressions, type Sample, sample } from './sample.ts';

const service = sample('v1', 'Service', 'services')('Namespaced');

const endpoints = sample('v1', 'Endpoints', 'endpoints')('Namespaced');

const slice = sample('discovery.k8s.io/v1', 'EndpointSlice', 'endpointslices')('Namespaced');

const networking = 'networking.k8s.io/v1';

const ingress = sample(networking, 'Ingress', 'ingresses')('Namespaced');

const ingressClass = sample(networking, 'IngressClass', 'ingressclasses')('Cluster');

const policy = sample(networking, 'NetworkPolicy', 'networkpolicies')('Namespaced');

const serviceCidr = sample(networking, 'ServiceCIDR', 'servicecidrs')('Cluster');

export const services: readonly Sample[] = [
  service('cluster', {
    spec: {
      selector: { b: '2', a: '1' },
      ports: [
        { name: 'w', port: 80 },
        { name: 'u', port: 53, protocol: 'UDP' },
      ],
    },
  }),
  service('own', { spec: { ports: [{ port: 80 }], externalIPs: ['9.9.9.9', '8.8.8.8'] } }),
  service('headless', { spec: { clusterIP: 'None' } }),
  service('external', { spec: { type: 'ExternalName', externalName: 'example.com' } }),
  service(
    'balanced',
    {
      spec: {
        type: 'LoadBalancer',
        externalIPs: ['9.9.9.9'],
        allocateLoadBalancerNodePorts: false,
        ports: [{ port: 1 }],
      },
    },
    {
      loadBalancer: {
        ingress: [{ ip: '2.2.2.2' }, { hostname: 'lb.example.com' }, { ip: '1.1.1.1' }, { ip: '2.2.2.2' }],
      },
    },
  ),
  service(
    'pending',
    { spec: { type: 'LoadBalancer', allocateLoadBalancerNodePorts: false, ports: [{ port: 1 }] } },
    { loadBalancer: { ingress: [{ hostname: 'a-very-long-name-of-a-balancer.example.com' }] } },
  ),
];

const endpointsOf = (ips: readonly string[], ports?: readonly number[]): object => ({
  addresses: ips.map((ip) => ({ ip })),
  ...(ports && { ports: ports.map((port) => ({ name: `p${port}`, port })) }),
});

export const traffic: readonly Sample[] = [
  endpoints('none', {}),
  endpoints('bare', { subsets: [endpointsOf(['1.1.1.1', '1.1.1.2'])] }),
  endpoints('many', {
    subsets: [endpointsOf(['1.1.1.1', '1.1.1.2'], [80, 443]), endpointsOf(['fd00::1'], [80])],
  }),
  slice('none', { addressType: 'IPv4', endpoints: [], ports: [] }),
  slice('many', {
    addressType: 'IPv4',
    endpoints: [
      { addresses: ['1.1.1.1'] },
      { addresses: ['1.1.1.2'] },
      { addresses: ['1.1.1.3'] },
      { addresses: ['1.1.1.4'] },
    ],
    ports: [{ name: 'a', port: 1 }, { name: 'b' }, { name: 'c', port: 3 }, { name: 'd', port: 4 }],
  }),
  ingress('none', { spec: { defaultBackend: { service: { name: 'web', port: { number: 80 } } } } }),
  ingress(
    'many',
    {
      spec: {
        ingressClassName: 'nginx',
        tls: [{ hosts: ['a.example.com'] }],
        rules: ['a', 'b', 'c', 'd', 'e'].map((host) => ({ host: `${host}.example.com` })),
      },
    },
    { loadBalancer: { ingress: [{ ip: '2.2.2.2' }, { hostname: 'lb.example.com' }] } },
  ),
  ingress('same', {
    spec: { rules: [{ host: 'a.example.com' }, { host: 'a.example.com' }, { host: 'a.example.com' }] },
  }),
  ingress('open', {
    spec: {
      rules: [{ host: 'a.example.com' }, {}, { host: 'b.example.com' }, {}, { host: 'c.example.com' }, {}],
    },
  }),
  ingressClass('class', {
    metadata: { annotations: { 'ingressclass.kubernetes.io/is-default-class': 'true' } },
    spec: {
      controller: 'example.com/ingress',
      parameters: { apiGroup: 'example.com', kind: 'Settings', name: 'main' },
    },
  }),
  ingressClass('plain', { spec: { controller: 'example.com/ingress' } }),
  policy('all', { spec: { podSelector: {} } }),
  policy('some', {
    spec: { podSelector: { matchLabels: { b: '1', a: '2' }, matchExpressions: expressions } },
  }),
  serviceCidr('range', { spec: { cidrs: ['10.200.0.0/24'] } }),
];
