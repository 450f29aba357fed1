import { createServer } from 'node:net';
import { expect, test } from '@jest/globals';
import { ProxyServer } from '../../src/config/proxy-server.ts';
import { openSocket } from '../../src/transport/http2/open-socket.ts';
import { dialProxy } from '../../src/transport/proxy-route.ts';
import { serve } from '../support/loopback.ts';

const timeoutMs = 10;
const onSocket = (): void => undefined;

/** Until every timer of a step is due. */
function beBusy(): void {
  const until = performance.now() + 2 * timeoutMs;
  while (performance.now() < until);
}

test.each([
  [
    'a server, for HTTP/2',
    async (port: number) => {
      const url = new URL(`http://127.0.0.1:${port}`);
      return (await openSocket({ url, protocols: [], timeoutMs, onSocket })).socket;
    },
  ],
  [
    'a proxy',
    (port: number) =>
      dialProxy({ proxy: new ProxyServer(`http://127.0.0.1:${port}`), connectTimeout: timeoutMs, onSocket }),
  ],
])(
  'a connection that was there before a busy program could hear of it is not late: %s',
  async (_, connect) => {
    const { port } = await serve(createServer());
    const connecting = connect(port);
    beBusy();
    const socket = await connecting;
    expect(socket.destroyed).toBe(false);
    socket.destroy();
  },
);
