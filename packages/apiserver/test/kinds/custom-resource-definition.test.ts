import { describe, expect, test } from '@jest/globals';
import { catalog } from '@kube-rx/k8s/catalog';
import { definition, TestServer } from '../support/test-server.ts';

const definitions = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';

function inGroup(group: string, plural: string, kind: string): object {
  const own = definition(plural, kind) as { readonly spec: object };
  return {
    ...own,
    metadata: {
      name: `${plural}.${group}`,
      annotations: { 'api-approved.kubernetes.io': 'unapproved, for a test' },
    },
    spec: { ...own.spec, group },
  };
}

test('the conditions of a definition are printed in the order of the Go struct', async () => {
  const server = new TestServer();
  await server.post('/apis/apiextensions.k8s.io/v1/customresourcedefinitions', definition('webs', 'Web'));
  const { text } = await server.get(
    '/apis/apiextensions.k8s.io/v1/customresourcedefinitions/webs.example.com',
  );
  const keys = [...text.matchAll(/\{("type":"(?:NamesAccepted|Established)".*?)\}/g)].map(([, fields = '']) =>
    Object.keys(JSON.parse(`{${fields}}`) as object),
  );
  const order = ['type', 'status', 'lastTransitionTime', 'reason', 'message'];
  expect(keys).toEqual([order, order]);
});

describe('a definition', () => {
  test('is refused in a group of one word: those are built in', async () => {
    const { status, body } = await new TestServer().post(
      definitions,
      inGroup('apps', 'deployments', 'Deployment'),
    );
    expect(status).toBe(422);
    expect(body.message).toContain(
      'spec.group: Invalid value: "apps": should be a domain with at least one dot',
    );
  });

  test('selects by at most eight fields', async () => {
    const server = new TestServer();
    const own = definition('webs', 'Web') as { readonly spec: { readonly versions: readonly object[] } };
    const selecting = (count: number): object => {
      const selectableFields = Array.from({ length: count }, (_, at) => ({ jsonPath: `.spec.f${at % 9}` }));
      const fields = Array.from({ length: 9 }, (_, at) => [`f${at}`, { type: 'string' }]);
      const spec = { type: 'object', properties: Object.fromEntries(fields) as object };
      const schema = { openAPIV3Schema: { type: 'object', properties: { spec } } };
      const versions = own.spec.versions.map((version) => ({ ...version, schema, selectableFields }));
      return { ...own, spec: { ...own.spec, versions } };
    };
    const { status, body } = await server.post(definitions, selecting(20));
    expect(status).toBe(422);
    expect(body.message).toContain('spec.selectableFields: Too many: 9: must have at most 8 items');
    expect((await server.post(definitions, selecting(8))).status).toBe(201);
  });

  test('takes no built-in kind over, and none away when it goes', async () => {
    const server = new TestServer({ resources: catalog });
    const group = 'rbac.authorization.k8s.io';
    const roles = `/apis/${group}/v1/namespaces/default/roles`;
    const role = { apiVersion: `${group}/v1`, kind: 'Role', metadata: { name: 'mine' }, rules: [] };
    expect((await server.post(roles, role)).status).toBe(201);
    expect((await server.post(definitions, inGroup(group, 'roles', 'Role'))).status).toBe(201);
    expect((await server.post(roles, { ...role, metadata: { name: 'other' }, rules: 'none' })).status).toBe(
      400,
    );
    expect((await server.delete(`${definitions}/roles.${group}`)).status).toBe(200);
    expect((await server.get(`${definitions}/roles.${group}`)).status).toBe(404);
    expect((await server.get(`${roles}/mine`)).status).toBe(200);
  });

  test('may have a kind with a dash', async () => {
    const server = new TestServer();
    expect((await server.post(definitions, inGroup('odd.dev', 'my-things', 'my-thing'))).status).toBe(201);
    const thing = { apiVersion: 'odd.dev/v1', kind: 'my-thing', metadata: { name: 'a' } };
    expect((await server.post('/apis/odd.dev/v1/namespaces/default/my-things', thing)).status).toBe(201);
  });

  test.each([
    { part: 'group', group: 'A.dev', kind: 'A', name: 'A.dev' },
    { part: 'kind', group: 'a.dev', kind: "A'; b", name: "A'; b" },
  ])('is refused for a $part that is no name', async ({ part, group, kind, name }) => {
    const { status, body } = await new TestServer().post(definitions, inGroup(group, 'as', kind));
    expect(status).toBeGreaterThanOrEqual(400);
    const field = part === 'kind' ? 'spec.names.kind' : 'spec.group';
    expect(body.message).toContain(`${field}: Invalid value: ${JSON.stringify(name)}`);
  });
});
