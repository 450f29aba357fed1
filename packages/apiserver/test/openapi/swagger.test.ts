import { describe, expect, test } from '@jest/globals';
import type { JsonObject } from '../../src/json/json.ts';
import { swaggerOf } from '../../src/openapi/swagger.ts';
import { definition, TestServer } from '../support/test-server.ts';

const reference = (name: string): JsonObject => ({ $ref: `#/components/schemas/${name}` });

function definitionOf(schema: JsonObject): unknown {
  const { definitions } = swaggerOf([{ components: { schemas: { a: schema } } }]);
  return (definitions as JsonObject)['a'];
}

describe('a schema of version 3 in version 2', () => {
  test.each<[what: string, schema: JsonObject, shown: JsonObject]>([
    ['a reference', reference('b'), { $ref: '#/definitions/b' }],
    [
      'a reference with a default and a mark',
      { allOf: [reference('b')], default: {}, 'x-kubernetes-patch-strategy': 'replace' },
      { $ref: '#/definitions/b', 'x-kubernetes-patch-strategy': 'replace' },
    ],
    ['a quantity', { oneOf: [{ type: 'string' }, { type: 'number' }] }, { type: 'string' }],
    [
      'a number or a text',
      { format: 'int-or-string', oneOf: [{ type: 'integer' }, { type: 'string' }] },
      { type: 'string', format: 'int-or-string' },
    ],
    ['what may be null', { nullable: true, type: 'string', description: 'd' }, { description: 'd' }],
    [
      'a choice',
      {
        type: 'object',
        anyOf: [{ required: ['b'] }],
        not: {},
        properties: { b: { default: 1, type: 'integer' } },
      },
      { type: 'object', properties: { b: { type: 'integer' } } },
    ],
    [
      'items',
      { type: 'array', items: { allOf: [reference('b')] } },
      { type: 'array', items: { $ref: '#/definitions/b' } },
    ],
  ])('%s', (_, schema, shown) => {
    expect(definitionOf(schema)).toEqual(shown);
  });
});

describe('OpenAPI v2', () => {
  test('has every group in one document, and what is defined later', async () => {
    const server = new TestServer();
    const before = await server.get('/openapi/v2');
    expect(JSON.parse(before.text)).toMatchObject({
      swagger: '2.0',
      paths: {
        '/api/v1/namespaces/{namespace}/configmaps': {
          post: {
            parameters: expect.arrayContaining([
              {
                name: 'body',
                in: 'body',
                required: true,
                schema: { $ref: '#/definitions/io.k8s.api.core.v1.ConfigMap' },
              },
              { name: 'dryRun', in: 'query', type: 'string', uniqueItems: true },
            ]),
          },
        },
        '/apis/apps/v1/deployments': { get: { 'x-kubernetes-action': 'list' } },
      },
    });
    await server.post('/apis/apiextensions.k8s.io/v1/customresourcedefinitions', definition('farms', 'Farm'));
    const after = await server.get('/openapi/v2');
    expect(after.headers['etag']).not.toBe(before.headers['etag']);
    expect(JSON.parse(after.text)).toHaveProperty(['definitions', 'com.example.v1.Farm', 'type'], 'object');
  });

  test('is JSON alone', async () => {
    const accept = 'application/com.github.proto-openapi.spec.v2@v1.0+protobuf';
    const server = new TestServer();
    expect((await server.ask('GET', '/openapi/v2', { headers: { accept } })).status).toBe(406);
    const both = { accept: `${accept}, application/json` };
    expect((await server.ask('GET', '/openapi/v2', { headers: both })).status).toBe(200);
  });

  test('of version 3 is JSON alone as well', async () => {
    const server = new TestServer();
    const path = '/openapi/v3/apis/apps/v1';
    const ask = async (accept: string): Promise<number> =>
      (await server.ask('GET', path, { headers: { accept } })).status;
    const protobuf = 'application/com.github.proto-openapi.spec.v3@v1.0+protobuf';
    for (const accept of [protobuf, 'application/yaml', 'text/html']) expect(await ask(accept)).toBe(406);
    for (const accept of ['application/json', '*/*', `${protobuf}, application/json`])
      expect(await ask(accept)).toBe(200);
  });
});
