// Whole numbers beyond 2^53, on ways into the server and out of it that the comparison with the real one does not take.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parseExactJson, withExactInteger } from '@kube-rx/core';
import { schemas } from '@kube-rx/k8s/schemas';
import { MessageDecoder } from '../src/protobuf/message-decoder.ts';
import { encodeStruct } from './support/protobuf-encoder.ts';
import { definition, TestServer } from './support/test-server.ts';

const revisions = '/apis/apps/v1/namespaces/default/controllerrevisions';
const revision = {
  apiVersion: 'apps/v1',
  kind: 'ControllerRevision',
  metadata: { name: 'a', namespace: 'default' },
  data: {},
};

describe('whole numbers beyond 2^53 keep their digits', () => {
  test.each<[way: string, object: typeof revision]>([
    ['a bigint', Object.assign({}, revision, { revision: 9007199254740993n })],
    [
      'a number with its digits',
      withExactInteger({ ...revision, revision: 0 }, 'revision', 9007199254740993n),
    ],
    [
      'an object that was read',
      { ...revision, ...(parseExactJson('{"revision":9007199254740993}') as object) },
    ],
  ])('where a seed has %s', async (_way, object) => {
    const server = new TestServer();
    server.server.seed([object]);
    expect((await server.get(`${revisions}/a`)).text).toContain('"revision":9007199254740993');
  });

  test('where a saved state is restored', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'kube-rx-'));
    const file = join(folder, 'state');
    try {
      const server = new TestServer();
      server.server.seed([Object.assign({}, revision, { revision: 9223372036854775807n })]);
      await server.server.saveState(file);
      const other = new TestServer();
      await other.server.loadState(file);
      expect((await other.get(`${revisions}/a`)).text).toContain('"revision":9223372036854775807');
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test('in YAML and in text for eyes', async () => {
    const server = new TestServer();
    server.server.seed([
      Object.assign({}, revision, { revision: 9007199254740993n, data: { big: [-9007199254740993n] } }),
    ]);
    const yaml = await server.ask('GET', `${revisions}/a`, { headers: { accept: 'application/yaml' } });
    expect(yaml.text).toContain('\nrevision: 9007199254740993\n');
    expect(yaml.text).toContain('data:\n  big:\n  - -9007199254740993\n');
    const pretty = await server.get(`${revisions}/a`, { pretty: true });
    expect(pretty.text).toContain('"revision": 9007199254740993');
  });

  test('in OpenAPI, where a definition has a default', async () => {
    const server = new TestServer();
    const openAPIV3Schema = {
      type: 'object',
      properties: { n: { type: 'integer', default: 9007199254740993n } },
    };
    const farm = definition('farms', 'Farm', { schema: { openAPIV3Schema } });
    server.server.seed([farm as { metadata: object }]);
    expect((await server.get('/openapi/v3/apis/example.com/v1')).text).toContain(
      '"default":9007199254740993',
    );
  });

  test.each([9007199254740993n, -9007199254740993n, 2n ** 63n - 1n, -(2n ** 63n)])(
    'in protobuf: %s',
    (exact) => {
      const type = 'apps/v1/ControllerRevision';
      const schema = schemas(type);
      const message = encodeStruct(type, { revision: exact });
      expect(schema && new MessageDecoder().struct(schema, message)).toEqual({ revision: exact });
    },
  );

  // Go counts in nanoseconds, of which 64 bits hold 292 years. The server of these tests begins at 2023-11-14T22:13:20Z.
  test.each([
    ['9007199254740993', '2170-01-03T22:06:59Z'],
    ['9223372036854775807', '2023-11-14T22:13:19Z'],
  ])('where a pod shall end within %s seconds', async (period, end) => {
    const server = new TestServer();
    const pods = '/api/v1/namespaces/default/pods';
    const spec = { nodeName: 'n', containers: [{ name: 'c', image: 'i' }] };
    const pod = JSON.stringify({ metadata: { name: 'a' }, spec }).replace(
      '"nodeName"',
      `"terminationGracePeriodSeconds":${period},"nodeName"`,
    );
    expect((await server.ask('POST', pods, { body: pod })).status).toBe(201);
    const { text } = await server.ask('DELETE', `${pods}/a`);
    expect(text).toContain(`"deletionTimestamp":"${end}","deletionGracePeriodSeconds":${period}`);
    const shorter = await server.ask('DELETE', `${pods}/a`, {
      body: `{"gracePeriodSeconds":9007199254740992}`,
    });
    expect(shorter.status).toBe(200);
    expect((await server.delete(`${pods}/a`, { gracePeriodSeconds: 0 })).status).toBe(200);
  });
});
