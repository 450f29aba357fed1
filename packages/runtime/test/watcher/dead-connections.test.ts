// A watcher over a pool whose idle connections went dead: one timeout finds it out, and the next request makes a new
// connection. Under a virtual clock; connections and requests are counted.

import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { Api, Client } from '@kube-rx/client';
import { settle, VirtualClock } from '@kube-rx/core';
import type { WatcherEvent } from '../../src/watcher/event.ts';
import { watcher } from '../../src/watcher/watcher.ts';
import { ConfigMaps } from '../support/objects.ts';

const page = '{"kind":"ConfigMapList","apiVersion":"v1","metadata":{"resourceVersion":"1"},"items":[]}';
const answer = `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${page.length}\r\n\r\n${page}`;
const watchHead = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n';

const closing: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** Answers lists and watches; connections that were made before `silence` say nothing after it. */
async function start() {
  const sockets = new Set<Socket>();
  const silent = new Set<Socket>();
  const told = { accepted: 0, asked: 0 };
  const server = createServer((socket) => {
    told.accepted += 1;
    sockets.add(socket);
    socket.on('error', () => undefined).once('close', () => sockets.delete(socket));
    socket.on('data', (request) => {
      told.asked += 1;
      if (!silent.has(socket)) socket.write(request.includes('watch=true') ? watchHead : answer);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const clock = new VirtualClock();
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = Client.fromConfig({ server: url }, { clock });
  closing.push(
    () => new Promise((resolve) => server.close(resolve)),
    () => client.close(),
  );
  const silence = (): void => {
    for (const socket of sockets) silent.add(socket);
  };
  return { client, clock, told, silence };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => void setImmediate(resolve));
}

describe('where every idle connection is dead', () => {
  test('the list of a watcher costs one timeout, and comes over a new connection', async () => {
    const { client, clock, told, silence } = await start();
    const api = Api.namespaced(client, ConfigMaps, 'shop');
    await Promise.all(Array.from({ length: 6 }, () => api.list()));
    expect(told).toEqual({ accepted: 6, asked: 6 });
    silence();
    const events: WatcherEvent<never>['type'][] = [];
    const options = {
      clock,
      initialState: 'list',
      listIdleTimeout: 1000,
      backoff: { minMs: 10, maxMs: 10 },
    } as const;
    const subscription = watcher(api, options).subscribe(({ type }) => void events.push(type));
    await until(() => told.asked === 7);
    await clock.advance(1000);
    await settle();
    await clock.advance(10);
    await until(() => told.asked === 8);
    expect(told.accepted).toBe(7);
    await until(() => events.includes('InitDone'));
    subscription.unsubscribe();
    await settle();
  });

  test('so does its watch', async () => {
    const { client, clock, told, silence } = await start();
    const api = Api.namespaced(client, ConfigMaps, 'shop');
    await Promise.all(Array.from({ length: 6 }, () => api.list()));
    silence();
    const options = {
      clock,
      initialState: 'stream',
      headersTimeout: 1000,
      backoff: { minMs: 10, maxMs: 10 },
    } as const;
    const subscription = watcher(api, options).subscribe();
    await until(() => told.asked === 7);
    await clock.advance(1000);
    await settle();
    await clock.advance(10);
    await until(() => told.asked === 8);
    expect(told.accepted).toBe(7);
    subscription.unsubscribe();
    await settle();
  });
});
