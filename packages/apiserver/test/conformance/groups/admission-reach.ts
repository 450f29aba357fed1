// What admission is asked about: a policy and a webhook that nothing of a namespace escapes, whatever path it takes.

import type { Ask, Group, Session } from '../session.ts';
import { deployment, named, pod, service } from '../workloads.ts';

const registration = '/apis/admissionregistration.k8s.io/v1';

const everything = { apiGroups: ['*'], apiVersions: ['*'], operations: ['*'], resources: ['*/*'] };

interface Sent {
  readonly note: string;
  readonly send: (ask: Ask) => Promise<unknown>;
}

async function made(t: Session): Promise<void> {
  const quiet = { quiet: true };
  await t.post(t.at('pods'), pod('p'), quiet);
  await t.post(t.at('pods'), pod('q'), quiet);
  await t.post(t.at('services'), service('s'), quiet);
  await t.post(t.at('serviceaccounts'), named('v1 ServiceAccount', 'a'), quiet);
  await t.post(t.at('configmaps'), named('v1 ConfigMap', 'c'), quiet);
  await t.post(`/apis/apps/v1/namespaces/${t.namespace}/deployments`, deployment('d'), quiet);
  await t.post(
    `/apis/autoscaling/v2/namespaces/${t.namespace}/horizontalpodautoscalers`,
    scaler('v2', 'h'),
    quiet,
  );
}

const scaler = (version: string, name: string): object =>
  named(`autoscaling/${version} HorizontalPodAutoscaler`, name, {
    maxReplicas: 3,
    scaleTargetRef: { kind: 'Deployment', name: 'd', apiVersion: 'apps/v1' },
  });

function writes(t: Session): readonly Sent[] {
  const dry = { dryRun: 'All' };
  const [pods, maps] = [t.at('pods'), t.at('configmaps')];
  const deployments = `/apis/apps/v1/namespaces/${t.namespace}/deployments`;
  const leases = `/apis/coordination.k8s.io/v1/namespaces/${t.namespace}/leases`;
  const binding = { metadata: { name: 'p' }, target: { kind: 'Node', name: 'n' } };
  const eviction = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name: 'p' } };
  const token = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: { audiences: ['a'] } };
  const event = {
    metadata: { name: 'e' },
    involvedObject: { namespace: t.namespace, kind: 'Pod', name: 'p' },
  };
  const lease = named('coordination.k8s.io/v1 Lease', 'l');
  return [
    { note: 'put of nothing', send: (ask) => t.put(`${maps}/none`, named('v1 ConfigMap', 'none'), ask) },
    { note: 'dry', send: (ask) => t.post(maps, named('v1 ConfigMap', 'x'), { query: dry, ...ask }) },
    { note: 'put', send: (ask) => t.put(`${maps}/c`, named('v1 ConfigMap', 'c'), ask) },
    { note: 'put that creates', send: (ask) => t.put(`${leases}/l`, lease, ask) },
    { note: 'apply that creates', send: (ask) => t.apply(`${leases}/l`, lease, ask) },
    { note: 'apply', send: (ask) => t.apply(`${maps}/c`, named('v1 ConfigMap', 'c'), ask) },
    { note: 'json', send: (ask) => t.json(`${maps}/c`, [{ op: 'add', path: '/data', value: {} }], ask) },
    { note: 'nothing new', send: (ask) => t.merge(`${maps}/c`, {}, ask) },
    { note: 'delete', send: (ask) => t.delete(`${maps}/c`, undefined, ask) },
    { note: 'delete of all', send: (ask) => t.delete(maps, undefined, ask) },
    { note: 'status', send: (ask) => t.merge(`${pods}/p/status`, { status: { message: 'm' } }, ask) },
    { note: 'resize', send: (ask) => t.merge(`${pods}/p/resize`, { metadata: { labels: { l: '1' } } }, ask) },
    {
      note: 'ephemeral containers',
      send: (ask) =>
        t.strategic(
          `${pods}/p/ephemeralcontainers`,
          { spec: { ephemeralContainers: [{ name: 'e', image: 'i' }] } },
          ask,
        ),
    },
    { note: 'binding', send: (ask) => t.post(`${pods}/p/binding`, binding, ask) },
    { note: 'binding of all', send: (ask) => t.post(t.at('bindings'), binding, ask) },
    { note: 'eviction', send: (ask) => t.post(`${pods}/p/eviction`, eviction, ask) },
    { note: 'exec', send: (ask) => t.post(`${pods}/p/exec`, undefined, { query: { command: 'c' }, ...ask }) },
    { note: 'attach', send: (ask) => t.get(`${pods}/p/attach`, {}, ask) },
    { note: 'ports', send: (ask) => t.post(`${pods}/p/portforward`, undefined, ask) },
    { note: 'log', send: (ask) => t.get(`${pods}/p/log`, {}, ask) },
    { note: 'token', send: (ask) => t.post(t.at('serviceaccounts', 'a/token'), token, ask) },
    { note: 'scale', send: (ask) => t.merge(`${deployments}/d/scale`, { spec: { replicas: 2 } }, ask) },
    {
      note: 'status of a deployment',
      send: (ask) => t.merge(`${deployments}/d/status`, { status: { replicas: 1 } }, ask),
    },
    { note: 'event', send: (ask) => t.post(t.at('events'), event, ask) },
    {
      note: 'scaler of the old version',
      send: (ask) =>
        t.post(
          `/apis/autoscaling/v1/namespaces/${t.namespace}/horizontalpodautoscalers`,
          scaler('v1', 'i'),
          ask,
        ),
    },
    {
      note: 'a review of the namespace',
      send: (ask) =>
        t.post(
          `/apis/authorization.k8s.io/v1/namespaces/${t.namespace}/localsubjectaccessreviews`,
          {
            spec: {
              user: 'u',
              resourceAttributes: { namespace: t.namespace, verb: 'get', resource: 'pods' },
            },
          },
          ask,
        ),
    },
    {
      note: 'the namespace',
      send: (ask) => t.merge(`/api/v1/namespaces/${t.namespace}`, { metadata: { labels: { l: '1' } } }, ask),
    },
    {
      note: 'the status of the namespace',
      send: (ask) =>
        t.merge(`/api/v1/namespaces/${t.namespace}/status`, { metadata: { labels: { l: '1' } } }, ask),
    },
    {
      note: 'the finalizers of the namespace',
      send: (ask) =>
        t.put(
          `/api/v1/namespaces/${t.namespace}/finalize`,
          { ...named('v1 Namespace', t.namespace), spec: { finalizers: ['kubernetes', 'example.com/f'] } },
          ask,
        ),
    },
    {
      note: 'the end of the namespace',
      send: (ask) => t.delete(`/api/v1/namespaces/${t.namespace}`, undefined, ask),
    },
  ];
}

async function policy(t: Session): Promise<void> {
  const name = `${t.namespace}-all`;
  const here = { matchLabels: { 'kubernetes.io/metadata.name': t.namespace } };
  const kind = '[request.kind.group, request.kind.version, request.kind.kind].join("/")';
  const resource = '[request.resource.group, request.resource.version, request.resource.resource].join("/")';
  const shows = [
    'request.operation',
    kind,
    resource,
    'has(request.subResource) ? request.subResource : ""',
    'has(request.name) ? request.name : "-"',
    'has(request.namespace) ? request.namespace : "-"',
    'has(request.options) && request.options != null ? request.options.kind : ""',
    'object == null ? "none" : has(object.kind) ? object.kind : "?"',
    'oldObject == null ? "none" : has(oldObject.kind) ? oldObject.kind : "?"',
  ];
  await t.post(
    `${registration}/validatingadmissionpolicies`,
    {
      metadata: { name },
      spec: {
        matchConstraints: { resourceRules: [everything], namespaceSelector: here },
        validations: [{ expression: 'false', messageExpression: `"%s".format([[${shows.join(', ')}]])` }],
      },
    },
    { only: ['kind'] },
  );
  await t.post(
    `${registration}/validatingadmissionpolicybindings`,
    { metadata: { name }, spec: { policyName: name, validationActions: ['Deny'] } },
    { quiet: true },
  );
  await refused(t);
  for (const { note, send } of writes(t)) await send({ note: `by a policy: ${note}` });
  await t.delete(`${registration}/validatingadmissionpolicybindings/${name}`, undefined, { quiet: true });
  await t.delete(`${registration}/validatingadmissionpolicies/${name}`, undefined, { quiet: true });
  await t.heard(1_000);
}

// Nobody listens there: whatever it is asked about is refused.
const nobody = 'https://127.0.0.1:1/';

async function webhooks(t: Session): Promise<void> {
  const name = `${t.namespace}-none`;
  const common = { admissionReviewVersions: ['v1'], sideEffects: 'None', clientConfig: { url: nobody } };
  const here = { matchLabels: { 'kubernetes.io/metadata.name': t.namespace } };
  const of = (first: string, more: object): object => ({ name: `${first}.example.com`, ...common, ...more });
  const reviews = {
    ...everything,
    operations: ['CREATE'],
    apiGroups: ['authorization.k8s.io', 'authentication.k8s.io'],
    scope: 'Cluster',
  };
  const speaker = { name: 'speaker', expression: 'request.userInfo.username == "reviewer"' };
  await t.post(
    `${registration}/validatingwebhookconfigurations`,
    {
      metadata: { name },
      webhooks: [
        of('all', { rules: [{ ...everything, scope: 'Namespaced' }], namespaceSelector: here }),
        of('namespaces', {
          rules: [{ ...everything, resources: ['namespaces', 'namespaces/*'] }],
          namespaceSelector: here,
        }),
        of('reviews', { rules: [reviews], matchConditions: [speaker] }),
      ],
    },
    { only: ['kind'] },
  );
  await refused(t);
  for (const { note, send } of writes(t)) await send({ note: `by a webhook: ${note}` });
  const headers = { 'impersonate-user': 'reviewer', 'impersonate-group': 'system:masters' };
  const attributes = { verb: 'get', resource: 'pods' };
  const [access, identity] = ['/apis/authorization.k8s.io/v1', '/apis/authentication.k8s.io/v1'];
  for (const [path, spec] of [
    [`${access}/subjectaccessreviews`, { user: 'u', resourceAttributes: attributes }],
    [`${access}/selfsubjectaccessreviews`, { resourceAttributes: attributes }],
    [`${access}/selfsubjectrulesreviews`, { namespace: t.namespace }],
    [`${identity}/tokenreviews`, { token: 't' }],
    [`${identity}/selfsubjectreviews`, {}],
  ] as const)
    await t.post(path, { spec }, { headers, only: ['kind'] });
  await t.delete(`${registration}/validatingwebhookconfigurations/${name}`, undefined, { quiet: true });
  await t.heard(1_000);
}

async function refused(t: Session): Promise<void> {
  for (let tries = 0; tries < 400; tries += 1) {
    const { status } = await t.post(t.at('configmaps'), named('v1 ConfigMap', 'probe'), {
      quiet: true,
      query: { dryRun: 'All' },
    });
    if (status >= 400) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('nothing is refused');
}

export const group: Group = async (t) => {
  await made(t);
  await policy(t);
  await webhooks(t);
};
