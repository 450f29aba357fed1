// Over which connection a request goes that wishes for one: connections are counted, and time is the test's.

import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe, expect, test } from '@jest/globals';
import { type CallOptions, type HttpService, type Resource, VirtualClock } from '@kube-rx/core';
import { Api } from '../../src/api/api.ts';
import { Client } from '../../src/client.ts';
import type { Config } from '../../src/config/config.ts';
import { ProxyServer } from '../../src/config/proxy-server.ts';
import { type Http2Peer, serveHttp2Frames } from '../support/http2-peer.ts';
import { pem, serveHttp, serveHttps } from '../support/loopback.ts';
import { type Proxy, serveHttpProxy, serveSocksProxy } from '../support/proxies.ts';
import { failureOf, get, readAll } from '../support/requests.ts';
import { connect, turns } from './lending.ts';
import { connectHttp2, versions } from './versions.ts';

const wishes = ['alive', 'another'] as const;
const serverPair = { cert: pem('server.crt'), key: pem('server.key') };

async function ask(service: HttpService, options: CallOptions = {}): Promise<string> {
  return readAll((await service(get('/x'), options)).body);
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await turns(1);
}

function answer(request: IncomingMessage, response: ServerResponse): void {
  response.setHeader('content-type', 'application/json');
  response.end(request.url?.includes('watch=') ? '' : '{}');
}

describe.each(wishes)('over HTTP/1.1 a request that wishes for `%s`', (connection) => {
  test('takes no idle connection, and leaves none behind', async () => {
    const server = await serveHttp(answer);
    const { service } = connect(server);
    await Promise.all([ask(service), ask(service), ask(service)]);
    for (let call = 1; call <= 20; call += 1) {
      expect(await ask(service, { connection })).toBe('{}');
      expect(server.accepted()).toBe(3 + call);
    }
    await until(() => server.openSockets() === 3);
    await ask(service);
    expect(server.accepted()).toBe(23);
  });

  test('ends with its client', async () => {
    const server = await serveHttp((_, response) => response.flushHeaders());
    const transport = connect(server);
    const { body } = await transport.service(get('/x'), { connection });
    const failure = failureOf(readAll(body));
    await transport.close();
    expect(await failure).toMatchObject({ code: 'CLIENT_CLOSED' });
    await server.quiet();
  });
});

const proxies: [kind: string, scheme: string, serveProxy: () => Promise<Proxy>][] = [
  ['an HTTP proxy', 'http', () => serveHttpProxy()],
  ['an HTTPS proxy', 'https', () => serveHttpProxy({ tls: serverPair })],
  ['a SOCKS proxy', 'socks5', () => serveSocksProxy()],
];

describe.each(proxies)('through %s', (_, scheme, serveProxy) => {
  test.each(['http', 'https'])('each such request has a connection of its own, over %s', async (protocol) => {
    const server = await (protocol === 'https' ? serveHttps(serverPair, answer) : serveHttp(answer));
    const proxy = await serveProxy();
    const client = Client.fromConfig({
      server: `${protocol}://127.0.0.1:${server.port}`,
      tls: { certificateAuthority: pem('authority.crt') },
      proxy: new ProxyServer(`${scheme}://127.0.0.1:${proxy.port}`),
    });
    await client.requestText(get('/x'));
    for (const connection of wishes) await client.requestText(get('/x'), { connection });
    await client.requestText(get('/x'));
    expect(proxy.accepted()).toBe(3);
    await until(() => proxy.openSockets() === 1);
    await client.close();
  });
});

describe('over HTTP/2', () => {
  test('`alive` takes the connection that there is, where it answers a ping', async () => {
    const server = await serveHttp2Frames((peer, stream) => peer.answer(stream));
    const { service } = connectHttp2(server, { clock: new VirtualClock() });
    await ask(service);
    for (let call = 0; call < 20; call += 1) await ask(service, { connection: 'alive' });
    expect(server.accepted()).toBe(1);
    expect(server.peers[0]?.pings).toBe(20);
  });

  test('`alive` makes one where there is none, which stays for later', async () => {
    const server = await serveHttp2Frames((peer, stream) => peer.answer(stream));
    const { service } = connectHttp2(server, { clock: new VirtualClock() });
    await ask(service, { connection: 'alive' });
    await turns(5);
    await ask(service);
    await ask(service);
    expect(server.accepted()).toBe(2);
  });

  test('`alive` waits a second for a connection that is silent, and shares a new one; what runs goes on', async () => {
    const streams: [peer: Http2Peer, stream: number][] = [];
    const server = await serveHttp2Frames((peer, stream) => {
      streams.push([peer, stream]);
      peer.head(stream);
    });
    const clock = new VirtualClock();
    const { service } = connectHttp2(server, { clock });
    const first = await service(get('/watch'));
    const [silent] = server.peers;
    if (silent) silent.answersPings = false;
    const eight = Array.from({ length: 8 }, () => service(get('/watch'), { connection: 'alive' }));
    await until(() => silent?.pings === 1);
    await clock.advance(999);
    expect(server.accepted()).toBe(1);
    await clock.advance(1);
    await Promise.all(eight);
    expect(server.accepted()).toBe(2);
    expect(silent?.pings).toBe(1);
    await service(get('/x'));
    expect(streams.map(([peer]) => server.peers.indexOf(peer))).toEqual([0, 1, 1, 1, 1, 1, 1, 1, 1, 1]);
    const [[peer, stream] = [undefined, 0]] = streams;
    peer?.data(stream, 'late', 1);
    expect(await readAll(first.body)).toBe('late');
  });

  test('`alive` takes a connection on which something else than the answer comes', async () => {
    const server = await serveHttp2Frames((peer, stream) => peer.head(stream));
    const clock = new VirtualClock();
    const { service } = connectHttp2(server, { clock });
    const { body } = await service(get('/watch'));
    const [peer] = server.peers;
    if (peer) peer.answersPings = false;
    const second = service(get('/watch'), { connection: 'alive' });
    await until(() => peer?.pings === 1);
    peer?.data(1, 'x');
    await body[Symbol.asyncIterator]().next();
    await clock.advance(1000);
    await second;
    expect(server.accepted()).toBe(1);
  });

  test('`alive` makes a new one where the old one ends meanwhile', async () => {
    const server = await serveHttp2Frames((peer, stream) => peer.answer(stream));
    const { service } = connectHttp2(server, { clock: new VirtualClock() });
    await ask(service);
    const [peer] = server.peers;
    if (peer) peer.answersPings = false;
    const second = ask(service, { connection: 'alive' });
    await until(() => peer?.pings === 1);
    peer?.socket.destroy();
    await second;
    expect(server.accepted()).toBe(2);
  });

  test('`another` is a new one each time, which ends with what runs on it', async () => {
    const server = await serveHttp2Frames((peer, stream) => peer.answer(stream));
    const { service } = connectHttp2(server);
    await ask(service);
    for (let call = 1; call <= 20; call += 1) {
      await ask(service, { connection: 'another' });
      expect(server.accepted()).toBe(1 + call);
    }
    await until(() => server.openSockets() === 1);
    await ask(service);
    expect(server.accepted()).toBe(21);
    expect(server.openSockets()).toBe(1);
  });

  test('those at once share one, as far as it has room', async () => {
    const server = await serveHttp2Frames((peer, stream) => peer.head(stream), {
      greet: (peer) => peer.limitStreams(4),
    });
    const { service } = connectHttp2(server);
    await service(get('/watch'));
    await Promise.all(Array.from({ length: 8 }, () => service(get('/watch'), { connection: 'another' })));
    expect(server.accepted()).toBe(3);
  });

  test('an extra one takes other requests where the older ones are full, and stays for later then', async () => {
    const server = await serveHttp2Frames((peer, stream) => peer.head(stream), {
      greet: (peer) => peer.limitStreams(2),
    });
    const { service } = connectHttp2(server);
    const aborts = [new AbortController(), new AbortController()];
    await service(get('/watch'));
    await service(get('/watch'));
    await service(get('/watch'), { connection: 'another', signal: aborts[0]?.signal });
    await service(get('/watch'), { signal: aborts[1]?.signal });
    expect(server.accepted()).toBe(2);
    for (const abort of aborts) abort.abort();
    await turns(20);
    expect(server.openSockets()).toBe(2);
    await service(get('/watch'));
    expect(server.accepted()).toBe(2);
  });

  test.each(wishes)(
    'a call that is given up before `%s` is there leaves no connection',
    async (connection) => {
      const server = await serveHttp2Frames((peer, stream) => peer.head(stream), { greet: () => undefined });
      const { service } = connectHttp2(server);
      const abort = new AbortController();
      const failure = failureOf(service(get('/x'), { connection, signal: abort.signal }));
      await until(() => server.peers.length === 1);
      abort.abort();
      expect(await failure).toMatchObject({ name: 'AbortError' });
      server.peers[0]?.settings();
      await server.quiet();
    },
  );

  test('many pings leave nothing behind', async () => {
    const warnings: Error[] = [];
    const note = (warning: Error): number => warnings.push(warning);
    process.on('warning', note);
    const server = await serveHttp2Frames((peer, stream) => peer.answer(stream));
    const clock = new VirtualClock();
    const { service } = connectHttp2(server, { clock });
    for (let call = 0; call < 30; call += 1) await ask(service, { connection: 'alive' });
    await turns(5);
    expect(clock.pending).toBe(0);
    expect(warnings).toEqual([]);
    process.off('warning', note);
  });
});

const pods = { apiVersion: 'v1', kind: 'Pod', plural: 'pods', scope: 'Namespaced' };

describe.each(versions)('a client over %s', (_, version) => {
  test('sends the calls of an `Api` as they wish, through all layers', async () => {
    const server = await version.serve(answer);
    const { service } = version.connectTo({ server: `http://127.0.0.1:${server.port}` });
    const wished: CallOptions['connection'][] = [];
    const client = new Client((request, options) => {
      wished.push(options?.connection);
      return service(request, options);
    }).layered([(next) => (request, options) => next(request, options)]);
    const api = Api.all(client, pods as unknown as Resource);
    const signal = AbortSignal.timeout(60_000);
    for (const connection of [undefined, 'alive', 'another'] as const)
      for (const open of [api.openList({ signal, connection }), api.openWatch({ signal, connection })])
        for await (const bytes of await open) expect(bytes.length).toBeGreaterThan(0);
    expect(wished).toEqual([undefined, undefined, 'alive', 'alive', 'another', 'another']);
  });
});

test('a client of a config hands the wish to its transport', async () => {
  const server = await serveHttp(answer);
  const config: Config = { server: `http://127.0.0.1:${server.port}` };
  const client = Client.fromConfig(config, {
    rateLimit: { qps: 1000, burst: 1000 },
    onWarning: () => undefined,
  });
  for (const connection of [undefined, 'alive', 'another', undefined] as const)
    await client.requestText(get('/x'), { connection });
  expect(server.accepted()).toBe(3);
  await client.close();
});
