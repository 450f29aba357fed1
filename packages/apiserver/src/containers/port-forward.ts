// Connections to ports of a Pod over one WebSocket, from the server's side: two channels for each port, of which the
// first carries its bytes, and the second what went wrong.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/staging/src/k8s.io/cri-streaming/pkg/streaming/portforward/websocket.go

import { ByteQueue } from '@kube-rx/core';
import type { PortConnection } from './container.ts';
import { frame } from './remote-command.ts';
import type { SocketEnd } from './socket-pair.ts';

export const portForwardProtocols: readonly string[] = ['v4.channel.k8s.io'];

export interface ForwardedPort {
  readonly port: number;
  /** What listens there. Throws, in the words of the kubelet, where nothing does. */
  readonly serve: (connection: PortConnection) => Promise<void> | void;
}

const frameBytes = 32 * 1024;

/** Serves the ports, and closes the socket when all of their handlers are done. */
export async function servePorts(socket: SocketEnd, ports: readonly ForwardedPort[]): Promise<void> {
  const inputs = ports.map(() => new ByteQueue());
  const reading = (async () => {
    try {
      for await (const message of socket) {
        const [channel = 1] = message;
        if (channel % 2 === 0) await inputs[channel / 2]?.push(message.subarray(1));
      }
    } catch {
      // It was broken off: the client has gone.
    }
    for (const input of inputs) input.end();
  })();
  try {
    for (const [index, { port }] of ports.entries())
      for (const channel of [2 * index, 2 * index + 1])
        await socket.send(frame(channel, Uint8Array.of(port & 0xff, port >> 8)));
    await Promise.all(
      ports.map(async ({ port, serve }, index) => {
        const write = async (data: string | Uint8Array): Promise<void> => {
          const bytes = typeof data === 'string' ? new TextEncoder().encode(data) : data;
          for (let at = 0; at < bytes.length; at += frameBytes)
            await socket.send(frame(2 * index, bytes.subarray(at, at + frameBytes)));
        };
        const input = inputs[index] ?? new ByteQueue();
        const connection = {
          port,
          write,
          signal: socket.over,
          [Symbol.asyncIterator]: () => input[Symbol.asyncIterator](),
        };
        try {
          await serve(connection);
        } catch (error) {
          const why = error instanceof Error ? error.message : String(error);
          await socket.send(frame(2 * index + 1, new TextEncoder().encode(why)));
        }
        input.discard();
      }),
    );
  } catch {
    // Nobody is there any more to be told.
  }
  await socket.close();
  await reading;
}
