// The plugins that are off unless a cluster names them.

import { configMap } from '../objects.ts';
import { grant, revoke } from '../rights.ts';
import { type Group, type Session, withPlugins } from '../session.ts';

const names = [
  'AlwaysPullImages',
  'DenyServiceExternalIPs',
  'LimitPodHardAntiAffinityTopology',
  'OwnerReferencesPermissionEnforcement',
  // These have nothing to do.
  'AlwaysAdmit',
  'PodGroupProtection',
  'PodGroupWorkloadExists',
  'JobValidation',
];

export const group: Group = withPlugins(names, async (t) => {
  await pulls(t);
  await resets(t);
  await addresses(t);
  await topologies(t);
  await owners(t);
});

const only = ['spec'];

async function pulls(t: Session): Promise<void> {
  const container = { name: 'c', image: 'i:1', imagePullPolicy: 'Never' };
  const image = { reference: 'v:1', pullPolicy: 'IfNotPresent' };
  const volumes = [
    { name: 'v', image },
    { name: 'w', emptyDir: {} },
  ];
  const pod = (name: string, more: object): object => ({
    metadata: { name },
    spec: { containers: [container], ...more },
  });
  await t.post(t.at('pods'), pod('plain', {}), { only });
  await t.post(t.at('pods'), pod('whole', { initContainers: [{ ...container, name: 'i' }], volumes }), {
    only,
  });
  await t.post(t.at('pods'), pod('volume', { volumes }), { only, query: { dryRun: 'All' } });
  await t.strategic(
    t.at('pods', 'plain'),
    { spec: { containers: [{ name: 'c', image: 'i:2' }] } },
    { only, note: 'another image' },
  );
  await t.strategic(
    t.at('pods', 'plain'),
    { spec: { containers: [{ name: 'c', imagePullPolicy: 'Never' }] } },
    { only, note: 'another policy' },
  );
  await t.strategic(
    t.at('pods', 'plain'),
    { spec: { containers: [{ name: 'c', image: 'i:3', imagePullPolicy: 'Never' }] } },
    { only, note: 'another image and policy' },
  );
  await t.strategic(
    t.at('pods', 'plain/ephemeralcontainers'),
    { spec: { ephemeralContainers: [{ name: 'e', image: 'e:1', imagePullPolicy: 'Never' }] } },
    { only },
  );
  await t.strategic(
    t.at('pods', 'plain'),
    { spec: { containers: [{ name: 'c', image: 'i:4' }] } },
    { only, note: 'another image beside a debugger' },
  );
  const template = { metadata: { labels: { a: 'b' } }, spec: { containers: [container] } };
  await t.post(
    `/apis/apps/v1/namespaces/${t.namespace}/replicasets`,
    { metadata: { name: 'r' }, spec: { selector: { matchLabels: { a: 'b' } }, template } },
    { only },
  );
}

// What others set back is refused.
async function resets(t: Session): Promise<void> {
  const admission = '/apis/admissionregistration.k8s.io/v1';
  const policy = `${admission}/mutatingadmissionpolicies`;
  const binding = `${admission}/mutatingadmissionpolicybindings`;
  const name = `${t.namespace}-resets`;
  const rule = { apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] };
  const expression =
    'object.spec.containers.map(c, JSONPatch{op: "replace", path: "/spec/containers/" + string(object.spec.containers.indexOf(c)) + "/imagePullPolicy", value: "Never"})';
  await t.post(
    policy,
    {
      metadata: { name },
      spec: {
        reinvocationPolicy: 'Never',
        failurePolicy: 'Fail',
        matchConstraints: { resourceRules: [rule] },
        mutations: [{ patchType: 'JSONPatch', jsonPatch: { expression } }],
      },
    },
    { quiet: true },
  );
  await t.post(
    binding,
    {
      metadata: { name },
      spec: {
        policyName: name,
        matchResources: { objectSelector: { matchLabels: { reset: 'yes' } } },
      },
    },
    { quiet: true },
  );
  await t.heard(1_000);
  await t.heard(1_000);
  const reset = (containers: readonly object[], note: string): Promise<unknown> =>
    t.post(
      t.at('pods'),
      { metadata: { name: 'reset', labels: { reset: 'yes' } }, spec: { containers } },
      { only, note, query: { dryRun: 'All' } },
    );
  await reset([{ name: 'c', image: 'i' }], 'one container');
  await reset(
    [
      { name: 'c', image: 'i' },
      { name: 'd', image: 'j' },
    ],
    'two containers',
  );
  for (const path of [policy, binding]) await t.delete(`${path}/${name}`, undefined, { quiet: true });
}

async function addresses(t: Session): Promise<void> {
  const [first, second] = ['192.0.2.1', '192.0.2.2'];
  const service = (name: string, externalIPs?: unknown): object => ({
    metadata: { name },
    spec: { clusterIP: 'None', ports: [{ port: 80 }], ...(externalIPs !== undefined && { externalIPs }) },
  });
  await t.post(t.at('services'), service('refused', [first]));
  await t.post(t.at('services'), service('taken'), { only });
  await t.post(t.at('services'), service('empty', []), { only });
  await t.merge(t.at('services', 'taken'), { spec: { externalIPs: [first, second] } });
  await t.merge(t.at('services', 'taken'), { metadata: { labels: { a: 'b' } } }, { only });
}

async function topologies(t: Session): Promise<void> {
  const term = (topologyKey: string): object => ({ topologyKey, labelSelector: { matchLabels: { a: 'b' } } });
  const create = (name: string, affinity: object): Promise<unknown> =>
    t.post(
      t.at('pods'),
      { metadata: { name }, spec: { containers: [{ name: 'c', image: 'i' }], affinity } },
      { only: ['status'] },
    );
  const required = (...keys: readonly string[]): object => ({
    requiredDuringSchedulingIgnoredDuringExecution: keys.map(term),
  });
  const [host, zone, rack] = ['kubernetes.io/hostname', 'topology.kubernetes.io/zone', 'rack'];
  await create('by-host', { podAntiAffinity: required(host) });
  await create('by-zone', { podAntiAffinity: required(host, zone, rack) });
  await create('near', { podAffinity: required(zone) });
  await create('preferred', {
    podAntiAffinity: {
      preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, podAffinityTerm: term(zone) }],
    },
  });
}

async function owners(t: Session): Promise<void> {
  const asActor = { authorization: 'Bearer actor-token' };
  const rule = (resource: string, ...verbs: readonly string[]): object => ({
    verbs,
    apiGroups: ['', 'apps'],
    resources: [resource],
  });
  await grant(t, 'actor', {
    where: 'namespace',
    rules: [
      rule('configmaps', 'create', 'update', 'patch', 'get'),
      { ...rule('configmaps', 'delete'), resourceNames: ['own'] },
      rule('pods', 'create', 'get'),
      rule('pods/status', 'patch'),
      { ...rule('replicasets/finalizers', 'update'), resourceNames: ['mine'] },
      rule('deployments/scale', 'patch'),
      rule('podlists/finalizers', 'update'),
      rule('pods/finalizers', 'update'),
    ],
  });
  const owner = (kind: string, more: object = {}): object => ({
    apiVersion: 'apps/v1',
    kind,
    name: 'mine',
    uid: '00000000-0000-4000-8000-000000000001',
    ...more,
  });
  const blocking = (kind: string, more: object = {}): object =>
    owner(kind, { blockOwnerDeletion: true, ...more });
  const write = (name: string, ownerReferences: readonly object[], note: string): Promise<unknown> =>
    t.post(t.at('configmaps'), configMap('', { metadata: { name, ownerReferences } }), {
      headers: asActor,
      only: ['metadata'],
      note,
    });
  await write('own', [owner('Deployment')], 'not blocking');
  await write('other', [owner('Deployment', { blockOwnerDeletion: false })], 'not blocking by its words');
  const refusedKinds: readonly (readonly [string, object])[] = [
    ['Deployment', blocking('Deployment')],
    ['another ReplicaSet', blocking('ReplicaSet', { name: 'yours' })],
    ['a kind that is not served', blocking('Nothing')],
    ['a version that is not served', blocking('ReplicaSet', { apiVersion: 'apps/v2' })],
    ['a group that is not served', blocking('ReplicaSet', { apiVersion: 'example.com/v1' })],
    ['a Node', blocking('Node', { apiVersion: 'v1' })],
    ['a Scale', blocking('Scale', { apiVersion: 'autoscaling/v1' })],
    ['a list of Deployments', blocking('DeploymentList')],
    ['a List', blocking('List', { apiVersion: 'v1' })],
    ['a review', blocking('TokenReview', { apiVersion: 'authentication.k8s.io/v1' })],
  ];
  for (const [note, reference] of refusedKinds) await write('refused', [reference], note);
  await write('first', [blocking('ReplicaSet')], 'its own ReplicaSet');
  await write('second', [blocking('replicaset')], 'in lower case');
  await write('third', [blocking('PodList', { apiVersion: 'v1' })], 'a list of pods');
  await write(
    'fourth',
    [blocking('Pod', { apiVersion: 'v1' }), blocking('Deployment', { name: 'b', uid: 'u' })],
    'two',
  );
  const change = (name: string, metadata: object, note: string): Promise<unknown> =>
    t.merge(t.at('configmaps', name), { metadata }, { headers: asActor, only: ['metadata'], note });
  await change('own', { ownerReferences: [] }, 'without');
  await change('own', { ownerReferences: [blocking('ReplicaSet')] }, 'with its own');
  await change('own', { ownerReferences: [blocking('ReplicaSet', { name: 'yours' })] }, 'of the same uid');
  await change('own', { ownerReferences: [blocking('Deployment', { uid: 'other' })] }, 'of another');
  await change('other', { labels: { a: 'b' } }, 'a label');
  await change('other', { ownerReferences: [] }, 'without, and it may not be deleted');
  await change('other', { ownerReferences: null }, 'the same with null');
  await change('first', { ownerReferences: [owner('ReplicaSet')] }, 'no longer blocking');
  await t.post(
    t.at('pods'),
    { metadata: { name: 'owned' }, spec: { containers: [{ name: 'c', image: 'i' }] } },
    { headers: asActor, only: ['status'] },
  );
  await t.merge(
    t.at('pods', 'owned/status'),
    { metadata: { ownerReferences: [blocking('Deployment')] } },
    { headers: asActor, only: ['metadata'] },
  );
  await t.merge(
    t.at('configmaps', 'other'),
    { metadata: { ownerReferences: [blocking('Nothing')] } },
    { only: ['metadata'], note: 'by an administrator' },
  );
  await revoke(t);
}
