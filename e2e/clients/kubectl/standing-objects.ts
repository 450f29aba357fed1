// What a kube-apiserver makes by itself at its start, and the embedded server does not.

import type { SeedObject } from '@kube-rx/apiserver';

const address = '192.0.2.2';
const labels = { component: 'apiserver', provider: 'kubernetes' };
const service = { name: 'kubernetes', namespace: 'default' };

export function standingObjects(port: number): readonly SeedObject[] {
  const priority = (name: string, value: number): SeedObject => ({
    apiVersion: 'scheduling.k8s.io/v1',
    kind: 'PriorityClass',
    metadata: { name },
    value,
  });
  const https = { name: 'https', protocol: 'TCP', port };
  return [
    priority('system-cluster-critical', 2_000_000_000),
    priority('system-node-critical', 2_000_001_000),
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { ...service, labels },
      spec: { clusterIP: '10.0.0.1', ports: [{ ...https, port: 443, targetPort: port }] },
    },
    {
      apiVersion: 'v1',
      kind: 'Endpoints',
      metadata: service,
      subsets: [{ addresses: [{ ip: address }], ports: [https] }],
    },
    {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: { ...service, labels: { 'kubernetes.io/service-name': 'kubernetes' } },
      addressType: 'IPv4',
      endpoints: [{ addresses: [address], conditions: { ready: true } }],
      ports: [https],
    },
  ];
}
