import type { Group } from '../session.ts';

// Questions that are posted and stored nowhere, and in whose name they are asked.
export const group: Group = async (t) => {
  const who = '/apis/authentication.k8s.io/v1/selfsubjectreviews';
  const token = '/apis/authentication.k8s.io/v1/tokenreviews';
  const access = '/apis/authorization.k8s.io/v1';
  const local = `${access}/namespaces/${t.namespace}/localsubjectaccessreviews`;
  const as = (headers: Record<string, string>): { headers: Record<string, string> } => ({ headers });
  await t.post(who, {}, as({ 'impersonate-user': 'jane', 'impersonate-uid': '7' }));
  await t.post(who, {}, as({ 'impersonate-user': 'jane', 'impersonate-extra-scopes': 'a' }));
  await t.post(who, {}, as({ 'impersonate-user': 'system:anonymous' }));
  await t.post(who, {}, as({ 'impersonate-user': 'jane', 'impersonate-group': 'system:authenticated' }));
  await t.get('/api/v1/pods', {}, as({ 'impersonate-group': 'devs' }));
  await t.get('/api', {}, as({ 'impersonate-uid': '7' }));
  await t.get('/api/v1/pods', {}, as({ 'impersonate-extra-scopes': 'a' }));
  await t.get(t.at('pods'), {}, as({ 'impersonate-user': '' }));

  const resourceAttributes = { namespace: t.namespace, verb: 'get', resource: 'configmaps' };
  const nonResourceAttributes = { verb: 'get', path: '/healthz' };
  const specs = [
    undefined,
    {},
    { resourceAttributes },
    { user: 'jane', resourceAttributes },
    { groups: ['devs'], resourceAttributes },
    { user: 'jane', nonResourceAttributes },
    { user: 'jane', nonResourceAttributes: { verb: 'get', path: '/secret' } },
    { resourceAttributes, nonResourceAttributes },
    { user: 'jane', resourceAttributes: { ...resourceAttributes, namespace: 'elsewhere' } },
  ];
  const kinds = {
    SelfSubjectAccessReview: `${access}/selfsubjectaccessreviews`,
    SubjectAccessReview: `${access}/subjectaccessreviews`,
    LocalSubjectAccessReview: local,
  };
  for (const [kind, path] of Object.entries(kinds))
    for (const spec of specs) await t.post(path, { apiVersion: 'authorization.k8s.io/v1', kind, spec });
  await t.post(`${access}/localsubjectaccessreviews`, {});
  await t.post(`${access}/namespaces/${t.namespace}/subjectaccessreviews`, {});
  await t.get(local);
  await t.post(`${local}/a`, {});

  const rbac = `/apis/rbac.authorization.k8s.io/v1/namespaces/${t.namespace}`;
  await t.post(
    `${rbac}/roles`,
    { metadata: { name: 'reader' }, rules: [{ verbs: ['get'], apiGroups: [''], resources: ['configmaps'] }] },
    { quiet: true },
  );
  const subjects = [
    { kind: 'User', name: 'jane' },
    { kind: 'ServiceAccount', name: 'robot', namespace: t.namespace },
  ];
  const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'reader' };
  await t.post(`${rbac}/rolebindings`, { metadata: { name: 'b' }, roleRef, subjects }, { quiet: true });
  const robot = `system:serviceaccount:${t.namespace}:robot`;
  const asked = (user: string): object => ({ spec: { user, resourceAttributes } });
  for (let tries = 0; tries < 100; tries += 1) {
    const { object } = await t.post(kinds.SubjectAccessReview, asked(robot), { quiet: true });
    if (JSON.stringify(object['status']).includes('"allowed":true')) break;
  }
  for (const user of ['jane', robot, 'bob']) await t.post(kinds.SubjectAccessReview, asked(user));
  const rules = `${access}/selfsubjectrulesreviews`;
  await t.post(rules, {});
  await t.post(rules, { spec: { namespace: t.namespace } });
  await t.post(rules, { spec: { namespace: t.namespace } }, as({ 'impersonate-user': 'jane' }));
  await t.post(rules, { spec: { namespace: 'default' } }, as({ 'impersonate-user': 'jane' }));

  await t.post(token, {});
  await t.post(token, { spec: { token: 'nobody' } });
  await t.post(token, { spec: { token: 'admin-token' } });
  await t.post(token, { spec: { token: 'admin-token' } }, as({ 'impersonate-user': 'jane' }));
};
