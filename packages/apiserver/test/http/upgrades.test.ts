// WebSockets on a listener: what may open one, and what is left when it is over.

import { once } from 'node:events';
import { type IncomingHttpHeaders, request as requestByHttp } from 'node:http';
import { describe, expect, test } from '@jest/globals';
import { WebSocket } from 'ws';
import { ApiServer, type ApiServerOptions, type HttpListener } from '../../src/index.ts';

const path = '/api/v1/namespaces/shop/pods/web-0/exec?command=a&stdout=true&stdin=true';
const protocols = ['v5.channel.k8s.io'];
const mebibyte = 1024 * 1024;

async function start(
  options: ApiServerOptions = {},
): Promise<
  AsyncDisposable & { readonly server: ApiServer; readonly listener: HttpListener; readonly url: string }
> {
  const server = new ApiServer(options);
  server.seed([
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'web-0', namespace: 'shop' },
      spec: { containers: [{ name: 'web', image: 'web' }] },
    },
  ]);
  server.containers.run('shop/web-0', 'web', {
    exec: async (_, { stdin, stdout }) => {
      for await (const bytes of stdin) await stdout.write(bytes);
    },
  });
  const listener = await server.listen();
  return { server, listener, url: listener.url, [Symbol.asyncDispose]: () => server.close() };
}

/** The status of the answer, 101 where a WebSocket was opened. */
async function statusOf(
  url: string,
  headers: IncomingHttpHeaders = {},
  offered = protocols,
): Promise<number> {
  const socket = new WebSocket(url + path, offered, { headers });
  socket.on('error', () => undefined);
  const { promise, resolve } = Promise.withResolvers<number>();
  socket.once('open', () => resolve(101));
  socket.once('unexpected-response', (_, { statusCode = 0 }) => resolve(statusCode));
  const status = await promise;
  socket.terminate();
  return status;
}

describe('a WebSocket', () => {
  test('is opened for a program, and for the page of the server itself', async () => {
    await using served = await start();
    expect(await statusOf(served.url)).toBe(101);
    expect(await statusOf(served.url, { origin: served.url })).toBe(101);
  });

  test.each<[what: string, headers: IncomingHttpHeaders]>([
    ['the page of another origin', { origin: 'https://evil.example' }],
    ['a page of no origin', { origin: 'null' }],
    ['a page of the same site', { 'sec-fetch-site': 'same-site' }],
    ['a name that was led here', { host: 'evil.example' }],
  ])('is not opened for %s', async (_, headers) => {
    await using served = await start();
    expect(await statusOf(served.url, headers)).toBe(403);
  });

  test('needs a token where there are some', async () => {
    await using served = await start({ tokens: { secret: { name: 'ann', groups: [] } } });
    expect(await statusOf(served.url, { authorization: 'Bearer secret' })).toBe(101);
    expect(await statusOf(served.url, { authorization: 'Bearer other' })).toBe(401);
  });

  test.each([
    [['get', 'create'], 101],
    [['get'], 403],
    [['create'], 403],
    [[], 403],
  ])('needs the permissions: %j is answered by %d', async (verbs, status) => {
    await using served = await start({ rbac: true, tokens: { secret: { name: 'ann', groups: [] } } });
    const metadata = { name: 'exec', namespace: 'shop' };
    const rbac = 'rbac.authorization.k8s.io';
    if (verbs.length > 0)
      served.server.seed([
        {
          apiVersion: `${rbac}/v1`,
          kind: 'Role',
          metadata,
          rules: [{ apiGroups: [''], resources: ['pods/exec'], verbs }],
        },
        {
          apiVersion: `${rbac}/v1`,
          kind: 'RoleBinding',
          metadata,
          roleRef: { apiGroup: rbac, kind: 'Role', name: 'exec' },
          subjects: [{ kind: 'User', apiGroup: rbac, name: 'ann' }],
        },
      ]);
    expect(await statusOf(served.url, { authorization: 'Bearer secret' })).toBe(status);
  });

  test('of a subprotocol that the server does not have is refused', async () => {
    await using served = await start();
    expect(await statusOf(served.url, {}, ['v6.channel.k8s.io'])).toBe(403);
    expect(await statusOf(served.url, {}, ['v6.channel.k8s.io', 'v4.channel.k8s.io'])).toBe(101);
  });

  test.each(['closes', 'is disconnected'])('is over when the server %s', async (end) => {
    await using served = await start();
    const socket = new WebSocket(served.url + path, protocols);
    await once(socket, 'open');
    const closed = once(socket, 'close');
    if (end === 'closes') await served.server.close();
    else served.listener.disconnect();
    const [code] = (await closed) as [number];
    expect(code).toBe(end === 'closes' ? 1000 : 1006);
  });

  test('whose messages nobody reads is not read either', async () => {
    await using served = await start();
    const go = Promise.withResolvers<undefined>();
    served.server.containers.run('shop/web-0', 'web', {
      exec: async (_, { stdin }) => {
        let bytes = 0;
        await go.promise;
        for await (const piece of stdin) bytes += piece.length;
        return bytes === 64 * (mebibyte - 1) ? 0 : 1;
      },
    });
    const socket = new WebSocket(served.url + path, protocols);
    await once(socket, 'open');
    const told: Buffer[] = [];
    socket.on('message', (message: Buffer) => told.push(message));
    // The first byte is the channel.
    for (let times = 0; times < 64; times += 1) socket.send(Buffer.alloc(mebibyte));
    socket.send(Uint8Array.of(255, 0));
    // Time enough to take all of it.
    for (let turns = 0; turns < 100; turns += 1) await (await fetch(`${served.url}/readyz`)).text();
    expect(socket.bufferedAmount).toBeGreaterThan(32 * mebibyte);
    go.resolve(undefined);
    await once(socket, 'close');
    expect(String(told.at(-1))).toContain('Success');
  });

  test('that sends too large a message is closed', async () => {
    await using served = await start();
    const socket = new WebSocket(served.url + path, protocols);
    await once(socket, 'open');
    socket.send(Buffer.alloc(1024 * 1024 + 1));
    expect((await once(socket, 'close'))[0]).toBe(1009);
  });
});

test('an upgrade to another protocol is a plain request, with its body', async () => {
  await using served = await start();
  const configMap = JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } });
  const sent = requestByHttp(`${served.url}/api/v1/namespaces/shop/configmaps`, {
    method: 'POST',
    headers: {
      connection: 'Upgrade',
      upgrade: 'h2c',
      'content-type': 'application/json',
      'content-length': configMap.length,
    },
  });
  sent.end(configMap);
  const [response] = (await once(sent, 'response')) as [{ statusCode: number; resume: () => void }];
  response.resume();
  expect(response.statusCode).toBe(201);
});
