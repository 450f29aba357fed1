import type { Group } from '../session.ts';

const strategic = { 'content-type': 'application/strategic-merge-patch+json' };

// Lists and maps without items: most are as good as not there.
export const group: Group = async (t) => {
  const at = (group: string, plural: string): string => `/apis/${group}/namespaces/${t.namespace}/${plural}`;
  const metadata = { name: 'a' };
  const bare = { name: 'a', labels: {}, annotations: {}, finalizers: [], ownerReferences: [] };
  const secret = t.at('secrets', 'b');

  await t.post(t.at('secrets'), { metadata, data: {} });
  await t.post(t.at('secrets'), { metadata: { ...bare, name: 'b' }, data: { p: 'Yg==' } });
  await t.send('PATCH', secret, { body: { data: { p: null } }, headers: strategic });
  await t.merge(secret, { data: { p: 'Yg==' } });
  await t.merge(secret, { data: { p: null } });
  await t.json(secret, [{ op: 'add', path: '/data', value: {} }]);
  await t.json(secret, [{ op: 'add', path: '/data/p', value: 'Yg==' }]);
  await t.apply(t.at('secrets', 'c'), {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'c' },
    data: {},
  });
  await t.post(t.at('configmaps'), { metadata, data: { a: '1' }, binaryData: {} });
  await t.merge(t.at('configmaps', 'a'), { data: { a: null } });
  await t.post(t.at('services'), {
    metadata,
    spec: { selector: {}, ports: [{ port: 80 }], externalIPs: [], loadBalancerSourceRanges: [] },
  });
  await t.post(t.at('pods'), {
    metadata,
    spec: {
      nodeSelector: {},
      volumes: [{ name: 'v', emptyDir: {} }],
      imagePullSecrets: [],
      hostAliases: [],
      securityContext: { sysctls: [] },
      affinity: {},
      initContainers: [],
      containers: [
        {
          name: 'c',
          image: 'i',
          env: [],
          args: [],
          command: [],
          ports: [],
          resources: { limits: {}, requests: {} },
          volumeMounts: [],
          securityContext: {},
        },
      ],
    },
  });
  await t.post(at('apps/v1', 'deployments'), {
    metadata,
    spec: {
      selector: { matchLabels: { a: 'b' }, matchExpressions: [] },
      template: {
        metadata: { labels: { a: 'b' }, annotations: {} },
        spec: { containers: [{ name: 'c', image: 'i' }], tolerations: [], topologySpreadConstraints: [] },
      },
    },
  });
  await t.post(at('networking.k8s.io/v1', 'networkpolicies'), {
    metadata,
    spec: { podSelector: { matchLabels: {} }, ingress: [], egress: [{ to: [], ports: [] }] },
  });
  await t.post(at('rbac.authorization.k8s.io/v1', 'roles'), { metadata, rules: [] });
  await t.post(at('rbac.authorization.k8s.io/v1', 'rolebindings'), {
    metadata,
    roleRef: { kind: 'Role', name: 'x', apiGroup: 'rbac.authorization.k8s.io' },
    subjects: [],
  });
  await t.post(t.at('serviceaccounts'), { metadata, secrets: [], imagePullSecrets: [] });
  await t.post(t.at('resourcequotas'), { metadata, spec: { hard: {}, scopes: [] } });
  await t.post(t.at('limitranges'), { metadata, spec: { limits: [] } });
  await t.post(t.at('endpoints'), { metadata, subsets: [] });
  await t.post(at('discovery.k8s.io/v1', 'endpointslices'), {
    metadata,
    addressType: 'IPv4',
    endpoints: [],
    ports: [],
  });
};
