// A call that runs out of time over a connection that had been idle: the others that have been idle as long are likely
// dead too, and are not tried one after the other. Connections are counted, not time.

import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import { fc, test } from '@fast-check/jest';
import { afterEach, describe, expect } from '@jest/globals';
import { VirtualClock } from '@kube-rx/core';
import { Client } from '../../src/client.ts';
import type { Loopback } from '../support/loopback.ts';
import { failureOf, get, readAll } from '../support/requests.ts';
import { connect, serveWire, turns } from './lending.ts';

const answer = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}';

interface World {
  readonly server: Loopback;
  readonly clock: VirtualClock;
  readonly client: Client;
  /** Connections that were accepted until now answer nothing from now on. */
  readonly silence: () => void;
  /** Resolves once the server has been asked that often, over whatever connection. */
  readonly asked: (times: number) => Promise<void>;
}

const closing: Client[] = [];

afterEach(async () => {
  for (const client of closing.splice(0)) await client.close();
});

async function world(): Promise<World> {
  const silent = new Set<Socket>();
  const known = new Set<Socket>();
  let asked = 0;
  const server = await serveWire((socket) => {
    asked += 1;
    known.add(socket);
    if (!silent.has(socket)) socket.write(answer);
  });
  const clock = new VirtualClock();
  const client = Client.fromConfig(
    { server: `http://127.0.0.1:${server.port}` },
    { clock, timeout: 1000, retry: { attempts: 1 } },
  );
  closing.push(client);
  return {
    server,
    clock,
    client,
    silence: () => {
      for (const socket of known) silent.add(socket);
    },
    asked: async (times) => {
      while (asked < times) await turns(1);
    },
  };
}

async function makeIdle(client: Client, count: number): Promise<void> {
  await Promise.all(Array.from({ length: count }, () => client.requestText(get('/x'))));
}

describe('after a timeout over a connection that had been idle', () => {
  test('the next call makes a new one, however many had been idle', async () => {
    const { server, clock, client, silence, asked } = await world();
    await makeIdle(client, 8);
    expect(server.accepted()).toBe(8);
    silence();
    const failure = failureOf(client.requestText(get('/x')));
    await asked(9);
    await clock.advance(1000);
    expect(await failure).toMatchObject({ name: 'DeadlineError' });
    expect(await client.requestText(get('/x'))).toBe('{}');
    expect(server.accepted()).toBe(9);
    while (server.openSockets() > 1) await turns(1);
  });

  test('a connection stays that has answered since', async () => {
    const { server, clock, client, silence, asked } = await world();
    await makeIdle(client, 1);
    silence();
    const failure = failureOf(client.requestText(get('/x')));
    await asked(2);
    await client.requestText(get('/x'));
    await clock.advance(1000);
    expect(await failure).toMatchObject({ name: 'DeadlineError' });
    await client.requestText(get('/x'));
    expect(server.accepted()).toBe(2);
  });

  test('calls that run go on', async () => {
    const { server, clock, client, silence, asked } = await world();
    await makeIdle(client, 3);
    silence();
    const patient = client.requestText(get('/x'), { timeout: 0 });
    const failure = failureOf(client.requestText(get('/x')));
    await asked(5);
    await clock.advance(1000);
    await failure;
    while (server.openSockets() > 1) await turns(1);
    const close = failureOf(patient);
    await client.close();
    expect(await close).toMatchObject({ code: 'CLIENT_CLOSED' });
  });

  test('so does a body that stalls', async () => {
    let bytes = answer;
    const server = await serveWire((socket) => socket.write(bytes));
    const { service } = connect(server);
    const read = async (signal?: AbortSignal): Promise<void> => {
      const { body } = await service(get('/x'), { signal });
      await readAll(body);
    };
    await Promise.all([read(), read(), read()]);
    bytes = answer.replace('2', '3');
    const abort = new AbortController();
    const failure = failureOf(read(abort.signal));
    while (server.openSockets() === 3) {
      await turns(1);
      abort.abort(new DOMException('late', 'TimeoutError'));
    }
    await failure;
    while (server.openSockets() > 0) await turns(1);
    expect(server.accepted()).toBe(3);
  });
});

describe('idle connections stay', () => {
  test('where a call is aborted by choice', async () => {
    const { server, client, silence, asked } = await world();
    await makeIdle(client, 3);
    silence();
    const abort = new AbortController();
    const failure = failureOf(client.requestText(get('/x'), { signal: abort.signal }));
    await asked(4);
    abort.abort();
    expect(await failure).toMatchObject({ name: 'AbortError' });
    while (server.openSockets() > 2) await turns(1);
    await turns(20);
    expect(server.openSockets()).toBe(2);
  });

  test('where a new connection gets no answer, as from a server that is slow', async () => {
    let asked = 0;
    const server = await serveWire((socket) => {
      asked += 1;
      if (asked > 1) socket.write(answer);
    });
    const { service } = connect(server);
    const read = async (signal?: AbortSignal): Promise<void> => {
      const { body } = await service(get('/x'), { signal });
      await readAll(body);
    };
    const abort = new AbortController();
    const failure = failureOf(read(abort.signal));
    while (asked === 0) await turns(1);
    await Promise.all([read(), read()]);
    abort.abort(new DOMException('late', 'TimeoutError'));
    await failure;
    while (server.openSockets() > 2) await turns(1);
    await turns(20);
    expect(server.openSockets()).toBe(2);
  });
});

test('a connection that TCP finds dead takes with it those that are idle', async () => {
  const sockets: Socket[] = [];
  const remember = (message: unknown): number => sockets.push((message as { socket: Socket }).socket);
  subscribe('net.client.socket', remember);
  try {
    const { server, client } = await world();
    await makeIdle(client, 4);
    expect(sockets).toHaveLength(4);
    sockets[2]?.destroy(Object.assign(new Error('read ETIMEDOUT'), { code: 'ETIMEDOUT', syscall: 'read' }));
    while (server.openSockets() > 0) await turns(1);
    await client.requestText(get('/x'));
    expect(server.accepted()).toBe(5);
  } finally {
    unsubscribe('net.client.socket', remember);
  }
});

test.prop([fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 4 })], { numRuns: 20 })(
  'a pool that went silent costs one timeout: %d idle connections, %d calls at once',
  async (idle, calls) => {
    const { server, clock, client, silence, asked } = await world();
    await makeIdle(client, idle);
    silence();
    const before = server.accepted();
    const late = Array.from({ length: Math.min(calls, idle) }, () =>
      failureOf(client.requestText(get('/x'))),
    );
    await asked(idle + late.length);
    await clock.advance(1000);
    for (const failure of await Promise.all(late)) expect(failure).toMatchObject({ name: 'DeadlineError' });
    const next = Array.from({ length: calls }, () => client.requestText(get('/x')));
    expect(await Promise.all(next)).toEqual(next.map(() => '{}'));
    expect(server.accepted()).toBe(before + calls);
  },
);
