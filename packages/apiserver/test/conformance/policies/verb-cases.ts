// Validating policies about other writes than the creation of a ConfigMap.

import type { Ask, Session } from '../session.ts';
import { about, type Labels, mapWith, type PolicyCase } from './policy-case.ts';

type Send = NonNullable<PolicyCase['send']>;

/** Denies, and says what the expression comes to. */
const shows = (expression: string, rule: object, send: Send): PolicyCase => ({
  policy: {
    validations: [{ expression: 'false', messageExpression: `"%s".format([${expression}])` }],
    matchConstraints: about(rule),
  },
  send,
});

const changed = { operations: ['UPDATE'] };
const values = '[request.operation, object.data.a, oldObject.data.a]';
const nameOf = (labels: Labels): string => `m-${labels['case']}`;

/** The same about a ConfigMap that is there. */
const stored =
  (send: (t: Session, path: string, about: { labels: Labels; ask: Ask }) => Promise<unknown>): Send =>
  async (t, labels, ask) => {
    const map = mapWith(labels, { metadata: { name: nameOf(labels), labels } });
    await t.post(t.at('configmaps'), map, { quiet: true });
    await send(t, t.at('configmaps', nameOf(labels)), { labels, ask });
  };

const pod = (labels: Labels): object => ({
  metadata: { name: nameOf(labels), labels },
  spec: { containers: [{ name: 'a', image: 'a' }] },
});
const onPod =
  (send: (t: Session, path: string, ask: Ask) => Promise<unknown>): Send =>
  async (t, labels, ask) => {
    await t.post(t.at('pods'), pod(labels), { quiet: true });
    await send(t, t.at('pods', nameOf(labels)), ask);
  };
const scales = {
  apiGroups: ['apps'],
  apiVersions: ['v1'],
  resources: ['deployments/scale'],
  operations: ['UPDATE'],
  resourceNames: ['m-a-scale'],
};
const everywhere = { matchConstraints: { ...about({ resources: ['namespaces'] }) } };

export const verbCases: Readonly<Record<string, PolicyCase>> = {
  put: shows(
    values,
    changed,
    stored((t, path, { labels, ask }) =>
      t.put(path, mapWith(labels, { metadata: { name: nameOf(labels), labels }, data: { a: '2' } }), ask),
    ),
  ),
  'merge patch': shows(
    values,
    changed,
    stored((t, path, { ask }) => t.merge(path, { data: { a: '3' } }, ask)),
  ),
  apply: shows(
    '[request.operation, request.options.kind, request.options.fieldManager, object.data.a]',
    changed,
    stored((t, path, { labels, ask }) =>
      t.apply(
        path,
        { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: nameOf(labels) }, data: { b: '3' } },
        ask,
      ),
    ),
  ),
  'apply that creates': shows(
    '[request.operation, request.options.kind, request.name]',
    {},
    (t, labels, ask) =>
      t.apply(
        t.at('configmaps', 'applied'),
        { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'applied', labels } },
        ask,
      ),
  ),
  'labels that go': shows(
    '[has(object.metadata.labels), has(oldObject.metadata.labels)]',
    changed,
    stored((t, path, { ask }) => t.merge(path, { metadata: { labels: null } }, ask)),
  ),
  delete: shows(
    '[request.operation, object == null, oldObject.data.a, request.name, request.options.kind]',
    { operations: ['DELETE'] },
    stored((t, path, { ask }) => t.delete(path, undefined, ask)),
  ),
  'delete that looks at the object': shows(
    'object.data.a',
    { operations: ['DELETE'] },
    stored((t, path, { ask }) => t.delete(path, undefined, ask)),
  ),
  'delete of a collection': shows(
    '[request.operation, oldObject.metadata.name]',
    { operations: ['DELETE'] },
    stored((t, _path, { labels, ask }) =>
      t.delete(t.at('configmaps'), undefined, {
        ...ask,
        query: { ...ask.query, labelSelector: `case=${labels['case']}` },
      }),
    ),
  ),
  'a pod': shows(
    '[object.spec.containers[0].imagePullPolicy, object.spec.priority, object.status.phase]',
    { resources: ['pods'] },
    (t, labels, ask) => t.post(t.at('pods'), pod(labels), ask),
  ),
  'the status of a pod': shows(
    '[request.subResource, request.requestSubResource, object.status.message, request.kind.kind]',
    { resources: ['pods/status'], operations: ['UPDATE'] },
    onPod((t, path, ask) => t.merge(`${path}/status`, { status: { message: 'm' } }, ask)),
  ),
  'a binding': shows(
    '[request.operation, request.subResource, request.kind.kind, object.kind, object.target.name, request.name]',
    { resources: ['pods/binding'] },
    onPod((t, path, ask) =>
      t.post(
        `${path}/binding`,
        {
          metadata: { name: 'm-a-binding', labels: { case: 'a-binding' } },
          target: { kind: 'Node', name: 'n' },
        },
        ask,
      ),
    ),
  ),
  'an eviction': shows(
    '[request.subResource, request.kind.kind, request.kind.group, object.kind]',
    { resources: ['pods/eviction'] },
    onPod((t, path, ask) =>
      t.post(
        `${path}/eviction`,
        {
          apiVersion: 'policy/v1',
          kind: 'Eviction',
          metadata: { name: 'm-an-eviction', labels: { case: 'an-eviction' } },
          deleteOptions: { dryRun: ['All'] },
        },
        ask,
      ),
    ),
  ),
  // A scale has no labels.
  'a scale': {
    policy: {
      matchConstraints: { ...about(scales), objectSelector: {} },
      validations: [
        {
          expression: 'false',
          messageExpression:
            '"%s".format([[request.subResource, request.kind.group, request.kind.kind, object.kind, object.spec.replicas, oldObject.spec.replicas]])',
        },
      ],
    },
    send: async (t, labels, ask) => {
      const path = `/apis/apps/v1/namespaces/${t.namespace}/deployments`;
      const template = { metadata: { labels }, spec: { containers: [{ name: 'a', image: 'a' }] } };
      const spec = { selector: { matchLabels: labels }, template, replicas: 1 };
      await t.post(path, { metadata: { name: nameOf(labels), labels }, spec }, { quiet: true });
      await t.merge(`${path}/${nameOf(labels)}/scale`, { spec: { replicas: 2 } }, ask);
    },
  },
  'a namespace': {
    policy: {
      ...everywhere,
      validations: [
        {
          expression: 'false',
          messageExpression: '"%s".format([[request.name, request.namespace, namespaceObject == null]])',
        },
      ],
    },
    send: (t, labels, ask) => t.post('/api/v1/namespaces', { metadata: { name: 'denied', labels } }, ask),
  },
  'something of the cluster': shows(
    '[has(request.namespace), namespaceObject == null, object.value]',
    { apiGroups: ['scheduling.k8s.io'], resources: ['priorityclasses'] },
    (t, labels, ask) =>
      t.post(
        '/apis/scheduling.k8s.io/v1/priorityclasses',
        { metadata: { name: 'denied', labels }, value: 5 },
        ask,
      ),
  ),
  'a webhook configuration': shows(
    'object.webhooks.size()',
    { apiGroups: ['admissionregistration.k8s.io'], resources: ['validatingwebhookconfigurations'] },
    (t, labels, ask) =>
      t.post(
        '/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations',
        { metadata: { name: 'denied', labels }, webhooks: [] },
        ask,
      ),
  ),
  'a policy': shows(
    'object.kind',
    { apiGroups: ['admissionregistration.k8s.io'], resources: ['validatingadmissionpolicybindings'] },
    (t, labels, ask) =>
      t.post(
        '/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicybindings',
        { metadata: { name: 'taken', labels }, spec: { policyName: 'none', validationActions: ['Deny'] } },
        { ...ask, only: ['kind'] },
      ),
  ),
  'a missing namespace': shows('object.kind', {}, (t, labels, ask) =>
    t.post('/api/v1/namespaces/missing/configmaps', mapWith(labels), ask),
  ),
};
