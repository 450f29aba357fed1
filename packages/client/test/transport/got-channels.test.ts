// got publishes on diagnostics channels of its own, to anybody in the process: nothing of what is sent but its path may
// be in there, and nothing may be reached from the errors that a call throws.

import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { inspect } from 'node:util';
import { gzipSync } from 'node:zlib';
import { fc, test as propertyTest } from '@fast-check/jest';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { HttpMethod, HttpRequest } from '@kube-rx/core';
import { ClientCertificate, StaticToken } from '../../src/auth/credentials.ts';
import { Client, type ClientOptions } from '../../src/client.ts';
import type { Config } from '../../src/config/config.ts';
import { ProxyServer } from '../../src/config/proxy-server.ts';
import { freePort, type Loopback, pem, serveHttps } from '../support/loopback.ts';
import { serveHttpProxy, serveSocksProxy } from '../support/proxies.ts';
import { serveWire, turns } from './lending.ts';

const source = readFileSync(
  fileURLToPath(new URL('core/diagnostics-channel.js', import.meta.resolve('got'))),
  'utf8',
);
const channels = [...source.matchAll(/channel\('([^']*)'\)/g)].map(([, name = '']) => name);

let messages: { channel: string; text: string }[] = [];
const seen = (value: unknown): string => inspect(value, { depth: 10, showHidden: true, getters: true });
const listeners = [...channels, 'kube-rx:request'].map(
  (channel) => [channel, (message: unknown) => void messages.push({ channel, text: seen(message) })] as const,
);

beforeEach(() => {
  messages = [];
  for (const [channel, listener] of listeners) subscribe(channel, listener);
});

afterEach(() => {
  for (const [channel, listener] of listeners) unsubscribe(channel, listener);
});

/** The key of the client certificate: its base64 without line breaks, piece by piece. */
const keyLines = pem('client.key')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('-'));

function secretsIn(text: string): string[] {
  return ['CANARY', ...keyLines].filter((secret) => text.includes(secret));
}

const secretRequest: HttpRequest = {
  method: 'POST',
  path: '/api/v1/namespaces/a/secrets',
  query: [
    ['fieldManager', 'CANARY-query'],
    ['CANARY-name', 'x'],
  ],
  headers: { 'content-type': 'application/json', 'x-own': 'CANARY-header', cookie: 'CANARY-cookie' },
  repeatedHeaders: { 'impersonate-extra-a': ['CANARY-1', 'CANARY-2'] },
  body: '{"stringData":{"a":"CANARY-body"}}',
};

async function call(config: Config, request: HttpRequest, options: ClientOptions = {}): Promise<unknown> {
  const client = Client.fromConfig(
    { credentials: new StaticToken('CANARY-token'), credentialsWithoutTls: true, ...config },
    { retry: { attempts: 2, minMs: 1 }, ...options },
  );
  try {
    return await client.requestText(request).catch((error: unknown) => error);
  } finally {
    await client.close();
  }
}

const answers: [what: string, bytes: string | Buffer][] = [
  ['success', 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\nset-cookie: CANARY-session\r\n\r\n{}'],
  [
    'a packed success',
    Buffer.concat([
      Buffer.from('HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\nconnection: close\r\n\r\n'),
      gzipSync('"CANARY-answer"'),
    ]),
  ],
  [
    'a refusal',
    'HTTP/1.1 503 Busy\r\nretry-after: 0\r\ncontent-length: 11\r\nx: CANARY-x\r\n\r\nCANARY-busy',
  ],
  ['a redirect', 'HTTP/1.1 302 Found\r\nlocation: /x?token=CANARY-location\r\ncontent-length: 0\r\n\r\n'],
  ['no HTTP', 'CANARY-junk\r\n\r\n'],
  ['a head that is broken', 'HTTP/1.1 200 OK\r\nCANARY bad: \u0001\r\n\r\n'],
  ['gzip that is none', 'HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 11\r\n\r\nCANARY-gzip'],
  ['chunks that are none', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nCANARY-chunk'],
  ['too much', 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}CANARY-behind\r\n\r\n'],
  ['too little', 'HTTP/1.1 200 OK\r\ncontent-length: 99\r\nconnection: close\r\n\r\nCANARY-cut'],
  ['another protocol', 'HTTP/1.1 101 X\r\nconnection: upgrade\r\nupgrade: CANARY\r\n\r\nCANARY'],
  ['nothing', ''],
];

function serveOnce(bytes: string | Buffer): Promise<Loopback> {
  return serveWire((socket) => {
    socket.end(bytes);
  });
}

test('the channels of got are those that were looked at', () => {
  expect(channels).toEqual([
    'got:request:create',
    'got:request:start',
    'got:response:start',
    'got:response:end',
    'got:request:retry',
    'got:request:error',
    'got:response:redirect',
  ]);
});

describe('no channel of got, and no error of a call, shows a header, a query, a body or a key', () => {
  test.each(answers)('where the answer is %s', async (_, bytes) => {
    const server = await serveOnce(bytes);
    for (const method of ['POST', 'GET'] as const) {
      const { body, ...rest } = secretRequest;
      const request = method === 'GET' ? { ...rest, method } : { ...rest, method, body };
      const outcome = await call({ server: `http://127.0.0.1:${server.port}/base` }, request as HttpRequest);
      if (outcome instanceof Error)
        expect(seen(outcome)).not.toMatch(/CANARY-(token|header|cookie|body|query|name|\d)/);
    }
    await turns(20);
    expect(messages.map(({ channel }) => channel)).toContain('got:request:create');
    for (const { channel, text } of messages) expect([channel, secretsIn(text)]).toEqual([channel, []]);
  });

  test('where nobody listens', async () => {
    const outcome = await call({ server: `http://127.0.0.1:${await freePort()}` }, secretRequest);
    expect(messages.map(({ channel }) => channel)).toContain('got:request:error');
    expect([outcome, ...messages].flatMap((value) => secretsIn(seen(value)))).toEqual([]);
  });

  test('where the call is aborted, and where the client is closed', async () => {
    const server = await serveWire(() => undefined);
    const abort = new AbortController();
    const client = Client.fromConfig({ server: `http://127.0.0.1:${server.port}` });
    const calls = [undefined, abort.signal].map((signal) =>
      client.requestText(secretRequest, { signal }).catch((error: unknown) => error),
    );
    while (server.openSockets() < 2) await turns(1);
    abort.abort();
    await client.close();
    expect([...(await Promise.all(calls)), ...messages].flatMap((value) => secretsIn(seen(value)))).toEqual(
      [],
    );
  });

  test.each(['http', 'https'])('through proxies with a password, to an %s server', async (protocol) => {
    const pair = { cert: pem('server.crt'), key: pem('server.key') };
    const server = await (protocol === 'https'
      ? serveHttps(pair, (_, response) => response.end('{}'))
      : serveOnce('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}'));
    const account = 'CANARY-user:CANARY-password';
    const http = await serveHttpProxy({ account });
    const socks = await serveSocksProxy({ account });
    const refusing = await serveHttpProxy({ account: 'other:one' });
    const hangUp = await serveHttpProxy({ answer: '' });
    const outcomes: unknown[] = [];
    for (const [scheme, { port }] of [
      ['http', http],
      ['socks5', socks],
      ['http', refusing],
      ['http', hangUp],
    ] as const) {
      const config: Config = {
        server: `${protocol}://localhost:${server.port}`,
        tls: { certificateAuthority: pem('authority.crt') },
        proxy: new ProxyServer(`${scheme}://${account}@127.0.0.1:${port}`),
      };
      outcomes.push(config, await call(config, secretRequest));
    }
    const basic = Buffer.from(account).toString('base64');
    const told = [...outcomes, ...messages].map(seen);
    expect(told.flatMap((text) => (text.includes(basic) ? [text] : secretsIn(text)))).toEqual([]);
    expect(outcomes.filter((outcome) => outcome === '{}')).toHaveLength(2);
  });

  test('where a header cannot be sent', async () => {
    const server = await serveOnce('');
    for (const bad of ['CANARY\r\nx: y', 'CANARY\u0100', 'CANARY\u0000']) {
      const request = { ...secretRequest, headers: { 'x-bad': bad } };
      const outcome = await call({ server: `http://127.0.0.1:${server.port}` }, request);
      expect(outcome).toMatchObject({ name: 'TransportError' });
      expect([outcome, ...messages].flatMap((value) => secretsIn(seen(value)))).toEqual([]);
    }
  });

  test.each(['authority.crt', 'other-authority.crt'])(
    'with a client certificate, trusting %s',
    async (trusted) => {
      const tls = {
        cert: pem('server.crt'),
        key: pem('server.key'),
        ca: pem('authority.crt'),
        requestCert: true,
      };
      const server = await serveHttps(tls, (_, response) => response.end('{}'));
      const config: Config = {
        server: `https://localhost:${server.port}`,
        tls: { certificateAuthority: pem(trusted) },
        clientCertificate: new ClientCertificate(pem('client.crt'), pem('client.key')),
      };
      const outcome = await call(config, secretRequest);
      expect(outcome === '{}').toBe(trusted === 'authority.crt');
      expect([outcome, ...messages].flatMap((value) => secretsIn(seen(value)))).toEqual([]);
    },
  );
});

const anyRequest: fc.Arbitrary<HttpRequest> = fc.record(
  {
    method: fc.constantFrom<HttpMethod>('GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'),
    path: fc.constant('/x'),
    query: fc.array(fc.tuple(fc.string(), fc.constant('CANARY')), { maxLength: 3 }),
    headers: fc.dictionary(
      fc.stringMatching(/^[a-z][a-z-]{0,12}$/).filter((name) => name !== 'host'),
      fc.constant('CANARY'),
      { maxKeys: 6 },
    ),
    body: fc.string().map((text) => `${text}CANARY`),
  },
  { requiredKeys: ['method', 'path', 'query', 'headers'] },
);

propertyTest.prop([anyRequest, fc.constantFrom(...answers.map(([, bytes]) => bytes))], { numRuns: 60 })(
  'whatever is sent and answered',
  async (request, bytes) => {
    messages = [];
    const server = await serveOnce(bytes);
    await call({ server: `http://127.0.0.1:${server.port}` }, request, { retry: { attempts: 1 } });
    await turns(10);
    for (const { channel, text } of messages) expect([channel, secretsIn(text)]).toEqual([channel, []]);
  },
);
