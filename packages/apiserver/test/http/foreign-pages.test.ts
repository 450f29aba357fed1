// What a browser can send to a server on the same machine, whatever page is open in it.

import { once } from 'node:events';
import { type IncomingHttpHeaders, request } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ApiServer } from '@kube-rx/apiserver';
import { configMap, configMaps } from '../support/test-server.ts';

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

interface Sent {
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

let server: ApiServer & { readonly url: string };

beforeAll(async () => {
  server = await ApiServer.start({ control: true, acceptHosts: ['api'] });
});

afterAll(() => server.close());

function send(method: string, path: string, { body, headers = {} }: Sent = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    const outgoing = request(server.url + path, { method, headers: { ...headers, ...length } });
    outgoing.once('error', reject);
    outgoing.once('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('end', () => {
        const { statusCode: status = 0, headers: answered } = response;
        resolve({ status, headers: answered, text: Buffer.concat(chunks).toString() });
      });
    });
    outgoing.end(body);
  });
}

/** As it is written, to the end of the connection. */
async function raw(head: string): Promise<string> {
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
  let text = '';
  socket.on('data', (chunk) => (text += chunk.toString()));
  socket.end(head);
  await once(socket, 'close');
  return text;
}

function message(answer: Answer): string {
  return (JSON.parse(answer.text) as { readonly message: string }).message;
}

const json = { 'content-type': 'application/json' };
const body = JSON.stringify(configMap('x'));

// Everything that reads or changes something.
const requests: readonly [method: string, path: string, sent?: Sent][] = [
  ['GET', '/api/v1/secrets'],
  ['GET', '/api/v1/secrets?watch=1'],
  ['GET', '/openapi/v3'],
  ['GET', '/version'],
  ['HEAD', '/healthz'],
  ['OPTIONS', '/api/v1/secrets'],
  ['POST', configMaps, { body, headers: json }],
  ['PUT', `${configMaps}/x`, { body, headers: json }],
  ['PATCH', `${configMaps}/x`, { body: '{}', headers: { 'content-type': 'application/merge-patch+json' } }],
  ['DELETE', configMaps],
  ['GET', '/kube-rx/faults'],
  ['POST', '/kube-rx/compact'],
  ['POST', '/kube-rx/restart', { body: '{}', headers: json }],
  ['DELETE', '/kube-rx/faults'],
];

const foreign: readonly (readonly [why: string, headers: Readonly<Record<string, string>>])[] = [
  ['rebound name', { host: 'evil.example' }],
  ['rebound name that seems to be its own origin', { host: 'evil.example', origin: 'http://evil.example' }],
  ['forwarded name', { host: 'evil.example', 'x-forwarded-host': 'localhost', forwarded: 'host=localhost' }],
  ['foreign origin', { origin: 'http://evil.example' }],
  ['page of another port', { origin: 'http://127.0.0.1:1' }],
  ['page of another port of localhost', { host: 'localhost:80', origin: 'http://localhost:81' }],
  ['file or sandbox', { origin: 'null' }],
  ['extension', { origin: 'moz-extension://127.0.0.1' }],
  ['empty origin', { origin: '' }],
  ['foreign image, form or link', { 'sec-fetch-site': 'cross-site' }],
  ['page of a sibling', { 'sec-fetch-site': 'same-site' }],
  ['site that no browser sends', { 'sec-fetch-site': 'same-origin, cross-site' }],
];

describe('a web page', () => {
  test.each(foreign)('reaches nothing as a %s', async (_, headers) => {
    const revision = server.revision;
    for (const [method, path, sent = {}] of requests) {
      const answer = await send(method, path, { ...sent, headers: { ...sent.headers, ...headers } });
      expect([method, path, answer.status]).toEqual([method, path, 403]);
      expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
      if (method !== 'HEAD')
        expect(JSON.parse(answer.text)).toMatchObject({ kind: 'Status', reason: 'Forbidden', code: 403 });
    }
    expect([server.revision, server.watches]).toEqual([revision, 0]);
  });

  test('gets no socket', async () => {
    const headers = { connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13' };
    const path = '/api/v1/pods?watch=1';
    const answer = await send('GET', path, { headers: { ...headers, origin: 'http://evil.example' } });
    expect(answer.status).toBe(403);
  });

  test('of the server itself, or an address that somebody types, is let in', async () => {
    const { host } = new URL(server.url);
    for (const headers of [
      { origin: `http://${host}`, 'sec-fetch-site': 'same-origin' },
      { host: 'LOCALHOST:99', origin: 'https://localhost:99' },
      { 'sec-fetch-site': 'none' },
    ])
      expect((await send('GET', '/api/v1/secrets', { headers })).status).toBe(200);
  });

  test('cannot say what the server should think of it', async () => {
    const path = 'GET /version HTTP/1.1\r\nConnection: close\r\n';
    const heads = [
      `${path}Host: localhost\r\nHost: evil.example\r\n\r\n`,
      `${path}Host: evil.example\r\nHost: localhost\r\n\r\n`,
      `${path}Host:\r\n\r\n`,
      `${path}Host: user:secret@localhost\r\n\r\n`,
      'GET http://evil.example/version HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n',
      'GET /version HTTP/1.0\r\n\r\n',
      'GET /version HTTP/1.1\r\nConnection: close\r\n\r\n',
    ];
    for (const head of heads) {
      const answer = await raw(head);
      expect([head, answer]).toEqual([head, expect.stringMatching(/^HTTP\/1\.1 40[03] /)]);
      expect(answer).not.toContain('secret@');
    }
    expect(await raw(`${path}Host: localhost\r\n\r\n`)).toMatch(/^HTTP\/1\.1 200 /);
  });
});

describe('a foreign host', () => {
  test('is told what to do', async () => {
    expect(message(await send('GET', '/api', { headers: { host: 'build.internal:80' } }))).toBe(
      'forbidden: this server does not answer to the host "build.internal"; if the name is its own, start it with --accept-hosts "build.internal", in a program with the option acceptHosts',
    );
  });

  test('is let in by its name', async () => {
    expect((await send('GET', '/api', { headers: { host: 'api:8080' } })).status).toBe(200);
  });
});

describe('a body', () => {
  const types = [
    undefined,
    '',
    'text/plain',
    'text/plain;charset=UTF-8',
    'text/plain; application/json',
    'text/plain, application/json',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'TEXT/PLAIN',
  ];

  const writes: readonly [method: string, path: string, body: string][] = [
    ['POST', configMaps, body],
    ['POST', '/api/v1/namespaces', '{"metadata":{"name":"n"}}'],
    ['PUT', `${configMaps}/kept`, JSON.stringify(configMap('kept', { a: 'changed' }))],
    ['PATCH', `${configMaps}/kept`, '{"data":{"a":"changed"}}'],
    ['DELETE', `${configMaps}/kept`, '{}'],
    ['DELETE', configMaps, '{"propagationPolicy":"Background"}'],
    ['POST', '/api/v1/namespaces/default/pods/p/eviction', '{"metadata":{"name":"p"}}'],
    ['POST', '/api/v1/namespaces/default/pods/p/binding', '{"target":{"name":"n"}}'],
    ['PUT', '/apis/apps/v1/namespaces/default/deployments/d/scale', '{"metadata":{"name":"d"}}'],
    ['POST', '/api/v1/namespaces/default/serviceaccounts/s/token', '{}'],
    ['POST', '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', '{"spec":{}}'],
    ['POST', '/kube-rx/faults', '{"fault":{"type":"refuse"}}'],
    ['POST', '/kube-rx/restart', '{"initialisingMs":-1}'],
    ['POST', '/kube-rx/compact', '{}'],
    ['DELETE', '/kube-rx/faults', '{}'],
  ];

  beforeAll(() => {
    const named = (name: string): { readonly metadata: { name: string; namespace: string } } => ({
      metadata: { name, namespace: 'default' },
    });
    const labels = { app: 'd' };
    const containers = [{ name: 'c', image: 'i' }];
    const spec = {
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers } },
    };
    server.seed([
      { apiVersion: 'v1', kind: 'ConfigMap', ...named('kept'), data: { a: '1' } },
      { apiVersion: 'v1', kind: 'Pod', ...named('p'), spec: { containers } },
      { apiVersion: 'apps/v1', kind: 'Deployment', ...named('d'), spec },
      { apiVersion: 'v1', kind: 'ServiceAccount', ...named('s') },
    ]);
  });

  test.each(types)('of type %j changes nothing', async (type) => {
    const { revision } = server;
    for (const [method, path, text] of writes) {
      const headers: Record<string, string> = type === undefined ? {} : { 'content-type': type };
      const answer = await send(method, path, { body: text, headers });
      expect([method, path, answer.status]).toEqual([method, path, 415]);
      expect(answer.text).toContain('"reason":"UnsupportedMediaType"');
    }
    expect([server.revision, server.faults.rules]).toEqual([revision, []]);
  });

  test('is not needed for what has none', async () => {
    expect((await send('POST', '/kube-rx/compact')).status).toBe(200);
    expect((await send('DELETE', `${configMaps}/kept`)).status).toBe(200);
  });
});
