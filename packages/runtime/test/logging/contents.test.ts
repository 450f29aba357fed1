// What programs carry through a client is marked: data of a Secret, a token that was asked for, what goes into a command
// and comes out of it, the password of a proxy. Whatever goes wrong, the mark is in nothing that a program may print.

import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:net';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ApiServer } from '@kube-rx/apiserver';
import {
  Api,
  applyAll,
  Client,
  credentialsChannel,
  ProxyServer,
  parseManifests,
  requestChannel,
  warningChannel,
} from '@kube-rx/client';
import { type DynamicObject, defineResource, type HttpService } from '@kube-rx/core';
import { pino } from 'pino';
import { logTo } from '../../src/logging/log-to.ts';

const mark = 'canary';
const base64 = Buffer.from(mark).toString('base64');
// As it is, as the data of a Secret has it, and as the password of a user.
const secrets = [mark, base64, Buffer.from(`ann:${mark}`).toString('base64').slice(0, 8)];

const core = { group: '', version: 'v1', scope: 'Namespaced' } as const;
const Secret = defineResource<DynamicObject>({ ...core, kind: 'Secret', plural: 'secrets' });
const Pod = defineResource<DynamicObject, 'exec'>({
  ...core,
  kind: 'Pod',
  plural: 'pods',
  subresources: ['exec'],
});
const ServiceAccount = defineResource<DynamicObject, 'token'>({
  ...core,
  kind: 'ServiceAccount',
  plural: 'serviceaccounts',
  subresources: ['token'],
});

const told: unknown[] = [];
const listen = (message: unknown): void => void told.push(message);
const channels = [credentialsChannel, requestChannel, warningChannel];
const logged: string[] = [];
const log = pino({ level: 'trace' }, { write: (line: string) => void logged.push(line) });
let stopLog: () => void;

beforeEach(() => {
  for (const name of channels) subscribe(name, listen);
  stopLog = logTo(log);
});

afterEach(() => {
  stopLog();
  for (const name of channels) unsubscribe(name, listen);
  told.length = 0;
  logged.length = 0;
});

/** All that a program may print of a value, its causes included. */
function shownOf(value: unknown): string {
  log.info({ value, err: value }, 'all of it');
  const shown = [inspect(value, { depth: Number.POSITIVE_INFINITY, showHidden: true }), String(value)];
  shown.push(value instanceof Client ? '' : JSON.stringify([value]));
  if (value instanceof Error) shown.push(value.message, value.stack ?? '', shownOf(value.cause));
  return shown.join('\n');
}

function expectNoSecret(...values: readonly unknown[]): void {
  const shown = [...values.map(shownOf), shownOf(told), ...logged].join('\n');
  for (const secret of secrets) expect(shown).not.toContain(secret);
}

async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  const [outcome] = await Promise.allSettled([promise]);
  if (outcome.status === 'fulfilled') throw new Error('expected a failure, but it succeeded');
  return outcome.reason;
}

/** A client of a server that always gives this answer. */
function answering(body: string, status = 200): Client {
  const service: HttpService = () =>
    Promise.resolve({
      status,
      headers: { 'content-type': 'application/json' },
      body: (async function* () {
        await Promise.resolve();
        yield new TextEncoder().encode(body);
      })(),
    });
  return new Client(service);
}

const secretOf = (rest: object): string =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'a' },
    data: { password: mark },
    ...rest,
  });

describe('the data of a Secret is shown by no error', () => {
  test('of a set of manifests, of which others fail', async () => {
    const server = new ApiServer();
    const client = new Client(server.service);
    const good = `apiVersion: v1\nkind: Secret\nmetadata: { name: a, namespace: default }\nstringData: { password: ${mark} }\n`;
    const bad = good.replace('name: a', 'name: A_');
    const missing = good.replace('namespace: default', 'namespace: nowhere');
    const failure = await failureOf(
      applyAll(client, parseManifests([good, bad, missing].join('---\n'), 'f.yaml')),
    );
    expect(failure).toBeInstanceOf(Error);
    expectNoSecret(failure);
    await server.close();
  });

  test.each([
    ['a manifest that ends in the middle', `apiVersion: v1\nkind: Secret\ndata: { password: "${mark}`],
    ['a manifest without a name', `apiVersion: v1\nkind: Secret\ndata: { password: ${mark} }`],
    [
      'a manifest with a broken line',
      `apiVersion: v1\nkind: Secret\ndata:\n  password: ${mark}\n ${mark}: : :\n`,
    ],
    ['a manifest with a name twice', `apiVersion: v1\nkind: Secret\ndata:\n  ${mark}: a\n  ${mark}: b\n`],
    ['a manifest with an alias of nothing', `apiVersion: v1\nkind: Secret\ndata: { password: *${mark} }\n`],
    ['a manifest with a tag', `apiVersion: v1\nkind: Secret\ndata: { password: !!int ${mark} }\n`],
    ['a manifest in JSON that is broken', `${secretOf({}).slice(0, -3)}, ${mark}`],
  ])('of %s', (_, text) => {
    let failure: unknown;
    try {
      parseManifests(text, 'f.yaml');
    } catch (error) {
      failure = error;
    }
    expect(failure).toBeInstanceOf(Error);
    expectNoSecret(failure);
  });

  test.each([
    ['that ends in the middle', secretOf({}).slice(0, -5)],
    ['with a word behind it', `${secretOf({})}${mark}`],
    ['with a word in it', secretOf({}).replace(`"${mark}"`, mark)],
    ['with a control character', secretOf({}).replace(mark, `${mark}\n`)],
    ['of another kind', secretOf({ kind: 'List', items: [mark] })],
    ['without metadata', secretOf({ metadata: mark })],
    ['that is a text', JSON.stringify(mark)],
  ])('of an answer %s', async (_, text) => {
    const api = Api.namespaced(answering(text), Secret, 'shop');
    const failures = [
      await api.get('a').catch((error: unknown) => error),
      await api.list().catch((error: unknown) => error),
      await api.createOrPatch('a', () => ({ metadata: { name: 'b' } })).catch((error: unknown) => error),
    ].filter((outcome) => outcome instanceof Error);
    expect(failures.length).toBeGreaterThan(0);
    expectNoSecret(...failures);
  });

  test('of a write that is refused', async () => {
    const server = new ApiServer();
    const api = Api.namespaced(new Client(server.service), Secret, 'default');
    const stored = await api.create({ metadata: { name: 'a' }, stringData: { password: mark } });
    const stale = { ...stored, metadata: { ...stored.metadata, resourceVersion: '1' } };
    const entry = await api.entry('a');
    entry.modify((secret) => ({ ...secret, stringData: { password: mark }, immutable: 'maybe' }));
    expectNoSecret(
      await failureOf(api.replace('a', stale)),
      await failureOf(api.create({ metadata: { name: 'a' }, stringData: { password: mark } })),
      await failureOf(entry.commit()),
      entry,
    );
    await server.close();
  });
});

test.each([
  ['that ends in the middle', `{"status":{"token":"${mark}`],
  ['with a word in it', `{"status":{"token":${mark}}}`],
  ['without an expiry', `{"status":{"token":"${mark}"}}`],
  [
    'that is complete',
    `{"apiVersion":"authentication.k8s.io/v1","kind":"TokenRequest","metadata":{},"spec":{},"status":{"token":"${mark}","expirationTimestamp":"2026-01-01T00:00:00Z"}}`,
  ],
])('a token of a service account is shown by no answer %s', async (_, text) => {
  const api = Api.namespaced(answering(text), ServiceAccount, 'shop');
  const outcome = await api.createToken('builder').catch((error: unknown) => error);
  expectNoSecret(outcome);
});

test('what goes into a command, and comes out of it, is shown by no error', async () => {
  const server = new ApiServer();
  server.seed([
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'web', namespace: 'default' },
      spec: { nodeName: 'n', containers: [{ name: 'web', image: 'web' }] },
      status: { phase: 'Running' },
    },
  ] as never);
  server.containers.run('default/web', 'web', {
    exec: async ([name], { stdin, stdout, stderr }) => {
      for await (const piece of stdin) await stdout.write(piece);
      await stdout.write(mark);
      await stderr.write(mark);
      if (name === 'fail') throw new Error('lost');
      return 3;
    },
  });
  const client = new Client(server.service);
  const api = Api.namespaced(client, Pod, 'default');
  const running = await api.spawn('web', ['run'], { stdin: new TextEncoder().encode(mark) });
  expectNoSecret(
    running,
    await failureOf(api.exec('web', ['run'], { stdin: mark, maxOutputBytes: 4 })),
    await failureOf(api.exec('web', ['fail'], { stdin: mark })),
  );
  await running.close();
  await server.close();
});

describe('the password of a proxy is shown by nothing', () => {
  let proxy: Server;
  let heard = '';
  let answer = '';
  beforeEach(async () => {
    heard = '';
    proxy = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.on('data', (bytes) => {
        heard += bytes.toString('latin1');
        // Repeats what it was sent.
        socket.end(answer.replaceAll('ECHO', bytes.toString('base64') + bytes.toString('latin1')));
      });
    });
    await new Promise<void>((resolve) => void proxy.listen(0, '127.0.0.1', resolve));
  });
  afterEach(() => void proxy.close());

  test.each([
    ['https://server.example:6443', 'HTTP/1.1 407 ECHO\r\n\r\nECHO'],
    ['https://server.example:6443', 'HTTP/1.1 200 ECHO\r\nx: ECHO\r\n\r\nECHO'],
    ['https://server.example:6443', 'ECHO'],
    ['http://server.example:6443', 'HTTP/1.1 407 No\r\nx: y\r\n\r\nECHO'],
    ['http://server.example:6443', 'ECHO'],
    ['http://server.example:6443', 'HTTP/1.1 502 No\r\ncontent-type: text/plain\r\n\r\n'],
  ])('to %s that answers %j', async (server, said) => {
    answer = said;
    const { port } = proxy.address() as AddressInfo;
    const setting = new ProxyServer(`http://ann:${mark}@127.0.0.1:${port}`);
    for (const http2 of [false, true]) {
      const config = { server, proxy: setting };
      const client = Client.fromConfig(config, { http2, retry: { attempts: 1 } });
      expectNoSecret(config, client, await failureOf(client.serverVersion()));
      await client.close();
    }
    expect(heard).toContain(Buffer.from(`ann:${mark}`).toString('base64'));
  });
});
