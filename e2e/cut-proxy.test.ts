import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { CutProxy } from './cut-proxy.ts';
import { freePort } from './free-port.ts';

describe('a cut proxy', () => {
  let server: Server;
  let proxy: CutProxy;
  let served: Socket[];

  beforeEach(async () => {
    served = [];
    server = createServer((socket) => {
      served.push(socket);
      socket.on('error', () => socket.destroy());
      socket.pipe(socket); // echo
    });
    const port = await freePort();
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    proxy = await CutProxy.start(`http://127.0.0.1:${port}`);
  });

  afterEach(async () => {
    await proxy.close();
    for (const socket of served) socket.destroy();
    server.close();
  });

  async function dial(): Promise<Socket> {
    const socket = connect(proxy.port, '127.0.0.1');
    await once(socket, 'connect');
    socket.on('error', () => undefined); // a connection left open gets its reset when the proxy is closed
    return socket;
  }

  async function echo(socket: Socket, text: string): Promise<string> {
    socket.write(text);
    const [chunk] = (await once(socket, 'data')) as [Buffer];
    return chunk.toString();
  }

  test('passes bytes both ways and counts them', async () => {
    const socket = await dial();
    expect(await echo(socket, 'hello')).toBe('hello');
    expect({ open: proxy.connections, accepted: proxy.accepted, bytes: proxy.bytesToClients }).toEqual({
      open: 1,
      accepted: 1,
      bytes: 5,
    });
  });

  test('passes the end of a stream on', async () => {
    const socket = await dial();
    socket.end('bye');
    const [chunk] = (await once(socket, 'data')) as [Buffer];
    expect(chunk.toString()).toBe('bye');
    await once(socket, 'end');
  });

  test('cuts by reset or by a clean close', async () => {
    const first = await dial();
    await echo(first, 'x');
    expect(proxy.cut('reset')).toBe(1);
    expect(((await once(first, 'error')) as [NodeJS.ErrnoException])[0].code).toBe('ECONNRESET');

    const second = await dial();
    await echo(second, 'x');
    expect(proxy.cut('close')).toBe(1);
    second.resume();
    await once(second, 'end');
    expect(proxy.connections).toBe(0);
  });

  test('cuts inside a message, after the bytes asked for', async () => {
    const socket = await dial();
    proxy.cutAfter(3);
    expect(await echo(socket, 'hello')).toBe('hel');
    await once(socket, 'close');
    expect(await echo(await dial(), 'hello')).toBe('hello');
  });

  test('holds bytes while stalled, on old connections and new ones, and passes them afterwards', async () => {
    const old = await dial();
    await echo(old, 'x');
    proxy.stall();
    const fresh = await dial();
    const received: string[] = [];
    for (const socket of [old, fresh]) socket.on('data', (chunk: Buffer) => received.push(chunk.toString()));
    old.write('old');
    fresh.write('fresh');
    await echoDirectly();
    expect(received).toEqual([]);
    proxy.resume();
    while (received.length < 2) await Promise.race([once(old, 'data'), once(fresh, 'data')]);
    expect(received.toSorted()).toEqual(['fresh', 'old']);
  });

  test('forgets what is open, and nothing else, for ever', async () => {
    const old = await dial();
    await echo(old, 'x');
    proxy.freeze();
    const received: string[] = [];
    old.on('data', (chunk: Buffer) => received.push(chunk.toString()));
    old.write('lost');
    proxy.stall();
    proxy.resume();
    await echoDirectly();
    expect(await echo(await dial(), 'hello')).toBe('hello');
    expect(received).toEqual([]);
  });

  test('lets answers drip, whole and in order', async () => {
    const socket = await dial();
    proxy.drip(3);
    const chunks: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.write('0123456789');
    while (Buffer.concat(chunks).length < 10) await once(socket, 'data');
    expect(Buffer.concat(chunks).toString()).toBe('0123456789');
    expect(chunks.length).toBeGreaterThan(1);
    proxy.drip(Infinity);
    expect(await echo(socket, '0123456789')).toBe('0123456789');
  });

  test('refuses connections until told to accept, on the same port', async () => {
    const open = await dial();
    await echo(open, 'x');
    await proxy.refuse();
    await expect(dial()).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    expect(await echo(open, 'still here')).toBe('still here');
    await proxy.accept();
    expect(await echo(await dial(), 'back')).toBe('back');
  });

  /** A round trip past the proxy: by then, what the proxy wanted to pass would have been passed. */
  async function echoDirectly(): Promise<void> {
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('the echo server has no port');
    for (let round = 0; round < 5; round += 1) {
      const socket = connect(address.port, '127.0.0.1');
      await once(socket, 'connect');
      await echo(socket, 'ping');
      socket.destroy();
    }
  }
});
