// A server behind a proxy: every kind of proxy, what each is told, and what is said where one does not do as it should.

import { createServer } from 'node:http';
import { createSecureServer } from 'node:http2';
import { createServer as createTlsServer } from 'node:https';
import { inspect } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { WebSocketServer } from 'ws';
import { StaticToken } from '../../src/auth/credentials.ts';
import { Client, type ClientOptions } from '../../src/client.ts';
import type { Config } from '../../src/config/config.ts';
import { ProxyServer } from '../../src/config/proxy-server.ts';
import { TransportError } from '../../src/errors.ts';
import { freePort, type Loopback, pem, serve, serveHttp, serveHttps, serveTcp } from '../support/loopback.ts';
import { type Proxy, serveHttpProxy, serveSocksProxy } from '../support/proxies.ts';
import { failureOf, get } from '../support/requests.ts';
import { lend, serveStream, text, turns } from './lending.ts';

const authority = pem('authority.crt');
const serverPair = { cert: pem('server.crt'), key: pem('server.key') };

function serveSecure(): Promise<Loopback> {
  return serveHttps(serverPair, (request, response) => response.end(`secure ${request.url}`));
}

function servePlain(): Promise<Loopback> {
  return serveHttp((request, response) => response.end(`plain ${request.url} ${request.headers.host}`));
}

async function call(config: Config, options: ClientOptions = {}): Promise<string> {
  const client = Client.fromConfig(config, { retry: { attempts: 1 }, ...options });
  try {
    return await client.requestText(get('/x', { query: [['a', 'b']] }));
  } finally {
    await client.close();
  }
}

const proxies: [kind: string, scheme: string, serveProxy: (account?: string) => Promise<Proxy>][] = [
  ['an HTTP proxy', 'http', (account) => serveHttpProxy({ ...(account && { account }) })],
  ['an HTTPS proxy', 'https', (account) => serveHttpProxy({ tls: serverPair, ...(account && { account }) })],
  ['a SOCKS proxy', 'socks5', (account) => serveSocksProxy({ ...(account && { account }) })],
];

describe.each(proxies)('through %s', (_, scheme, serveProxy) => {
  const tls = { certificateAuthority: authority };

  test('a server is reached that speaks TLS', async () => {
    const server = await serveSecure();
    const proxy = await serveProxy();
    const config = {
      server: `https://127.0.0.1:${server.port}`,
      tls,
      proxy: new ProxyServer(`${scheme}://127.0.0.1:${proxy.port}`),
    };
    expect(await call(config)).toBe('secure /x?a=b');
    expect(proxy.asked).toHaveLength(1);
    await proxy.quiet();
    await server.quiet();
  });

  test('so is one that speaks plain HTTP', async () => {
    const server = await servePlain();
    const proxy = await serveProxy();
    const config = {
      server: `http://127.0.0.1:${server.port}/base`,
      tls,
      proxy: new ProxyServer(`${scheme}://127.0.0.1:${proxy.port}`),
    };
    expect(await call(config)).toBe(`plain /base/x?a=b 127.0.0.1:${server.port}`);
    expect(proxy.asked).toHaveLength(1);
    await proxy.quiet();
  });

  test.each(['https', 'http'])('with a user name and password, over %s', async (protocol) => {
    const server = await (protocol === 'https' ? serveSecure() : servePlain());
    const proxy = await serveProxy('ann:s@c:ré%t');
    const reach = (account: string): Promise<string> =>
      call({
        server: `${protocol}://127.0.0.1:${server.port}`,
        tls,
        proxy: new ProxyServer(`${scheme}://${account}127.0.0.1:${proxy.port}`, { source: 'HTTPS_PROXY' }),
      });
    expect(await reach('ann:s%40c%3Ar%C3%A9%25t@')).toMatch(/^(secure|plain) \/x/);
    const wrong = await failureOf(reach('ann:CANARY@'));
    const none = await failureOf(reach(''));
    for (const failure of [wrong, none]) {
      expect(failure).toBeInstanceOf(TransportError);
      expect(failure).toMatchObject({ code: 'PROXY_FAILED' });
      expect(inspect(failure, { depth: 10, showHidden: true })).not.toContain('CANARY');
    }
    const name = `the proxy ${scheme}://127.0.0.1:${proxy.port} (set by HTTPS_PROXY)`;
    expect(String(wrong)).toContain(`${name} does not accept the user name and password in its URL`);
    expect(String(none)).toContain(`${name} wants a user name and password: write them into its URL`);
  });

  test('one connection serves many requests, and closing the client ends it', async () => {
    const server = await serveSecure();
    const proxy = await serveProxy();
    const client = Client.fromConfig({
      server: `https://127.0.0.1:${server.port}`,
      tls,
      proxy: new ProxyServer(`${scheme}://127.0.0.1:${proxy.port}`),
    });
    for (let count = 0; count < 5; count += 1) await client.requestText(get('/x'));
    expect(proxy.accepted()).toBe(1);
    expect(server.accepted()).toBe(1);
    await client.close();
    await proxy.quiet();
    await server.quiet();
  });

  test.each(['https', 'http'])('a WebSocket is opened, over %s', async (protocol) => {
    const httpServer = protocol === 'https' ? createTlsServer(serverPair) : createServer();
    const sockets = new WebSocketServer({ server: httpServer });
    sockets.on('connection', (socket) => socket.on('message', (message) => socket.send(message)));
    const server = await serve(httpServer);
    const proxy = await serveProxy('ann:secret');
    const client = Client.fromConfig({
      server: `${protocol}://127.0.0.1:${server.port}`,
      tls,
      proxy: new ProxyServer(`${scheme}://ann:secret@127.0.0.1:${proxy.port}`),
    });
    const messages = await client.connect(get('/x', { webSocket: ['v5.channel.k8s.io'] }));
    await messages.send(Buffer.from('hello'));
    for await (const message of messages) {
      expect(text(message)).toBe('hello');
      break;
    }
    await messages.close();
    await client.close();
    await proxy.quiet();
  });

  test('HTTP/2 is spoken with the server', async () => {
    const server = await serve(
      createSecureServer(serverPair, (request, response) => {
        response.end(`${request.httpVersion} ${request.url}`);
      }),
    );
    const proxy = await serveProxy('ann:secret');
    const config = {
      server: `https://127.0.0.1:${server.port}`,
      tls,
      proxy: new ProxyServer(`${scheme}://ann:secret@127.0.0.1:${proxy.port}`),
    };
    expect(await call(config)).toBe('2.0 /x?a=b');
    await proxy.quiet();
  });

  test('names are looked up by the proxy', async () => {
    const server = await serveSecure();
    const proxy =
      scheme === 'socks5'
        ? await serveSocksProxy({ port: server.port })
        : await serveHttpProxy({ port: server.port, ...(scheme === 'https' && { tls: serverPair }) });
    const reached = await call({
      server: `https://nowhere.invalid:6443`,
      tls: { ...tls, serverName: 'localhost' },
      proxy: new ProxyServer(`${scheme}://127.0.0.1:${proxy.port}`),
    });
    expect(reached).toBe('secure /x?a=b');
    expect(proxy.asked.join()).toContain('nowhere.invalid:6443');
  });

  test('the certificate is the one of the server, which must be right', async () => {
    const server = await serveSecure();
    const proxy = await serveProxy();
    const failure = await failureOf(
      call({
        server: `https://127.0.0.1:${server.port}`,
        tls: { ...tls, serverName: 'other.example' },
        proxy: new ProxyServer(`${scheme}://127.0.0.1:${proxy.port}`),
      }),
    );
    expect(failure).toMatchObject({ code: 'ERR_TLS_CERT_ALTNAME_INVALID' });
    expect(String(failure)).toContain(
      `the certificate of https://127.0.0.1:${server.port}, through the proxy ${scheme}://127.0.0.1:${proxy.port}, is for another name`,
    );
    await proxy.quiet();
  });

  test('nothing of a token reaches the proxy where the server speaks TLS', async () => {
    const server = await serveSecure();
    const proxy = await serveProxy();
    await call({
      server: `https://127.0.0.1:${server.port}`,
      tls,
      credentials: new StaticToken('CANARY'),
      proxy: new ProxyServer(`${scheme}://127.0.0.1:${proxy.port}`),
    });
    expect(proxy.asked.join()).not.toContain('CANARY');
  });

  test('a proxy that is not there is told by its name and by where it was set', async () => {
    const port = await freePort();
    const source = '/home/ann/.kube/config: clusters[a].cluster.proxy-url';
    const failure = await failureOf(
      call({
        server: 'https://127.0.0.1:6443',
        tls,
        proxy: new ProxyServer(`${scheme}://ann:CANARY@127.0.0.1:${port}`, { source }),
      }),
    );
    expect(failure).toMatchObject({ code: 'ECONNREFUSED' });
    expect(String(failure)).toBe(
      `TransportError: GET /x: nothing listens at the proxy ${scheme}://127.0.0.1:${port} (set by ${source}); is it running, and is its URL right? (ECONNREFUSED)`,
    );
    expect(inspect(failure, { depth: 10, showHidden: true })).not.toContain('CANARY');
  });

  test.each([
    ['closes at once', (socket: { destroy: () => void }) => socket.destroy()],
    ['says nothing', () => undefined],
  ])('a proxy that %s does not make a call hang', async (how, behave) => {
    const proxy = await serveTcp(behave);
    const failure = await failureOf(
      call(
        {
          server: 'https://127.0.0.1:6443',
          tls,
          proxy: new ProxyServer(`${scheme}://127.0.0.1:${proxy.port}`),
        },
        { connectTimeout: how === 'says nothing' ? 50 : 10_000 },
      ),
    );
    expect(failure).toMatchObject({ code: how === 'says nothing' ? 'ETIMEDOUT' : 'ECONNRESET' });
    expect(String(failure)).toContain(`the proxy ${scheme}://127.0.0.1:${proxy.port}`);
    await proxy.quiet();
  });

  test('closing the client ends a connection that is being made', async () => {
    const proxy = await serveTcp(() => undefined);
    const client = Client.fromConfig({
      server: 'https://127.0.0.1:6443',
      tls,
      proxy: new ProxyServer(`${scheme}://127.0.0.1:${proxy.port}`),
    });
    const failure = failureOf(client.requestText(get('/x')));
    while (proxy.openSockets() === 0) await turns(1);
    await client.close();
    expect(await failure).toMatchObject({ code: 'CLIENT_CLOSED' });
    await proxy.quiet();
  });
});

describe('what an HTTP proxy answers', () => {
  test.each([
    ['HTTP/1.1 403 CANARY\r\n\r\n', /does not allow a connection to 10\.0\.0\.1:6443 \(403\)/],
    ['HTTP/1.1 502 CANARY\r\n\r\nCANARY', /could not connect to 10\.0\.0\.1:6443 \(502 Bad Gateway\)/],
    ['HTTP/1.0 504 x\r\n\r\n', /could not connect to 10\.0\.0\.1:6443 \(504 Gateway Timeout\)/],
    ['HTTP/1.1 599 CANARY\r\n\r\n', /could not connect to 10\.0\.0\.1:6443 \(599\)/],
    ['HTTP/1.1 405 x\r\n\r\n', /makes no connections \(405 Method Not Allowed\); is it a proxy\?/],
    ['HTTP/1.1 200 OK\r\n\r\n<html>CANARY</html>', /answered with a page; it is a server, and no proxy/],
    ['HTTP/1.1 abc\r\n\r\n', /does not speak HTTP as we know it/],
    ['HTTP/2 200\r\n\r\n', /does not speak HTTP as we know it/],
    ['SSH-2.0-CANARY\r\n', /does not speak HTTP; is it a proxy of another kind\?/],
    [Buffer.of(5, 0xff), /does not speak HTTP; is it a proxy of another kind\?/],
    [`HTTP/1.1 200 OK\r\nx: ${'CANARY'.repeat(20_000)}`, /answered without an end/],
    ['HTTP/1.1 200', /closed the connection without an answer/],
  ])('as %j is told in our words', async (answer, words) => {
    const proxy = await serveHttpProxy({ answer });
    const failure = await failureOf(
      call({ server: 'https://10.0.0.1:6443', proxy: new ProxyServer(`http://127.0.0.1:${proxy.port}`) }),
    );
    expect(String(failure)).toMatch(words);
    expect(inspect(failure, { depth: 10, showHidden: true })).not.toContain('CANARY');
    await proxy.quiet();
  });
});

describe('what a SOCKS proxy answers', () => {
  test.each([
    [1, /could not connect to 10\.0\.0\.1:6443: it failed there/],
    [2, /its rules do not allow it/],
    [4, /the host cannot be reached from there/],
    [5, /nothing listens there/],
    [99, /its code is 99/],
  ])('as %j is told in words', async (reply, words) => {
    const proxy = await serveSocksProxy({ reply });
    const failure = await failureOf(
      call({ server: 'https://10.0.0.1:6443', proxy: new ProxyServer(`socks5://127.0.0.1:${proxy.port}`) }),
    );
    expect(failure).toMatchObject({ code: 'PROXY_FAILED' });
    expect(String(failure)).toMatch(words);
    await proxy.quiet();
  });

  test.each([
    ['HTTP/1.1 400 Bad Request\r\n\r\n'],
    [Buffer.of(4, 0)],
    [Buffer.of(5, 3)],
    [Buffer.of(5, 0, 9)],
  ])('as %j is no SOCKS', async (answer) => {
    const proxy = await serveSocksProxy({ answer });
    const failure = await failureOf(
      call({ server: 'https://10.0.0.1:6443', proxy: new ProxyServer(`socks5://127.0.0.1:${proxy.port}`) }),
    );
    expect(String(failure)).toMatch(/does not speak SOCKS5|closed the connection without an answer/);
    await proxy.quiet();
  });
});

test('a proxy whose certificate nobody trusts gets no password', async () => {
  const proxy = await serveHttpProxy({ tls: { cert: pem('other-name.crt'), key: pem('other-name.key') } });
  const failure = await failureOf(
    call({
      server: 'https://10.0.0.1:6443',
      proxy: new ProxyServer(`https://ann:CANARY@127.0.0.1:${proxy.port}`),
    }),
  );
  expect(String(failure)).toMatch(
    /the certificate of the proxy https:\/\/127\.0\.0\.1:\d+ is not accepted: .*authorities of the operating system and of the cluster/,
  );
  expect(proxy.asked).toEqual([]);
});

test('a proxy in the kubeconfig is used for a server on this machine also, as by kubectl', async () => {
  const server = await servePlain();
  const proxy = await serveHttpProxy();
  await call({
    server: `http://localhost:${server.port}`,
    proxy: new ProxyServer(`http://127.0.0.1:${proxy.port}`),
  });
  expect(proxy.asked).toHaveLength(1);
});

test('a stream that a proxy passes on can be lent', async () => {
  const server = await serveStream({ 'content-type': 'text/plain' });
  const proxy = await serveSocksProxy();
  const client = Client.fromConfig({
    server: `http://127.0.0.1:${server.port}`,
    proxy: new ProxyServer(`socks5://127.0.0.1:${proxy.port}`),
  });
  const { body } = await client.open(get('/x'));
  const pieces: string[] = [];
  const read = lend(body, (piece) => pieces.push(text(piece)) > 0);
  const response = await server.response;
  response.write('one ');
  while (pieces.length === 0) await turns(1);
  response.end('two');
  await read;
  expect(pieces.join('')).toBe('one two');
  await client.close();
});
