// The requests of a connection one after the other, as Go's server takes them. Node's hands over at once whatever a
// client has sent: a packet has room for a thousand requests, and somebody who reads none of the answers would have
// all of them made and kept.

import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

export type Respond = (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<void>;

// Behind a watch requests wait for ever, and whoever sends more of them than this waits for no answer.
const mostWaiting = 10_000;

/** Lets a request wait until those before it are answered, and the answers are sent. */
export function inTurn(respond: Respond): RequestListener {
  const turns = new WeakMap<Socket, Promise<void>>();
  const waiting = new WeakMap<Socket, number>();
  return (incoming, outgoing) => {
    const { socket } = incoming;
    const count = (waiting.get(socket) ?? 0) + 1;
    waiting.set(socket, count);
    if (count > mostWaiting) {
      socket.destroy();
      return;
    }
    const before = turns.get(socket) ?? Promise.resolve();
    const turn = before.then(async () => {
      if (socket.destroyed) return;
      const closed = Promise.withResolvers<undefined>();
      outgoing.once('close', () => closed.resolve(undefined));
      await respond(incoming, outgoing);
      await closed.promise;
      waiting.set(socket, (waiting.get(socket) ?? 1) - 1);
    });
    turns.set(socket, turn);
  };
}
