import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { type HttpService, systemClock } from '@kube-rx/core';
import { listen } from '../../src/http/http-server.ts';

const closing: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** Sends `text` at once. */
async function send(service: HttpService, text: string): Promise<Socket> {
  const listener = await listen(service, systemClock, {});
  closing.push(() => listener.close());
  const socket = connect(listener.port, '127.0.0.1');
  socket.on('error', () => undefined);
  closing.push(() => void socket.destroy());
  socket.write(text);
  return socket;
}

const get = (path: string, headers = ''): string =>
  `GET ${path} HTTP/1.1\r\nHost: localhost\r\n${headers}\r\n`;

async function heard(socket: Socket): Promise<string> {
  let text = '';
  for await (const data of socket) text += String(data);
  return text;
}

describe('requests that a connection brings at once', () => {
  test('are answered one after the other, in order', async () => {
    let [running, most] = [0, 0];
    const service: HttpService = async ({ path }) => {
      running += 1;
      most = Math.max(most, running);
      await new Promise(setImmediate);
      async function* body(): AsyncGenerator<Uint8Array, undefined, undefined> {
        await new Promise(setImmediate);
        yield Buffer.from(`answer to ${path}`);
        running -= 1;
        return undefined;
      }
      return { status: 200, headers: {}, body: body() };
    };
    const paths = Array.from({ length: 200 }, (_, at) => `/${at}`);
    const last = get('/last', 'Connection: close\r\n');
    const text = await heard(await send(service, paths.map((path) => get(path)).join('') + last));
    expect(text.match(/answer to \/\w+/g)).toEqual([...paths, '/last'].map((path) => `answer to ${path}`));
    expect(most).toBe(1);
  });

  test('behind one that has no end are not kept without end', async () => {
    const service: HttpService = () => new Promise(() => undefined);
    const socket = await send(service, get('/first'));
    // In good order or by a reset.
    const closed = new Promise((resolve) => socket.once('close', resolve));
    const many = get('/').repeat(1_000);
    for (let sent = 0; sent < 20 && !socket.destroyed; sent += 1) socket.write(many);
    await closed;
  });

  test('wait while nobody reads the answers, and are forgotten when the client goes', async () => {
    let asked = 0;
    const blocked = Promise.withResolvers<AbortSignal | undefined>();
    const mebibyte = new Uint8Array(1024 * 1024);
    const service: HttpService = async (_, { signal } = {}) => {
      asked += 1;
      await Promise.resolve();
      async function* body(): AsyncGenerator<Uint8Array, undefined, undefined> {
        // More than any socket holds.
        for (let at = 0; at < 64; at += 1) {
          await new Promise(setImmediate);
          if (at === 1) blocked.resolve(signal);
          yield mebibyte;
        }
        return undefined;
      }
      return { status: 200, headers: {}, body: body() };
    };
    const socket = await send(service, get('/').repeat(200));
    const signal = await blocked.promise;
    expect(asked).toBe(1);
    socket.destroy();
    await new Promise((resolve) => signal?.addEventListener('abort', resolve));
    await new Promise(setImmediate);
    expect(asked).toBe(1);
  });
});
