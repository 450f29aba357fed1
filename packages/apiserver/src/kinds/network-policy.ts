import { arrayAt } from '../json/json.ts';
import type { Defaults } from './defaults.ts';
import type { Kind } from './kind.ts';

const rule: Defaults = { items: { ports: { values: { protocol: 'TCP' } } } };

export const networkPolicy: Kind = {
  group: 'networking.k8s.io',
  kind: 'NetworkPolicy',
  generation: true,
  defaults: {
    fields: {
      spec: {
        values: {
          policyTypes: (spec) => (arrayAt(spec, 'egress').length > 0 ? ['Ingress', 'Egress'] : ['Ingress']),
        },
        items: { ingress: rule, egress: rule },
      },
    },
  },
};
