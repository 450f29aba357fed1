import type { Kind } from './kind.ts';

export const ingress: Kind = { group: 'networking.k8s.io', kind: 'Ingress', generation: true };

export const ingressClass: Kind = {
  group: 'networking.k8s.io',
  kind: 'IngressClass',
  generation: true,
  defaults: { fields: { spec: { fields: { parameters: { values: { scope: 'Cluster' } } } } } },
};
