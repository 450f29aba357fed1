import { createServer } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import { Api } from '../../src/api/api.ts';
import { Client } from '../../src/client.ts';
import { PortForwardError } from '../../src/port-forward/port-channels.ts';
import { GotTransport } from '../../src/transport/got-transport.ts';
import { serveKubelet } from '../support/kubelet.ts';
import { freePort, serve } from '../support/loopback.ts';
import { failureOf } from '../support/requests.ts';
import { RunningPod } from '../support/tokens.ts';

function podsOf(port: number): Api {
  const { service } = new GotTransport({ server: `http://127.0.0.1:${port}` });
  return Api.namespaced(new Client(service), RunningPod, 'shop');
}

/** Answers everything it gets, and closes after `closing`. */
const serveEcho = (closing = '.') =>
  serve(
    createServer((socket) => {
      socket.on('data', (data) => {
        socket.write(data);
        if (data.toString('latin1').endsWith(closing)) socket.end();
      });
    }),
  );

async function readAll(bytes: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const each of bytes) all.push(each);
  return Buffer.concat(all);
}

describe('a connection to a port', () => {
  test('carries bytes both ways, and ends where the container ends it', async () => {
    const echo = await serveEcho();
    const kubelet = await serveKubelet(echo.port);
    const connection = await podsOf(kubelet.port).forward('web-0', 8080);
    await connection.send(Buffer.from('hello.'));
    expect((await readAll(connection)).toString()).toBe('hello.');
    expect(kubelet.targets).toEqual(['/api/v1/namespaces/shop/pods/web-0/portforward?ports=8080']);
    await kubelet.quiet();
    await echo.quiet();
  });

  test('carries more than any buffer, in order, as fast as it is read', async () => {
    const echo = await serveEcho();
    const kubelet = await serveKubelet(echo.port);
    const connection = await podsOf(kubelet.port).forward('web-0', 8080);
    const sent = Buffer.alloc(8 * 1024 * 1024, 'abcdefg');
    const reading = readAll(connection);
    await connection.send(sent);
    await connection.send(Buffer.from('.'));
    expect((await reading).equals(Buffer.concat([sent, Buffer.from('.')]))).toBe(true);
  });

  test('fails where nothing listens, by what the kubelet says', async () => {
    const kubelet = await serveKubelet(await freePort());
    const connection = await podsOf(kubelet.port).forward('web-0', 8080);
    const error = await failureOf(readAll(connection));
    expect(error).toBeInstanceOf(PortForwardError);
    expect(error).toMatchObject({ port: 8080 });
    expect(String(error)).toContain(
      'port 8080: the kubelet answered: error forwarding port: connect ECONNREFUSED',
    );
    await kubelet.quiet();
  });

  test('fails where the connection to the server breaks off', async () => {
    const kubelet = await serveKubelet((webSocket) => webSocket.terminate());
    const connection = await podsOf(kubelet.port).forward('web-0', 8080);
    expect(await failureOf(readAll(connection))).toMatchObject({ name: 'TransportError' });
  });

  test.each<[string, number[]]>([
    ['on another channel', [2, 0]],
    ['of an error that turns the terminal around', [1, 0x1b, 0x5b, 0x32, 0x4a]],
  ])('fails at a message %s, in words that can be printed', async (_, message) => {
    const kubelet = await serveKubelet((webSocket) => webSocket.send(Uint8Array.from(message)));
    const connection = await podsOf(kubelet.port).forward('web-0', 8080);
    const error = await failureOf(readAll(connection));
    expect(error).toMatchObject({ name: expect.stringMatching(/DecodeError|PortForwardError/) });
    expect(String(error)).not.toContain('\u001b');
    await kubelet.quiet();
  });

  test.each(['close', 'return', 'abort'])('leaves nothing open after %s', async (how) => {
    const echo = await serveEcho();
    const kubelet = await serveKubelet(echo.port);
    const abort = new AbortController();
    const connection = await podsOf(kubelet.port).forward('web-0', 8080, { signal: abort.signal });
    await connection.send(Buffer.from('hello'));
    await connection.next();
    if (how === 'close') await connection.close();
    if (how === 'return') await connection.return();
    if (how === 'abort') abort.abort();
    await kubelet.quiet();
    await echo.quiet();
  });

  test('is refused before anything is sent for what is no port', async () => {
    const pods = podsOf(await freePort());
    for (const port of [0, -1, 65_536, 1.5, Number.NaN])
      expect(await failureOf(pods.forward('web-0', port))).toMatchObject({ name: 'InvalidRequestError' });
  });
});
