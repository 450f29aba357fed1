import { refusals } from '../refusals.ts';

// Changes of a service that has a load balancer, ports on the nodes and a port for health.
const spec = (fields: object): object => ({ spec: fields });
const plain = { type: 'ClusterIP', sessionAffinity: null };
const places = (...ingress: readonly object[]): object => ({ status: { loadBalancer: { ingress } } });

export const group = refusals({
  resource: 'v1 services',
  valid: {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'balanced' },
    spec: {
      type: 'LoadBalancer',
      loadBalancerClass: 'example.com/a',
      externalTrafficPolicy: 'Local',
      healthCheckNodePort: 30_201,
      selector: { app: 'a' },
      ports: [{ name: 'a', port: 80, nodePort: 30_200 }],
    },
  },
  refusedChanges: {
    'another class': spec({ loadBalancerClass: 'example.com/b' }),
    'no class': spec({ loadBalancerClass: null }),
    'another class that is bad': spec({ loadBalancerClass: '-' }),
    'another port for health': spec({ healthCheckNodePort: 30_202 }),
    'a type without nodes, and another port on them': spec({
      ...plain,
      ports: [{ name: 'a', port: 80, nodePort: 30_203 }],
    }),
    'a type without a load balancer, and another class': spec({ ...plain, loadBalancerClass: 'b' }),
    'a type without a load balancer, and another policy': spec({
      ...plain,
      externalTrafficPolicy: 'Cluster',
    }),
    'a type without a load balancer, and another port for health': spec({
      ...plain,
      healthCheckNodePort: 30_202,
    }),
    'a type without a load balancer, and ports of its own': spec({
      ...plain,
      allocateLoadBalancerNodePorts: false,
    }),
    'traffic everywhere, and another port for health': spec({
      externalTrafficPolicy: 'Cluster',
      healthCheckNodePort: 30_202,
    }),
    'an external name, and families': spec({
      type: 'ExternalName',
      externalName: 'example.com',
      ipFamilies: ['IPv6'],
    }),
    'one port twice': spec({
      ports: [
        { name: 'a', port: 80, nodePort: 30_200 },
        { name: 'b', port: 81, nodePort: 30_200 },
      ],
    }),
    'no address': spec({ clusterIP: 'None', clusterIPs: ['None'] }),
  },
  takenChanges: {
    'no port for health is said': spec({ healthCheckNodePort: null }),
    'traffic everywhere': spec({ externalTrafficPolicy: 'Cluster' }),
    'ports on the nodes alone': spec({ type: 'NodePort' }),
    'a type without a load balancer': spec(plain),
    'an external name': spec({ type: 'ExternalName', externalName: 'example.com' }),
    'another name of its port': spec({ ports: [{ name: 'b', port: 80 }] }),
  },
  refusedStatus: {
    'an address that is none': places({ ip: 'x' }),
    'an address with leading zeros': places({ ip: '1.2.3.04' }),
    'a mode without an address': places({ ipMode: 'VIP' }),
    'a mode that is none': places({ ip: '1.2.3.4', ipMode: 'Direct' }),
    'an empty mode': places({ ip: '1.2.3.4', ipMode: '' }),
    'a host that is an address': places({ hostname: '1.2.3.4' }),
    'a host that is none': places({ hostname: 'A' }),
    'an address whose type is not said': { spec: null, ...places({ ip: '1.2.3.4' }) },
  },
  takenStatus: {
    'an address': places({ ip: '1.2.3.4' }),
    'both modes': places({ ip: '1.2.3.4', ipMode: 'Proxy' }, { ip: 'FD00:0::1', ipMode: 'VIP' }),
    'a host': places({ hostname: 'example.com' }),
    nothing: places({}),
  },
});
