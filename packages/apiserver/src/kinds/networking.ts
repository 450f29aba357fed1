// Where traffic may go: endpoints, ingresses and network policies.
// https://github.com/kubernetes/kubernetes/tree/v1.36.3/pkg/apis/networking

import { arrayAt } from '../json/json.ts';
import { computed, each, within } from './defaults.ts';
import type { Kind } from './kind.ts';

const alike = { group: 'networking.k8s.io', generation: true } as const;
const tcp = { protocol: 'TCP' };
const peers = each({ ports: each(tcp) });
const policyTypes = computed((spec) =>
  arrayAt(spec, 'egress').length > 0 ? ['Ingress', 'Egress'] : ['Ingress'],
);

export const networkingKinds: readonly Kind[] = [
  {
    group: '',
    kind: 'Endpoints',
    createOnUpdate: true,
    deprecation: 'v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice',
    defaults: { subsets: each({ ports: each(tcp) }) },
  },
  {
    group: 'discovery.k8s.io',
    kind: 'EndpointSlice',
    generation: true,
    defaults: { endpoints: each({ conditions: {} }), ports: each({ name: '', ...tcp }) },
  },
  { ...alike, kind: 'Ingress' },
  {
    ...alike,
    kind: 'IngressClass',
    defaults: { spec: within({ parameters: within({ scope: 'Cluster' }) }) },
  },
  {
    ...alike,
    kind: 'NetworkPolicy',
    defaults: { spec: within({ policyTypes, ingress: peers, egress: peers }) },
  },
];
