// Bytes between a local connection and one to a port of a Pod, both ways, at the pace of the slower side.

import type { Socket } from 'node:net';
import type { PortConnection } from '@kube-rx/client';
import { type Clock, IdleTimer } from '@kube-rx/core';

export interface TunnelOptions {
  readonly clock: Clock;
  /** How long the Pod may be silent once the local side sends no more, in ms. */
  readonly lingerTimeout: number;
}

/**
 * Resolves when both connections are over.
 *
 * The Pod cannot be told that the local side sends no more. What it answers is still delivered, until it is silent for
 * `lingerTimeout`.
 *
 * @throws what the connection to the Pod broke off with. The local connection is reset then, so that nobody takes it for
 * an end.
 */
export async function tunnel(
  socket: Socket,
  connection: PortConnection,
  { clock, lingerTimeout }: TunnelOptions,
): Promise<void> {
  const linger = new IdleTimer(clock);
  const over = new AbortController();
  const leave = (): void => {
    over.abort();
    void connection.close();
  };
  const wait = (): void => {
    if (!over.signal.aborted) linger.start({ idleLimitMs: () => lingerTimeout, expire: leave });
  };
  socket.once('close', leave);
  // Why the Pod takes no more, the other direction says.
  void sendAll(socket, connection).then(wait, () => undefined);
  try {
    for await (const bytes of connection) {
      await write(socket, bytes);
      linger.progress();
    }
    socket.destroySoon();
  } catch (error) {
    socket.resetAndDestroy();
    // What fails once the local side has gone, or was let go, is no trouble.
    if (!over.signal.aborted) throw error;
  } finally {
    over.abort();
    linger.cancel();
    await connection.close();
  }
}

async function sendAll(socket: Socket, connection: PortConnection): Promise<void> {
  const chunks: AsyncIterable<Uint8Array> = socket.iterator({ destroyOnReturn: false });
  for await (const chunk of chunks) await connection.send(chunk);
}

/** Resolves when the bytes are on their way, so that no more than one piece waits here. */
function write(socket: Socket, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.write(bytes, (error) => (error ? reject(error) : resolve()));
  });
}
