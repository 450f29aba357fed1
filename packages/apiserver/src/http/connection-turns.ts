// The requests of a connection one after the other, as Go's server takes them. Node's hands over at once whatever a
// client has sent: a packet has room for a thousand requests, and somebody who reads none of the answers would have
// all of them made and kept.

import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

export type Respond = (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<void>;

/** Lets a request wait until those before it are answered, and the answers are sent. */
export function inTurn(respond: Respond): RequestListener {
  const turns = new WeakMap<Socket, Promise<void>>();
  return (incoming, outgoing) => {
    const { socket } = incoming;
    const before = turns.get(socket) ?? Promise.resolve();
    const turn = before.then(async () => {
      if (socket.destroyed) return;
      const closed = Promise.withResolvers<undefined>();
      outgoing.once('close', () => closed.resolve(undefined));
      await respond(incoming, outgoing);
      await closed.promise;
    });
    turns.set(socket, turn);
  };
}
