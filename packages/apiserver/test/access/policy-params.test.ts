import { beforeEach, describe, expect, test } from '@jest/globals';
import { catalog } from '@kube-rx/k8s/catalog';
import { type Reply, TestServer } from '../support/test-server.ts';

const rbac = '/apis/rbac.authorization.k8s.io/v1';
const registration = '/apis/admissionregistration.k8s.io/v1';
const tokens = {
  root: { name: 'root', groups: ['system:masters'] },
  bob: { name: 'bob', uid: 'b-1', groups: ['devs'], extra: { scopes: ['a', 'b'] } },
};
const as = (token: string): object => ({ headers: { authorization: `Bearer ${token}` } });

const bob = '&{bob b-1 [devs system:authenticated] map[scopes:[a b]]}';

const matchConstraints = {
  resourceRules: [
    { operations: ['CREATE'], apiGroups: [''], apiVersions: ['v1'], resources: ['configmaps'] },
  ],
};

const patch = `[JSONPatch{op: "test", path: "/kind", value: "ConfigMap"}]`;

const kinds = {
  validating: {
    own: { validations: [{ expression: 'false' }] },
    ofBinding: { validationActions: ['Deny'] },
  },
  mutating: {
    own: {
      reinvocationPolicy: 'Never',
      mutations: [{ patchType: 'JSONPatch', jsonPatch: { expression: patch } }],
    },
    ofBinding: {},
  },
};

describe.each(['validating', 'mutating'] as const)('the params of a policy that is %s', (word) => {
  const policies = `${registration}/${word}admissionpolicies`;
  const bindings = `${registration}/${word}admissionpolicybindings`;
  let server: TestServer;

  beforeEach(async () => {
    server = new TestServer({ tokens, rbac: true, resources: catalog });
    const rules = [{ apiGroups: ['admissionregistration.k8s.io'], resources: ['*'], verbs: ['*'] }];
    await grant('writer', rules);
  });

  async function grant(name: string, rules: readonly object[]): Promise<void> {
    await server.ask('PUT', `${rbac}/clusterroles/${name}`, {
      body: { metadata: { name }, rules },
      ...as('root'),
    });
    const roleRef = { kind: 'ClusterRole', name };
    const body = { metadata: { name }, roleRef, subjects: [{ kind: 'User', name: 'bob' }] };
    await server.ask('POST', `${rbac}/clusterrolebindings`, { body, ...as('root') });
  }

  function policy(name: string, kind?: string): object {
    const paramKind = kind === undefined ? {} : { paramKind: { apiVersion: 'v1', kind } };
    return { metadata: { name }, spec: { ...kinds[word].own, ...paramKind, matchConstraints } };
  }

  function binding(policyName: string, paramRef?: object): object {
    const params = paramRef && { paramRef: { parameterNotFoundAction: 'Deny', ...paramRef } };
    return { metadata: { name: 'one' }, spec: { policyName, ...kinds[word].ofBinding, ...params } };
  }

  function create(path: string, body: object, token = 'bob'): Promise<Reply> {
    return server.ask('POST', path, { body, ...as(token) });
  }

  function shown({ status, body }: Reply): readonly unknown[] {
    return [status, body.message];
  }

  const whyNot = (kind: string): string =>
    `spec.paramKind: Forbidden: user ${bob} must have "get" permission on all objects of the referenced paramKind (kind=${kind}, apiVersion=v1)`;

  test('are of a kind that its writer can read', async () => {
    const refused = await create(policies, policy('one', 'Secret'));
    expect(shown(refused)).toEqual([422, expect.stringContaining(whyNot('Secret'))]);
    expect(shown(await create(policies, policy('one', 'Unheard')))).toEqual([
      422,
      expect.stringContaining(whyNot('Unheard')),
    ]);
    await grant('reader', [{ apiGroups: [''], resources: ['secrets'], verbs: ['get'] }]);
    expect((await create(policies, policy('one', 'Secret'))).status).toBe(201);
  });

  test('of a stored policy may stay, and not become others', async () => {
    await create(policies, policy('one', 'Secret'), 'root');
    const change = (body: object): Promise<Reply> =>
      server.ask('PATCH', `${policies}/one`, {
        body,
        headers: { authorization: 'Bearer bob', 'content-type': 'application/merge-patch+json' },
      });
    expect((await change({ spec: { failurePolicy: 'Ignore' } })).status).toBe(200);
    const other = await change({ spec: { paramKind: { kind: 'ConfigMap' } } });
    expect(shown(other)).toEqual([422, expect.stringContaining(whyNot('ConfigMap'))]);
  });

  test('that a binding names are some that its writer can read', async () => {
    await create(policies, policy('none'), 'root');
    await create(policies, policy('secret', 'Secret'), 'root');
    await create(policies, policy('odd', 'Unheard'), 'root');
    const why = async (policyName: string, paramRef: object): Promise<unknown> => {
      const { status, body } = await create(bindings, binding(policyName, paramRef));
      return status === 422 ? /spec.paramRef: Forbidden: (.*)$/.exec(body.message)?.[1] : status;
    };
    const lacks = (verb: string): string =>
      word === 'validating'
        ? `user ${bob} does not have "${verb}" permission on the object referenced by paramRef`
        : `user ${verb} does not have "${bob}" permission on the object referenced by paramRef`;
    const named = { name: 'db', namespace: 'shop' };
    expect(await why('secret', named)).toBe(lacks('get'));
    expect(await why('secret', { selector: {} })).toBe(lacks('list'));
    expect(await why('none', named)).toBe(lacks('get'));
    const all = `user ${bob} does not have "get" permission for all groups, versions and resources`;
    expect(await why('missing', named)).toBe(
      `unable to get policy missing to determine minimum required permissions and ${all}`,
    );
    expect(await why('odd', named)).toBe(
      `unable to resolve paramKind &{v1 Unheard} to determine minimum required permissions and ${all}`,
    );
    const rules = [{ apiGroups: [''], resources: ['secrets'], resourceNames: ['db'], verbs: ['get'] }];
    await grant('reader', rules);
    expect(await why('secret', { ...named, name: 'other' })).toBe(lacks('get'));
    expect(await why('secret', named)).toBe(201);
  });

  test('are nothing that is asked about where there are none', async () => {
    expect((await create(policies, policy('one'))).status).toBe(201);
    expect((await create(bindings, binding('one'))).status).toBe(201);
  });
});
