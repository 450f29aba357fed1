// Kinds whose items are compared with one another, and definitions.

import { many, patch, post, type Shape, type Shapes } from './shape.ts';

const inDefault = (root: string) => `${root}/namespaces/default`;
const create = (path: string, body: (size: number) => object): Shape => ({
  requests: (size) => [post(path, { metadata: { name: 'a' }, ...body(size) })],
});
const labels = { app: 'a' };
const podSpec = (more: object): object => ({
  spec: { containers: [{ name: 'c', image: 'i' }], ...more },
});
const definition = (version: object, names: object = {}): object => ({
  metadata: { name: 'as.x.dev' },
  spec: {
    group: 'x.dev',
    scope: 'Cluster',
    names: { plural: 'as', kind: 'A', ...names },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        schema: { openAPIV3Schema: { type: 'object' } },
        ...version,
      },
    ],
  },
});
const definitions = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const pods = inDefault('/api/v1') + '/pods';

export const kindShapes: Shapes = {
  'Pod: containers': create(pods, (size) =>
    podSpec({ containers: many(size, (at) => ({ name: `c${at}`, image: 'i' })) }),
  ),
  'Pod: environment': create(pods, (size) =>
    podSpec({
      containers: [{ name: 'c', image: 'i', env: many(size, (at) => ({ name: `N${at}`, value: 'v' })) }],
    }),
  ),
  'Pod: one variable again and again': create(pods, (size) =>
    podSpec({ containers: [{ name: 'c', image: 'i', env: many(size, () => ({ name: 'N', value: 'v' })) }] }),
  ),
  'Pod: ports': create(pods, (size) =>
    podSpec({
      containers: [
        { name: 'c', image: 'i', ports: many(size, (at) => ({ containerPort: 1 + (at % 60_000) })) },
      ],
    }),
  ),
  'Pod: volumes': create(pods, (size) =>
    podSpec({ volumes: many(size, (at) => ({ name: `v${at}`, emptyDir: {} })) }),
  ),
  'Pod: tolerations': create(pods, (size) =>
    podSpec({ tolerations: many(size, (at) => ({ key: `k${at}`, operator: 'Exists' })) }),
  ),
  'Pod: resources of its status': {
    requests: (size) => {
      const claims = many(size, (at) => ({ name: 'c', request: `r${at}` }));
      const containers = [{ name: 'c', image: 'i', resources: { claims } }];
      const resourceClaims = [{ name: 'c', resourceClaimName: 'c' }];
      const allocatedResourcesStatus = many(size, (at) => ({ name: `claim:c/r${at}` }));
      const containerStatuses = [{ name: 'c', image: 'i', imageID: 'i', ready: false, restartCount: 0 }];
      return [
        post(pods, { metadata: { name: 'a' }, ...podSpec({ containers, resourceClaims }) }),
        patch(`${pods}/a/status`, 'merge-patch', {
          status: {
            containerStatuses: containerStatuses.map((one) => ({ ...one, allocatedResourcesStatus })),
          },
        }),
      ];
    },
  },
  'Service: ports': create(`${inDefault('/api/v1')}/services`, (size) => ({
    spec: { type: 'NodePort', ports: many(size, (at) => ({ name: `p${at}`, port: 1 + (at % 65_000) })) },
  })),
  'Ingress: rules': create(`${inDefault('/apis/networking.k8s.io/v1')}/ingresses`, (size) => ({
    spec: {
      rules: many(size, (at) => ({
        host: `h${at}.dev`,
        http: {
          paths: [
            { path: '/', pathType: 'Prefix', backend: { service: { name: 's', port: { number: 1 } } } },
          ],
        },
      })),
    },
  })),
  'NetworkPolicy: peers': create(`${inDefault('/apis/networking.k8s.io/v1')}/networkpolicies`, (size) => ({
    spec: {
      podSelector: {},
      ingress: [{ from: many(size, () => ({ podSelector: { matchLabels: labels } })) }],
    },
  })),
  'Role: rules': create(`${inDefault('/apis/rbac.authorization.k8s.io/v1')}/roles`, (size) => ({
    rules: many(size, (at) => ({ apiGroups: [''], resources: [`r${at}`], verbs: ['get'] })),
  })),
  'Endpoints: addresses': create(`${inDefault('/api/v1')}/endpoints`, (size) => ({
    subsets: [
      {
        addresses: many(size, (at) => ({ ip: `10.${at >> 16}.${(at >> 8) & 255}.${at & 255}` })),
        ports: [{ port: 80 }],
      },
    ],
  })),
  'EndpointSlice: endpoints': create(`${inDefault('/apis/discovery.k8s.io/v1')}/endpointslices`, (size) => ({
    addressType: 'IPv4',
    endpoints: many(size, (at) => ({ addresses: [`10.0.0.${at & 255}`] })),
    ports: [],
  })),
  'HorizontalPodAutoscaler: metrics': create(
    `${inDefault('/apis/autoscaling/v2')}/horizontalpodautoscalers`,
    (size) => ({
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'd' },
        maxReplicas: 2,
        metrics: many(size, () => ({
          type: 'Resource',
          resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 1 } },
        })),
      },
    }),
  ),
  'Node: taints': create('/api/v1/nodes', (size) => ({
    spec: { taints: many(size, (at) => ({ key: `k${at}`, effect: 'NoSchedule' })) },
  })),
  'CustomResourceDefinition: properties': create(definitions, (size) =>
    definition({
      schema: {
        openAPIV3Schema: {
          type: 'object',
          properties: Object.fromEntries(many(size, (at) => [`p${at}`, { type: 'string' }])),
        },
      },
    }),
  ),
  'CustomResourceDefinition: columns': create(definitions, (size) =>
    definition({
      additionalPrinterColumns: many(size, (at) => ({ name: `c${at}`, type: 'string', jsonPath: '.spec.a' })),
    }),
  ),
  'CustomResourceDefinition: short names': create(definitions, (size) =>
    definition({}, { shortNames: many(size, (at) => `n${at}`), categories: many(size, (at) => `c${at}`) }),
  ),
  'CustomResourceDefinition: versions': create(definitions, (size) => {
    const whole = definition({}) as { spec: { versions: object[] } };
    const [first] = whole.spec.versions;
    whole.spec.versions = many(Math.min(size, 20_000), (at) => ({
      ...first,
      name: `v${at + 1}`,
      storage: at === 0,
    }));
    return whole;
  }),
  'CustomResourceDefinition: a path of many steps': create(definitions, (size) =>
    definition({ additionalPrinterColumns: [{ name: 'c', type: 'string', jsonPath: '.a'.repeat(size) }] }),
  ),
  'SubjectAccessReview: groups': create('/apis/authorization.k8s.io/v1/subjectaccessreviews', (size) => ({
    spec: {
      user: 'u',
      groups: many(size, (at) => `g${at}`),
      resourceAttributes: { verb: 'get', resource: 'pods' },
    },
  })),
};
