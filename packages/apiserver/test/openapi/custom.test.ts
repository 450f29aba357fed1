import { expect, test } from '@jest/globals';
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
