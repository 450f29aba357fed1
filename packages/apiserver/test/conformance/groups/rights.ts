import { configMap } from '../objects.ts';
import { grant, revoke } from '../rights.ts';
import type { Ask, Group } from '../session.ts';

// What a rule lets somebody do: by name, by subresource, by path, and with roles that are missing.
export const group: Group = async (t) => {
  const maps = t.at('configmaps');
  for (const name of ['a', 'b']) await t.post(maps, configMap(name), { quiet: true });
  const as = (user: string, ask: Ask = {}): Ask => ({ ...ask, headers: { 'impersonate-user': user } });
  const body = { only: [] };

  const every = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection'];
  const names = { resourceNames: ['a', 'new'] };
  await grant(t, 'named', {
    where: 'namespace',
    rules: [
      { verbs: every, apiGroups: [''], resources: ['configmaps'], ...names },
      { verbs: every, apiGroups: [''], resources: ['namespaces'] },
    ],
  });
  const selectors = [
    'metadata.name=a',
    'metadata.name==a',
    'metadata.name=b',
    'metadata.name!=b',
    'metadata.name=a,metadata.namespace=x',
    'metadata.namespace=x,metadata.name=a',
    'metadata.name=a,metadata.name=b',
    'metadata.name=b,metadata.name=a',
    'metadata.name=',
    'metadata.name=a/b',
    'metadata.name=a=b',
    'unknown=a,metadata.name=a',
    ',',
  ];
  for (const fieldSelector of selectors) {
    await t.get(maps, { fieldSelector }, as('named', body));
    await t.get(maps, { fieldSelector, watch: true, timeoutSeconds: 1 }, as('named', body));
  }
  const fieldSelector = 'metadata.name=a';
  await t.get(maps, { fieldSelector, labelSelector: 'a=b' }, as('named', body));
  await t.get(maps, { fieldSelector, labelSelector: '!!' }, as('named'));
  await t.get(maps, { fieldSelector, limit: 'x' }, as('named'));
  await t.get(maps, { fieldSelector, watch: 'false' }, as('named', body));
  await t.get(maps, { fieldSelector, limit: 'x', watch: 'true' }, as('named'));
  await t.get('/api/v1/configmaps', { fieldSelector }, as('named'));
  const watched = `/api/v1/watch/namespaces/${t.namespace}/configmaps/a`;
  for (const query of [
    {},
    { fieldSelector },
    { fieldSelector: 'metadata.name=b' },
    { fieldSelector: 'metadata.namespace=x' },
  ])
    await t.get(watched, { timeoutSeconds: 1, ...query }, as('named', { only: ['kind'] }));
  await t.get(`/api/v1/watch/namespaces/${t.namespace}/configmaps/b`, { timeoutSeconds: 1 }, as('named'));
  await t.get(`/api/v1/watch/namespaces/${t.namespace}/configmaps`, { fieldSelector }, as('named'));
  for (const name of ['a', 'b']) {
    await t.get(`${maps}/${name}`, {}, as('named', body));
    await t.put(`${maps}/${name}`, configMap(name), as('named', body));
    await t.merge(`${maps}/${name}`, { data: { a: '1' } }, as('named', body));
  }
  await t.post(maps, configMap('new'), as('named'));
  await t.apply(`${maps}/new`, configMap('new'), as('named', body));
  await t.apply(`${maps}/newer`, configMap('newer'), as('named'));
  await t.put(`${maps}/new`, configMap('new'), as('named', body));
  await t.delete(maps, undefined, as('named'));
  await t.send('DELETE', maps, as('named', { query: { fieldSelector } }));
  await t.delete(`${maps}/b`, undefined, as('named'));
  await t.delete(`${maps}/a`, undefined, as('named', body));
  await t.get(`/api/v1/namespaces/${t.namespace}`, {}, as('named', body));
  await t.get(`/api/v1/namespaces/${t.namespace}/status`, {}, as('named', body));
  await t.get('/api/v1/namespaces', { fieldSelector: `metadata.name=${t.namespace}` }, as('named'));
  await t.merge(`/api/v1/namespaces/${t.namespace}`, {}, as('named', body));

  // Who may change, but not create; and the other way round.
  await grant(t, 'patcher', {
    where: 'namespace',
    rules: [
      {
        verbs: ['patch', 'update'],
        apiGroups: ['', 'coordination.k8s.io'],
        resources: ['configmaps', 'leases'],
      },
    ],
  });
  const leases = `/apis/coordination.k8s.io/v1/namespaces/${t.namespace}/leases`;
  const lease = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name: 'l' } };
  await t.apply(`${maps}/p`, configMap('p'), as('patcher'));
  await t.apply(`${maps}/p`, { ...configMap('p'), data: 1 }, as('patcher'));
  await t.apply(`${maps}/p`, configMap('p'), as('patcher', { query: { dryRun: 'All' } }));
  await t.apply(`${maps}/P`, configMap('P'), as('patcher'));
  await t.merge(`${maps}/p`, {}, as('patcher'));
  await t.put(`${maps}/p`, configMap('p'), as('patcher'));
  await t.put(`${leases}/l`, lease, as('patcher'));
  await t.post(leases, lease, { only: [] });
  await t.put(`${leases}/l`, lease, as('patcher', body));
  await t.apply(`${leases}/l`, lease, as('patcher', body));
  await grant(t, 'creator', {
    where: 'namespace',
    rules: [{ verbs: ['create'], apiGroups: [''], resources: ['configmaps'] }],
  });
  await t.apply(`${maps}/c`, configMap('c'), as('creator'));
  await t.post(maps, configMap('c'), as('creator', body));
  await t.post(maps, configMap('c'), as('creator'));
  await t.post(`/api/v1/configmaps`, configMap('c'), as('creator'));

  // An apply says whom it means, as every write does.
  for (const metadata of [undefined, {}, { name: '' }, { namespace: t.namespace }])
    for (const name of ['c', 'none'])
      await t.apply(
        `${maps}/${name}`,
        { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { x: '1' } },
        body,
      );

  // Subresources.
  await t.post(
    t.at('pods'),
    { metadata: { name: 'p' }, spec: { containers: [{ name: 'c', image: 'i' }] } },
    { quiet: true },
  );
  const shapes: readonly (readonly string[])[] = [
    ['pods'],
    ['pods/log'],
    ['pods/*'],
    ['*/status'],
    ['*'],
    ['*/*'],
    ['pods/status/x'],
  ];
  for (const [at, resources] of shapes.entries()) {
    await grant(t, `sub-${at}`, {
      where: 'namespace',
      rules: [{ verbs: ['get'], apiGroups: [''], resources }],
    });
    await t.get(`${t.at('pods')}/p`, {}, as(`sub-${at}`, body));
    await t.get(`${t.at('pods')}/p/status`, {}, as(`sub-${at}`, body));
    await t.get(`${t.at('pods')}/p/unknown`, {}, as(`sub-${at}`));
    await t.get(`${t.at('pods')}/p/status/x`, {}, as(`sub-${at}`));
  }

  // Paths.
  const urls = ['/logs', '/logs/*', '/met*', '/a**', '*rics', '/b*/c', '/%61'];
  await grant(t, 'walker', { where: 'cluster', rules: [{ verbs: ['get', 'post'], nonResourceURLs: urls }] });
  for (const path of [
    '/logs',
    '/logs/',
    '/logs/x/y',
    '/logsx',
    '/metrics/x',
    '/ametrics',
    '/ab',
    '/bx/c',
    '/b*/c',
    '/a',
    '/%61',
    '/c',
  ])
    await t.get(path, {}, as('walker', body));
  for (const path of ['/logs', '/c', '/version', '/api/v1', '/apis/<&>'])
    await t.post(path, {}, as('walker', body));
  await t.send('OPTIONS', maps, as('walker'));
  await t.send('OPTIONS', '/c', as('walker'));
  await t.send('HEAD', maps, as('walker', body));

  // Roles that are not there.
  const rbac = `/apis/rbac.authorization.k8s.io/v1/namespaces/${t.namespace}/rolebindings`;
  const subjects = [
    { kind: 'User', name: 'lost' },
    { kind: 'ServiceAccount', name: 'robot' },
  ];
  for (const kind of ['Role', 'ClusterRole'])
    for (const name of kind === 'Role' ? ['gone'] : [])
      await t.post(
        rbac,
        { metadata: { name: `${kind.toLowerCase()}-${name}` }, roleRef: { kind, name }, subjects },
        { quiet: true },
      );
  await grant(t, 'lost', { where: 'namespace', rules: [] });
  await t.get(`${maps}/c`, {}, as('lost'));
  const spec = { resourceAttributes: { namespace: t.namespace, verb: 'get', resource: 'secrets' } };
  const reviews = '/apis/authorization.k8s.io/v1';
  await t.post(`${reviews}/selfsubjectaccessreviews`, { spec }, as('lost'));
  await t.post(`${reviews}/selfsubjectrulesreviews`, { spec: { namespace: t.namespace } }, as('lost'));
  await t.post(`${reviews}/subjectaccessreviews`, {
    spec: { user: `system:serviceaccount:${t.namespace}:robot`, ...spec },
  });
  await revoke(t);
};
