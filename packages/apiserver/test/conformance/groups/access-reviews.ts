import { grant, revoke } from '../rights.ts';
import type { Ask, Group } from '../session.ts';

// What may be asked about rights: selectors, what may not stand in a review, and the reasons of the answers.
export const group: Group = async (t) => {
  const access = '/apis/authorization.k8s.io/v1';
  const self = `${access}/selfsubjectaccessreviews`;
  const other = `${access}/subjectaccessreviews`;
  const local = `${access}/namespaces/${t.namespace}/localsubjectaccessreviews`;
  const as = (user: string): Ask => ({ headers: { 'impersonate-user': user } });
  const attributes = { namespace: t.namespace, verb: 'list', resource: 'configmaps' };
  const selecting = (more: object): object => ({
    user: 'jane',
    resourceAttributes: { ...attributes, ...more },
  });

  const selectors: readonly unknown[] = [
    {},
    null,
    { rawSelector: '' },
    { rawSelector: 'a=b' },
    { rawSelector: 'a in (b, c), d' },
    { rawSelector: 'a=b=c' },
    { rawSelector: '!!' },
    { rawSelector: 'a=b,=' },
    { requirements: [] },
    { requirements: [null] },
    { requirements: [{ key: 'a' }] },
    { requirements: [{ key: 'a', operator: 'In' }] },
    { requirements: [{ key: 'a', operator: 'In', values: [] }] },
    { requirements: [{ key: 'a', operator: 'In', values: ['b'] }] },
    { requirements: [{ key: 'a', operator: 'NotIn', values: ['b'] }] },
    { requirements: [{ key: 'a', operator: 'In', values: ['b', 'c'] }] },
    { requirements: [{ key: 'a', operator: 'Exists' }] },
    { requirements: [{ key: 'a', operator: 'DoesNotExist', values: ['b'] }] },
    { requirements: [{ key: 'a', operator: 'Exists', values: ['b'] }] },
    { requirements: [{ key: 'a', operator: 'Gt', values: ['1'] }] },
    {
      requirements: [
        { key: 'a', operator: 'in', values: ['1'] },
        { key: 'b', operator: 'In', values: ['1'] },
      ],
    },
    { requirements: [{ key: '', operator: 'In', values: ['b'] }] },
    { requirements: [{ key: 'a b', operator: 'In', values: ['b c'] }] },
    {
      requirements: [
        { key: 'a', operator: 'In', values: ['-'] },
        { key: 'A/', operator: 'Exists' },
      ],
    },
    { rawSelector: 'a=b', requirements: [{ key: 'a', operator: 'In', values: ['b'] }] },
    { rawSelector: '!!', requirements: [{ key: 'a', operator: 'X' }] },
    { rawSelector: 1 },
    { requirements: {} },
    { unknown: 'x', rawSelector: 'a=b' },
    'a=b',
  ];
  for (const field of ['labelSelector', 'fieldSelector'])
    for (const selector of selectors) await t.post(other, { spec: selecting({ [field]: selector }) });
  const both = { labelSelector: { rawSelector: '!!' }, fieldSelector: { rawSelector: 'a' } };
  for (const path of [self, other, local]) {
    await t.post(path, { spec: selecting(both) });
    await t.post(path, { spec: selecting({ labelSelector: {}, fieldSelector: {} }) });
    await t.post(path, { spec: selecting({ labelSelector: { rawSelector: 'a=b' } }) });
  }

  // Metadata: none is wanted.
  const spec = { user: 'jane', resourceAttributes: attributes };
  const metadata: readonly unknown[] = [
    null,
    {},
    { managedFields: [] },
    { name: 'a' },
    { namespace: t.namespace },
    { namespace: 'elsewhere' },
    { namespace: '' },
    { labels: {} },
    { labels: { a: 'b' } },
    { annotations: { a: 'b' } },
    { generateName: 'a-' },
    { uid: 'x' },
    { resourceVersion: '1' },
    { creationTimestamp: null },
    { creationTimestamp: '2026-01-01T00:00:00Z' },
    { finalizers: ['x'] },
    { name: 1 },
  ];
  for (const path of [self, other, local])
    for (const one of metadata) await t.post(path, { metadata: one, spec });
  for (const path of [self, other, local]) {
    await t.post(path, { metadata: { name: 'a' }, spec: {} });
    await t.post(path, { spec: { user: 'jane', resourceAttributes: { ...attributes, namespace: 'x' } } });
    await t.post(path, { spec: { user: 'jane', resourceAttributes: { verb: 'get' } } });
    await t.post(path, { spec: { user: 'jane', resourceAttributes: {} } });
    await t.post(path, { spec: { user: 'jane', nonResourceAttributes: {} } });
    await t.post(path, { spec: { user: 'jane', nonResourceAttributes: null, resourceAttributes: null } });
    await t.post(path, { spec: { uid: 'x', resourceAttributes: attributes } });
    await t.post(path, { spec: { user: '', groups: [], resourceAttributes: attributes } });
    await t.post(path, { spec: { groups: ['system:masters'], resourceAttributes: attributes } });
    await t.post(path, { spec, status: { allowed: true, reason: 'x' } });
    await t.post(path, { kind: 'Pod', apiVersion: 'v1', spec });
    await t.post(path, { spec }, { query: { dryRun: 'All' } });
    await t.post(path, { spec }, { query: { fieldManager: 'm' } });
    await t.post(path, { spec: { ...spec, unknown: 1 } }, { query: { fieldValidation: 'Strict' } });
    await t.post(path, 'x');
    await t.post(path, {
      spec: { ...spec, uid: 'u', extra: { a: ['b', 'c'], d: null, e: [] }, groups: ['g'] },
    });
    await t.post(path, { kind: 'Deployment', apiVersion: 'apps/v1', spec });
    await t.post(path, { kind: 'Nothing', apiVersion: 'v1', spec });
    await t.post(path, { spec: { ...spec, groups: 'g' } });
  }

  // Whom and what the rules are about.
  const rules = [
    { verbs: ['get'], apiGroups: [''], resources: ['configmaps'], resourceNames: ['a'] },
    { verbs: ['create'], apiGroups: [''], resources: ['pods/exec', 'pods/*'] },
    { verbs: ['*'], apiGroups: ['apps'], resources: ['*/scale'] },
    { verbs: ['list'], apiGroups: ['*'], resources: ['*'] },
    { verbs: ['deletecollection'], apiGroups: ['batch'], resources: ['jobs'] },
  ];
  await grant(t, 'jane', { where: 'namespace', rules });
  const asked: readonly object[] = [
    { verb: 'get', resource: 'configmaps' },
    { verb: 'get', resource: 'configmaps', name: 'a' },
    { verb: 'get', resource: 'configmaps', name: 'b' },
    { verb: 'create', resource: 'pods', subresource: 'exec' },
    { verb: 'create', resource: 'pods', subresource: '*' },
    { verb: 'create', resource: 'pods', subresource: 'log' },
    { verb: 'create', resource: 'pods/exec' },
    { verb: '*', resource: 'deployments', group: 'apps', subresource: 'scale' },
    { verb: 'x', resource: 'deployments', group: 'apps', subresource: 'scale', version: 'v9' },
    { verb: 'get', resource: 'deployments', group: 'apps' },
    { verb: 'list', resource: 'whatever', group: '*' },
    { verb: 'list', resource: '*', group: 'apps' },
    { verb: 'list', resource: 'pods', subresource: 'log' },
    { verb: 'deletecollection', resource: 'jobs', group: 'batch' },
    { verb: 'deletecollection', resource: 'jobs', group: 'batch', namespace: '' },
    { verb: 'deletecollection', resource: 'jobs', group: 'batch', namespace: 'default' },
    { verb: 'list', resource: 'secrets', labelSelector: { rawSelector: '!!' } },
    { verb: 'list', resource: 'secrets', fieldSelector: { rawSelector: 'metadata.name=a' } },
  ];
  for (const one of asked)
    await t.post(other, {
      spec: { user: 'jane', resourceAttributes: { namespace: t.namespace, ...one } },
    });
  for (const groups of [
    ['system:masters'],
    ['system:masters', 'x'],
    ['system:Masters'],
    ['system:authenticated'],
  ])
    await t.post(other, {
      spec: { groups, nonResourceAttributes: { path: '/apis/x', verb: 'get' } },
    });
  for (const path of [
    '/healthz',
    '/healthz/',
    '/healthz/etcd',
    '/livez',
    '/version/',
    '/openapi/v3/x',
    '*',
    '',
  ])
    await t.post(other, {
      spec: { groups: ['system:authenticated'], nonResourceAttributes: { path, verb: 'get' } },
    });

  // What may I.
  const mine = `${access}/selfsubjectrulesreviews`;
  const own: readonly unknown[] = [
    undefined,
    null,
    {},
    { namespace: '' },
    { namespace: 'A b' },
    { namespace: 1 },
    'x',
  ];
  for (const one of own) await t.post(mine, { spec: one }, as('jane'));
  await t.post(mine, { metadata: { name: 'a' }, spec: { namespace: 'default' } }, as('jane'));
  await t.post(mine, { spec: { namespace: t.namespace } }, as('jane'));
  await t.post(mine, { spec: { namespace: 'kube-system' } }, as('system:kube-scheduler'));
  await t.post(
    mine,
    { spec: { namespace: 'default' } },
    as('system:serviceaccount:kube-system:job-controller'),
  );
  await t.post(
    mine,
    { spec: { namespace: 'kube-system' } },
    as('system:serviceaccount:kube-system:token-cleaner'),
  );
  await t.post(`${access}/namespaces/default/selfsubjectrulesreviews`, { spec: {} });
  await t.get(mine);
  await t.delete(mine);

  // Who am I.
  const who = '/apis/authentication.k8s.io/v1/selfsubjectreviews';
  for (const body of [
    {},
    { metadata: { name: 'a', labels: { a: 'b' } } },
    { status: { userInfo: { username: 'x' } } },
    { spec: {} },
    { kind: 'Pod', apiVersion: 'v1' },
  ])
    await t.post(who, body, as('jane'));
  await t.post(who, {}, { ...as('jane'), query: { dryRun: 'All', fieldManager: 'm' } });
  await t.post(t.at('configmaps'), { kind: 'Deployment', apiVersion: 'apps/v1', metadata: { name: 'a' } });
  await t.post(t.at('configmaps'), 'x');
  await t.post(t.at('configmaps'), '[');
  await t.get(`${who}/a`);
  await revoke(t);
};
