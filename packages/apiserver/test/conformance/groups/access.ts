import { configMap } from '../objects.ts';
import type { Group } from '../session.ts';

// Who asks, in whose name, and what they may do.
export const group: Group = async (t) => {
  const at = t.at('configmaps');
  await t.post(at, configMap('a'), { quiet: true });
  const review = (group: string, kind: string, spec?: object): object => ({
    apiVersion: `${group}/v1`,
    kind,
    ...(spec && { spec }),
  });
  const as = (user: string, groups?: string): { headers: Record<string, string> } => ({
    headers: { 'impersonate-user': user, ...(groups !== undefined && { 'impersonate-group': groups }) },
  });
  const who = '/apis/authentication.k8s.io/v1/selfsubjectreviews';
  const me = review('authentication.k8s.io', 'SelfSubjectReview');
  await t.post(who, me, as('jane'));
  await t.post(who, me, as('jane', 'devs'));
  await t.post(who, me, as('system:serviceaccount:default:robot'));
  await t.get(who);
  const may = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';
  const ask = (spec: object): object => review('authorization.k8s.io', 'SelfSubjectAccessReview', spec);
  const read = { resourceAttributes: { namespace: t.namespace, verb: 'get', resource: 'configmaps' } };
  await t.post(may, ask(read));
  await t.post(may, ask(read), as('jane'));
  await t.post(may, ask({ nonResourceAttributes: { verb: 'get', path: '/healthz' } }), as('jane'));
  await t.post(may, ask({ nonResourceAttributes: { verb: 'get', path: '/secret' } }), as('jane'));
  const rbac = `/apis/rbac.authorization.k8s.io/v1/namespaces/${t.namespace}`;
  await t.post(
    `${rbac}/roles`,
    {
      metadata: { name: 'reader' },
      rules: [{ verbs: ['get', 'list'], apiGroups: [''], resources: ['configmaps'] }],
    },
    { quiet: true },
  );
  await t.post(
    `${rbac}/rolebindings`,
    {
      metadata: { name: 'reader' },
      roleRef: { kind: 'Role', name: 'reader' },
      subjects: [{ kind: 'User', name: 'jane' }],
    },
    { quiet: true },
  );
  for (let tries = 0; tries < 100; tries += 1)
    if ((await t.get(`${at}/a`, {}, { ...as('jane'), quiet: true })).status === 200) break;
  await t.post(may, ask(read), { ...as('jane') });
  await t.get(`${at}/a`, {}, as('jane'));
  await t.get(at, {}, as('jane'));
  await t.get(at, { watch: true, timeoutSeconds: 1 }, as('jane'));
  await t.post(at, configMap('b'), as('jane'));
  await t.put(`${at}/a`, configMap('a'), as('jane'));
  await t.merge(
    `${at}/a`,
    {},
    { headers: { 'content-type': 'application/merge-patch+json', 'impersonate-user': 'jane' } },
  );
  await t.delete(`${at}/a`, undefined, as('jane'));
  await t.delete(at, undefined, as('jane'));
  await t.get(`${at}/a/status`, {}, as('jane'));
  await t.get('/api/v1/configmaps', {}, as('jane'));
  await t.get('/api/v1/nodes', {}, as('jane'));
  await t.get(`/api/v1/namespaces/${t.namespace}`, {}, as('jane'));
  await t.get('/apis/apps/v1/deployments', {}, as('jane'));
  await t.get('/metrics', {}, as('jane'));
  await t.get('/version', {}, { ...as('jane'), only: [] });
  await t.get(`${at}/a`, {}, as('system:anonymous', 'system:unauthenticated'));
  await t.get('/livez/ping', {}, as('jane'));
  await t.get(`${at}/a`, {}, { headers: { authorization: 'Bearer nobody' } });
};
