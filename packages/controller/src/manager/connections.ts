// The connections of the manager's server. Whoever can reach the port can open any number of them, and must neither keep a
// probe out, by which the Pod would be restarted, nor fill the memory.

import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

// A probe and a scraper need one each.
const mostConnections = 100;

/**
 * Of one connection. Node reads on while answers are awaited, and keeps some kilobytes for each request: whoever sends a
 * million of them at once has to be cut off.
 */
const mostAwaited = 8;

export class Connections {
  /** How many answers each awaits; those that were opened first come first. */
  readonly #awaited = new Map<Socket, number>();

  /** Where there are too many, one that waits for nothing is closed, and not the new one: that may be a probe. */
  opened(socket: Socket): void {
    if (this.#awaited.size >= mostConnections) this.#close(this.#leastMissed);
    this.#awaited.set(socket, 0);
    socket.once('close', () => this.#awaited.delete(socket));
  }

  /** Whether a request may be answered. If not, its connection is closed. */
  asks(socket: Socket, response: ServerResponse): boolean {
    const count = this.#count(socket, 1);
    if (count > mostAwaited) this.#close(socket);
    else response.once('finish', () => this.#count(socket, -1));
    return count <= mostAwaited;
  }

  /** The oldest of those that await nothing, or of all. */
  get #leastMissed(): Socket | undefined {
    for (const [socket, count] of this.#awaited) if (count === 0) return socket;
    return this.#awaited.keys().next().value;
  }

  #count(socket: Socket, more: number): number {
    const count = this.#awaited.get(socket);
    // It is closed, and what is still read of it counts for nothing.
    if (count === undefined) return Infinity;
    this.#awaited.set(socket, count + more);
    return count + more;
  }

  #close(socket: Socket | undefined): void {
    if (!socket) return;
    this.#awaited.delete(socket);
    socket.destroy();
  }
}
