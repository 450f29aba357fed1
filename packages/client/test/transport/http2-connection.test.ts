// A connection that carries HTTP/2, on its own: what its pings do when it is over.

import { once } from 'node:events';
import { createServer } from 'node:http2';
import { type AddressInfo, connect } from 'node:net';
import { expect, test } from '@jest/globals';
import { type Clock, systemClock } from '@kube-rx/core';
import { Http2Connection } from '../../src/transport/http2/http2-connection.ts';

test('a connection that was destroyed and has not closed yet is not pinged', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const checks: (() => void)[] = [];
  const clock: Clock = {
    ...systemClock,
    schedule: (_, check) => {
      checks.push(check);
      return { cancel: () => undefined };
    },
  };
  const closed = Promise.withResolvers<Http2Connection>();
  const socket = connect(port, '127.0.0.1');
  const origin = `http://127.0.0.1:${port}`;
  const connection = await Http2Connection.open({
    socket,
    origin,
    clock,
    timeoutMs: 5000,
    onClose: closed.resolve,
  });
  connection.reserve();
  connection.destroy();
  // Each check orders the next one. The second one without a byte would ping, and a closed session cancels them.
  for (let check = 0; check < 3; check += 1) checks[check]?.();
  expect(checks).toHaveLength(1);
  expect(await connection.answers()).toBe(false);
  await closed.promise;
  server.close();
});
