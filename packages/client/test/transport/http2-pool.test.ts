// What a pool of HTTP/2 makes for those who wait while it is retired or closed: nothing that stays.

import { expect, test } from '@jest/globals';
import { VirtualClock } from '@kube-rx/core';
import { Http2Pool } from '../../src/transport/http2/http2-pool.ts';
import { serveHttp2Frames } from '../support/http2-peer.ts';
import type { Loopback } from '../support/loopback.ts';
import { failureOf } from '../support/requests.ts';
import { turns } from './lending.ts';

function poolOf({ port }: Loopback): Http2Pool {
  const url = new URL(`http://127.0.0.1:${port}`);
  return new Http2Pool({ url, connectTimeout: 10_000, compression: false, clock: new VirtualClock() });
}

test.each([undefined, 'alive', 'another'] as const)(
  'one that is retired while it connects serves those who wait for %p, and keeps no connection',
  async (wish) => {
    const server = await serveHttp2Frames(() => undefined, { greet: (peer) => peer.limitStreams(1) });
    const pool = poolOf(server);
    const waiting = [pool.reserve(wish), pool.reserve(wish)];
    pool.retire();
    for (const connection of await Promise.all(waiting)) connection.release();
    await turns(50);
    expect(server.accepted()).toBe(2);
    expect(server.openSockets()).toBe(0);
  },
);

test('one that is closed makes no connection for those who wait for a ping', async () => {
  const server = await serveHttp2Frames(() => undefined);
  const pool = poolOf(server);
  (await pool.reserve()).release();
  const [peer] = server.peers;
  if (peer) peer.answersPings = false;
  const failure = failureOf(pool.reserve('alive'));
  while (peer?.pings === 0) await turns(1);
  pool.destroy();
  expect(await failure).toMatchObject({ message: 'the connections were closed' });
  await server.quiet();
  expect(server.accepted()).toBe(1);
});
