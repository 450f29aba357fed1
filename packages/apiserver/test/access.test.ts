import { describe, expect, test } from '@jest/globals';
import { configMap, configMaps, type Reply, TestServer } from './support/test-server.ts';

const tokens = {
  root: { name: 'root', groups: ['system:masters'] },
  jane: { name: 'jane', groups: ['devs'] },
};
const roles = '/apis/rbac.authorization.k8s.io/v1/namespaces/default';
const as = (token: string, more: object = {}): { readonly headers: Record<string, string> } => ({
  headers: { authorization: `Bearer ${token}`, ...more },
});

async function started(): Promise<TestServer> {
  const server = new TestServer({ tokens, rbac: true });
  const rules = [{ verbs: ['get', 'list'], apiGroups: [''], resources: ['configmaps'] }];
  await server.ask('POST', `${roles}/roles`, {
    body: { metadata: { name: 'reader' }, rules },
    ...as('root'),
  });
  const subjects = [{ kind: 'Group', name: 'devs' }];
  const roleRef = { kind: 'Role', name: 'reader' };
  await server.ask('POST', `${roles}/rolebindings`, {
    body: { metadata: { name: 'devs' }, subjects, roleRef },
    ...as('root'),
  });
  return server;
}

describe('access', () => {
  test('is open to everybody unless tokens and rules are handed in', async () => {
    expect((await new TestServer().get(configMaps)).status).toBe(200);
  });

  test('is refused to a token that nobody has', async () => {
    const { body } = await (await started()).ask('GET', configMaps, as('stolen'));
    expect(body).toMatchObject({ code: 401, reason: 'Unauthorized', message: 'Unauthorized' });
  });

  test('follows the stored roles and bindings', async () => {
    const server = await started();
    const ask = (method: 'GET' | 'POST', path: string): Promise<Reply> =>
      server.ask(method, path, { ...as('jane'), ...(method === 'POST' && { body: configMap('a') }) });
    expect((await ask('GET', configMaps)).status).toBe(200);
    expect((await ask('POST', configMaps)).body.message).toBe(
      'configmaps is forbidden: User "jane" cannot create resource "configmaps" in API group "" in the namespace "default"',
    );
    expect((await ask('GET', '/api/v1/pods')).body.message).toBe(
      'pods is forbidden: User "jane" cannot list resource "pods" in API group "" at the cluster scope',
    );
    expect((await ask('GET', '/metrics')).body.message).toBe(
      'forbidden: User "jane" cannot get path "/metrics"',
    );
  });

  test('knows nobody without a token', async () => {
    const { body } = await (await started()).get(configMaps);
    expect(body.message).toContain('User "system:anonymous" cannot list');
  });

  test('may be had in another name by those who may impersonate', async () => {
    const server = await started();
    const jane = { 'impersonate-user': 'jane', 'impersonate-group': 'devs' };
    expect((await server.ask('GET', configMaps, as('root', jane))).status).toBe(200);
    expect((await server.ask('GET', '/api/v1/pods', as('root', jane))).status).toBe(403);
    const { body } = await server.ask('GET', configMaps, as('jane', { 'impersonate-user': 'root' }));
    expect(body.message).toContain('User "jane" cannot impersonate-on:user-info:list resource "configmaps"');
  });

  test('tells who asks whether they may', async () => {
    const server = await started();
    const may = async (verb: string): Promise<unknown> => {
      const spec = { resourceAttributes: { verb, resource: 'configmaps', namespace: 'default' } };
      const path = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';
      return (await server.ask('POST', path, { body: { spec }, ...as('jane') })).body.status;
    };
    const reason = 'RBAC: allowed by RoleBinding "devs/default" of Role "reader" to Group "devs"';
    expect([await may('list'), await may('delete')]).toEqual([{ allowed: true, reason }, { allowed: false }]);
  });

  test('is needed for the control endpoint as well', async () => {
    const server = new TestServer({ tokens, rbac: true, control: true });
    const compact = async (more: object): Promise<unknown> => {
      const { status, body } = await server.ask('POST', '/kube-rx/compact', { body: {}, ...more });
      return [status, body.message];
    };
    expect(await compact(as('stolen'))).toEqual([401, 'Unauthorized']);
    expect(await compact({})).toEqual([
      403,
      'forbidden: User "system:anonymous" cannot post path "/kube-rx/compact"',
    ]);
    expect(await compact(as('jane'))).toEqual([
      403,
      'forbidden: User "jane" cannot post path "/kube-rx/compact"',
    ]);
    expect(await compact(as('root'))).toEqual([200, undefined]);
    const at = '/apis/rbac.authorization.k8s.io/v1';
    const create = (plural: string, body: object): Promise<Reply> =>
      server.ask('POST', `${at}/${plural}`, { body: { metadata: { name: 'qa' }, ...body }, ...as('root') });
    await create('clusterroles', { rules: [{ verbs: ['post'], nonResourceURLs: ['/kube-rx/*'] }] });
    await create('clusterrolebindings', {
      roleRef: { kind: 'ClusterRole', name: 'qa' },
      subjects: [{ kind: 'User', name: 'jane' }],
    });
    expect(await compact(as('jane'))).toEqual([200, undefined]);
    expect((await server.ask('DELETE', '/kube-rx/faults', as('jane'))).status).toBe(403);
  });

  test('may be had with no more than the sender may impersonate', async () => {
    const server = await started();
    const rules = [{ verbs: ['impersonate'], apiGroups: [''], resources: ['users'] }];
    const at = '/apis/rbac.authorization.k8s.io/v1';
    const roleRef = { kind: 'ClusterRole', name: 'actor' };
    const subjects = [{ kind: 'User', name: 'jane' }];
    const post = (plural: string, body: object): Promise<Reply> =>
      server.ask('POST', `${at}/${plural}`, {
        body: { metadata: { name: 'actor' }, ...body },
        ...as('root'),
      });
    await post('clusterroles', { rules });
    await post('clusterrolebindings', { roleRef, subjects });
    const asked = async (more: object): Promise<string> =>
      (await server.ask('GET', '/api', as('jane', more))).body.message;
    const group = { 'impersonate-group': 'system:masters' };
    expect(await asked({ 'impersonate-user': 'bob' })).toBeUndefined();
    expect(await asked({ 'impersonate-user': 'bob', ...group })).toBe(
      'groups "system:masters" is forbidden: User "jane" cannot impersonate resource "groups" in API group "" at the cluster scope',
    );
    expect(await asked({ 'impersonate-user': 'bob', 'impersonate-uid': '7' })).toContain('resource "uids"');
    expect(await asked(group)).toContain('without impersonating a user name');
  });
});
