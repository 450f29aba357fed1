// Endpoints and EndpointSlices.

import type { Kind } from './kind.ts';

const protocol = { protocol: 'TCP' };

export const endpoints: Kind = {
  group: '',
  kind: 'Endpoints',
  createOnUpdate: true,
  deprecation: 'v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice',
  defaults: { items: { subsets: { items: { ports: { values: protocol } } } } },
};

export const endpointSlice: Kind = {
  group: 'discovery.k8s.io',
  kind: 'EndpointSlice',
  generation: true,
  defaults: {
    items: { endpoints: { values: { conditions: {} } }, ports: { values: { name: '', ...protocol } } },
  },
};
