import { expect, test } from '@jest/globals';
import { catalog } from '@kube-rx/k8s/catalog';
import { OpenApiDocuments } from '../../src/openapi/document.ts';
import { Registry } from '../../src/registry/registry.ts';
import { Revisions } from '../../src/storage/revisions.ts';
import { definition, TestServer } from '../support/test-server.ts';

test('the schema of a custom kind begins with the fields of every object, whatever its definition says of them', async () => {
  const server = new TestServer();
  const text = { type: 'string' };
  const schema = {
    type: 'object',
    properties: { spec: { type: 'object' }, kind: { ...text, enum: ['Web'] } },
  };
  const webs = definition('webs', 'Web', { schema: { openAPIV3Schema: schema } });
  await server.post('/apis/apiextensions.k8s.io/v1/customresourcedefinitions', webs);
  const document = JSON.parse((await server.get('/openapi/v3/apis/example.com/v1')).text) as {
    readonly components: { readonly schemas: Readonly<Record<string, { readonly properties: object }>> };
  };
  const { properties = {} } = document.components.schemas['com.example.v1.Web'] ?? {};
  expect(Object.keys(properties)).toEqual(['apiVersion', 'kind', 'metadata', 'spec']);
  expect(properties).toHaveProperty('kind', text);
});

test('the documents of what is served no longer are kept no longer', () => {
  const limits = {
    history: { changes: 1, bytes: 1 },
    quota: { bytes: 1, objects: 1 },
  };
  const registry = new Registry(new Revisions(), limits);
  registry.addBuiltins(catalog.filter(({ resource: { group } }) => group === 'apps' || group === 'batch'));
  const [first, ...others] = registry.resources;
  const documents = new OpenApiDocuments();
  documents.index(registry.resources);
  expect(documents.size).toBe(2);
  documents.index(others.filter(({ resource }) => resource.group === first?.resource.group));
  expect(documents.size).toBe(1);
  expect(documents.document([], 'apis/apps/v1')).toBeUndefined();
  expect(documents.size).toBe(0);
});
