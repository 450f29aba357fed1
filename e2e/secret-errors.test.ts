// What a real API server says of Secrets that it refuses, on its way into an error: no value of them gets there.

import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Api, type Client } from '@kube-rx/client';
import { ApiError, type HttpMethod } from '@kube-rx/core';
import { Secret } from '@kube-rx/k8s';
import { connect } from './connect.ts';
import { ControlPlane } from './control-plane.ts';

const secrets = '/api/v1/namespaces/default/secrets';
const value = 'hunter2-hunter2';
const stored = Buffer.from(value).toString('base64');
const metadata = { name: 'db' };

let controlPlane: ControlPlane;
let client: Client;

beforeAll(async () => {
  controlPlane = await ControlPlane.start();
  client = await connect(controlPlane);
  const api = Api.namespaced(client, Secret, 'default');
  await api.create({ metadata, data: { password: stored } });
  await api.create({ metadata: { name: 'frozen' }, data: { password: stored }, immutable: true });
});

afterAll(async () => {
  await client.close();
  await controlPlane.stop();
});

type Way = readonly [method: HttpMethod, path: string, type: string, body: unknown];
const merge = (body: unknown, path = `${secrets}/db`): Way => [
  'PATCH',
  path,
  'application/merge-patch+json',
  body,
];
const strategic = (body: unknown): Way => [
  'PATCH',
  `${secrets}/db`,
  'application/strategic-merge-patch+json',
  body,
];
const json = (...body: unknown[]): Way => ['PATCH', `${secrets}/db`, 'application/json-patch+json', body];
const apply = (body: unknown): Way => ['PATCH', `${secrets}/db`, 'application/apply-patch+yaml', body];
const create = (body: unknown, path = secrets): Way => ['POST', path, 'application/json', body];
const secret = (rest: object): object => ({ apiVersion: 'v1', kind: 'Secret', metadata, ...rest });

describe('the error of a refused', () => {
  test.each<[what: string, way: Way, says: string]>([
    [
      'merge patch of a type',
      merge({ type: 5 }),
      'json: cannot unmarshal number into Go struct field Secret.type',
    ],
    [
      'merge patch of all data',
      merge({ data: value }),
      'json: cannot unmarshal string into Go struct field Secret.data',
    ],
    [
      'merge patch without base64',
      merge({ data: { password: `~${value}` } }),
      'illegal base64 data at input byte 0',
    ],
    [
      'merge patch of an immutable Secret',
      merge({ data: { a: stored } }, `${secrets}/frozen`),
      'field is immutable',
    ],
    ['merge patch that is text', merge(value), 'error decoding patch: invalid character'],
    [
      'merge patch of an annotation',
      merge({ metadata: { annotations: { [`${value} x`]: value } } }),
      'metadata.annotations',
    ],
    ['merge patch of a label', merge({ metadata: { labels: { a: `${value}!` } } }), 'metadata.labels'],
    [
      'merge patch of stringData',
      merge({ stringData: { a: { [value]: value } } }),
      'Secret.stringData of type string',
    ],
    [
      'merge patch of a type that is fixed',
      merge({ type: value }),
      'type: Invalid value: "…": field is immutable',
    ],
    [
      'merge patch of a version',
      merge({ metadata: { resourceVersion: value } }),
      'parsing "…": invalid syntax',
    ],
    ['strategic patch of data', strategic({ data: value }), 'cannot restore map from string'],
    [
      'strategic patch of an unknown directive',
      strategic({ data: { $patch: value } }),
      'unknown patch type: …',
    ],
    [
      'JSON patch whose test fails',
      json({ op: 'test', path: '/data/password', value }),
      'the server rejected our request',
    ],
    [
      'JSON patch of a value',
      json({ op: 'add', path: '/data/a', value: [value] }),
      'Secret.data of type uint8',
    ],
    ['JSON patch of an operation', json({ op: value, path: '/data/a' }), 'the server rejected our request'],
    ['apply of a string', apply(secret({ data: value })), '.data: expected map, got …'],
    ['apply without base64', apply(secret({ data: { a: `~${value}` } })), 'illegal base64 data'],
    ['apply of YAML', apply(`kind: Secret\nstringData: {a: *${value}}`), 'unknown anchor'],
    ['create without base64', create(secret({ data: { a: `~${value}` } })), 'illegal base64 data'],
    ['create of text', create(value), 'invalid character'],
    [
      'create with a field that is unknown',
      create(secret({ stringDate: { a: value } }), secrets),
      'unknown field "stringDate"',
    ],
    [
      'create with a bad time',
      create(secret({ metadata: { ...metadata, creationTimestamp: value } })),
      'parsing time',
    ],
    [
      'create of a docker config',
      create(secret({ type: 'kubernetes.io/dockercfg', stringData: { '.dockercfg': value } })),
      'data[.dockercfg]: Invalid value',
    ],
    [
      'token review',
      create(
        { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenReview', spec: { token: [value] } },
        '/apis/authentication.k8s.io/v1/tokenreviews',
      ),
      'TokenReviewSpec.spec.token of type string',
    ],
  ])('%s says why, and repeats no value', async (_, way, says) => {
    const error = await refusal(way);
    expect(error.message).toContain(says);
    for (const printed of [String(error), error.stack, inspect(error), JSON.stringify(error)])
      expect(printed).not.toMatch(
        new RegExp(`hunter2|${stored.slice(0, 8)}|${Buffer.from('hunter2').toString('hex')}`),
      );
  });
});

async function refusal([method, path, type, body]: Way): Promise<ApiError> {
  const answer = client.request({
    method,
    path,
    query: [
      ['fieldManager', 'e2e'],
      ['fieldValidation', 'Strict'],
    ],
    headers: { accept: 'application/json', 'content-type': type },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const error: unknown = await answer.then(
    () => new Error('nothing was refused'),
    (thrown: unknown) => thrown,
  );
  if (error instanceof ApiError) return error;
  throw error;
}
