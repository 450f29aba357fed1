// The documents of the embedded server against the committed extract of the real one's.

import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { catalog } from '@kube-rx/k8s/catalog';
import { TestServer } from '../support/test-server.ts';

type Schema = Readonly<Record<string, unknown>>;

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Schema>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

const real = JSON.parse(readFileSync(new URL('../../../k8s/openapi.json', import.meta.url), 'utf8')) as {
  readonly schemas: Readonly<Record<string, Schema>>;
};

async function documentOf(server: TestServer, root: string): Promise<Document> {
  const { status, text } = await server.get(`/openapi/v3/${root}`);
  expect([root, status]).toEqual([root, 200]);
  return JSON.parse(text) as Document;
}

// Which fields are required is a set; here it has the order of the fields. Kinds are not in the extract.
function unordered(schema: Schema = {}): Schema {
  const { required, ...others } = schema;
  const entries = Object.entries(others).filter(([key]) => key !== 'x-kubernetes-group-version-kind');
  return {
    ...Object.fromEntries(entries),
    required: Array.isArray(required) ? required.toSorted() : required,
  };
}

describe('the OpenAPI of the built-in kinds', () => {
  const server = new TestServer({ resources: catalog, runtimeConfig: { 'api/all': true } });

  test('is the same for everybody, whatever a reader does to the bytes that it got', async () => {
    const request = { method: 'GET', path: '/openapi/v3/api/v1', query: [], headers: {} } as const;
    const { body } = await server.server.service(request);
    for await (const chunk of body) chunk.fill(0);
    expect(await documentOf(server, 'api/v1')).toHaveProperty('openapi', '3.0.0');
  });

  test('has the schemas of the real server, without descriptions, for every group and version', async () => {
    const { text } = await server.get('/openapi/v3');
    const roots = Object.keys((JSON.parse(text) as { readonly paths: object }).paths);
    expect(roots).toContain('apis/apps/v1');
    const seen = new Set<string>();
    for (const root of roots) {
      const { components } = await documentOf(server, root);
      for (const [name, schema] of Object.entries(components.schemas)) {
        seen.add(name);
        expect([name, unordered(schema)]).toEqual([name, unordered(real.schemas[name])]);
      }
    }
    expect(seen.size).toBeGreaterThan(600);
  });

  test('refers to nothing that is not in the same document', async () => {
    const { text } = await server.get('/openapi/v3/api/v1');
    const named = Object.keys((JSON.parse(text) as Document).components.schemas);
    const references = new Set(
      [...text.matchAll(/#\/components\/schemas\/([^"]+)/g)].map(([, name]) => name),
    );
    expect([...references].filter((name) => !named.includes(name ?? ''))).toEqual([]);
  });

  test('says of every path what can be done, to which kind, and that fields are validated', async () => {
    const { paths } = await documentOf(server, 'apis/apps/v1');
    const path = paths['/apis/apps/v1/namespaces/{namespace}/deployments/{name}'];
    expect(Object.keys(path ?? {})).toEqual(['get', 'put', 'patch', 'delete']);
    expect(path?.['patch']).toMatchObject({
      'x-kubernetes-action': 'patch',
      'x-kubernetes-group-version-kind': { group: 'apps', version: 'v1', kind: 'Deployment' },
      parameters: expect.arrayContaining([expect.objectContaining({ name: 'fieldValidation', in: 'query' })]),
    });
    expect(paths).toHaveProperty(['/apis/apps/v1/namespaces/{namespace}/deployments/{name}/scale']);
  });

  test('marks kinds, and lists of them', async () => {
    const { components } = await documentOf(server, 'apis/apps/v1');
    const mark = (name: string): unknown =>
      components.schemas[`io.k8s.api.apps.v1.${name}`]?.['x-kubernetes-group-version-kind'];
    expect(mark('Deployment')).toEqual([{ group: 'apps', version: 'v1', kind: 'Deployment' }]);
    expect(mark('DeploymentList')).toEqual([{ group: 'apps', version: 'v1', kind: 'DeploymentList' }]);
    expect(mark('DeploymentSpec')).toBeUndefined();
  });

  test('is nothing where nothing is served', async () => {
    expect((await server.get('/openapi/v3/apis/nothing/v1')).status).toBe(404);
  });
});
