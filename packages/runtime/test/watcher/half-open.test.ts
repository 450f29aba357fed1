// Watches over connections that stay open and pass nothing on any more, as behind a balancer that forgot them. Real
// sockets, TLS, HTTP/1.1 and HTTP/2; time is the test's.

import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createSecureServer } from 'node:http2';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { Api, Client } from '@kube-rx/client';
import { settle, VirtualClock } from '@kube-rx/core';
import { watcher } from '../../src/watcher/watcher.ts';
import { ConfigMaps, configMap, frame, listBody } from '../support/objects.ts';

const fixtures = new URL('../../../client/test/fixtures/tls/', import.meta.url);
const pem = (name: string): string => readFileSync(new URL(name, fixtures), 'utf8');

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function listen(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket.on('error', () => undefined));
  });
  closing.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/** Passes bytes on, until it swallows those of all connections that there are. */
async function relayTo(port: number) {
  const dead = new Set<Socket>();
  const alive = new Set<Socket>();
  const relay = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    alive.add(near);
    closing.push(() => far.destroy());
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      from.on('error', () => undefined);
      from.on('data', (bytes) => dead.has(near) || to.write(bytes));
      from.on('close', () => dead.has(near) || to.destroy());
    }
  });
  const swallow = (): void => {
    for (const socket of alive) dead.add(socket);
    alive.clear();
  };
  return { port: await listen(relay), swallow, accepted: () => alive.size + dead.size };
}

/** An API server with one kind, of which the test tells the changes. */
async function start(http2: boolean) {
  const history: [version: number, bytes: Uint8Array][] = [];
  const open = new Set<ServerResponse>();
  const watches: string[] = [];
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    const { searchParams } = new URL(request.url ?? '', 'https://x');
    response.setHeader('content-type', 'application/json');
    if (!searchParams.has('watch')) {
      response.end(listBody(10, []));
      return;
    }
    const from = searchParams.get('resourceVersion') ?? '';
    watches.push(`HTTP/${request.httpVersion} from ${from}`);
    response.flushHeaders();
    for (const [version, bytes] of history) if (version > Number(from)) response.write(bytes);
    open.add(response);
  };
  const server = createSecureServer(
    { allowHTTP1: true, cert: pem('server.crt'), key: pem('server.key') },
    // Node's own servers for HTTP/2 hand to a listener what is made like what those for HTTP/1.1 do.
    answer as never,
  ).on('sessionError', () => undefined);
  const relay = await relayTo(await listen(server));
  const clock = new VirtualClock();
  const client = Client.fromConfig(
    { server: `https://127.0.0.1:${relay.port}`, tls: { certificateAuthority: pem('authority.crt') } },
    { clock, http2 },
  );
  closing.push(() => client.close());
  const change = (version: number): void => {
    const bytes = frame('MODIFIED', configMap('a', version));
    history.push([version, bytes]);
    for (const response of open) response.write(bytes);
  };
  /** All who watch get the changes but for half of the last; who asks from now on gets all. */
  const begin = (...versions: readonly number[]): void => {
    const changes = versions.map((version) => frame('ADDED', configMap(`item-${version}`, version)));
    versions.forEach((version, i) => history.push([version, changes[i] ?? new Uint8Array()]));
    const bytes = Buffer.concat(changes);
    const half = (changes.at(-1)?.length ?? 0) / 2;
    for (const response of open) response.write(bytes.subarray(0, bytes.length - half));
  };
  return { clock, client, relay, watches, change, begin };
}

/** A watcher, and what it told: the version of an object, or the type of the event. */
function follow(client: Client, clock: VirtualClock) {
  const told: string[] = [];
  const subscription = watcher(Api.namespaced(client, ConfigMaps, 'shop'), {
    clock,
    random: () => 0,
    initialState: 'list',
  }).subscribe((event) => {
    told.push('encoded' in event ? event.encoded.resourceVersion : event.type);
  });
  return { told, subscription };
}

/** Real bytes take real time, but no more than 20 s. */
async function until(condition: () => boolean): Promise<void> {
  for (const begunAt = performance.now(); !condition(); ) {
    if (performance.now() - begunAt > 20_000) throw new Error(`did not come: ${String(condition)}`);
    await new Promise((resolve) => void setImmediate(resolve));
  }
}

describe.each([
  ['HTTP/1.1', false],
  ['HTTP/2.0', true],
])('over %s', (version, http2) => {
  test('a busy watch is resumed within seconds over another connection, and all is told once', async () => {
    const { clock, client, relay, watches, change } = await start(http2);
    const { told, subscription } = follow(client, clock);
    await until(() => watches.length === 1);
    for (let at = 11; at <= 40; at += 1) {
      change(at);
      await until(() => told.includes(`${at}`));
      await clock.advance(1000);
    }
    relay.swallow();
    const accepted = relay.accepted();
    for (let at = 41; at <= 43; at += 1) change(at);
    // 4.5 s after the last frame, of which one has passed; and HTTP/2 asks by a ping whether the connection lives.
    await clock.advance(3500);
    for (let waitedMs = 0; watches.length < 2 && waitedMs < 1500; waitedMs += 100) {
      await clock.advance(100);
      await settle();
    }
    await until(() => told.includes('43'));
    expect(watches).toEqual([`${version} from 10`, `${version} from 40`]);
    expect(relay.accepted()).toBe(accepted + 1);
    expect(told).toEqual(['Init', 'InitDone', ...Array.from({ length: 33 }, (_, at) => `${at + 11}`)]);
    subscription.unsubscribe();
    await settle();
  });

  test('a watch that hardly ever had news, and stops within a frame, is resumed over another connection', async () => {
    const { clock, client, relay, watches, change, begin } = await start(http2);
    const { told, subscription } = follow(client, clock);
    await until(() => watches.length === 1);
    change(11);
    await until(() => told.includes('11'));
    const accepted = relay.accepted();
    begin(12, 13);
    await until(() => told.includes('12'));
    await clock.advance(9000);
    expect(watches).toHaveLength(1);
    await clock.advance(1500);
    await until(() => told.includes('13'));
    expect(watches).toEqual([`${version} from 10`, `${version} from 12`]);
    expect(relay.accepted()).toBe(accepted + 1);
    expect(told).toEqual(['Init', 'InitDone', '11', '12', '13']);
    subscription.unsubscribe();
    await settle();
  });
});
