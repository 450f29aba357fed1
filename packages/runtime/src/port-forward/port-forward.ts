// What is open by `forwardPort`.

import type { AddressInfo, Socket } from 'node:net';
import { onAbort } from '@kube-rx/core';

/** @example await using forward = await forwardPort(client, ObjectRef.of(Service, 'web', 'shop'), { remote: 80 }); */
export class PortForward implements AsyncDisposable {
  /** Where it listens. */
  readonly address: string;
  /** The local ports, in the order of those that were asked for. */
  readonly ports: readonly number[];
  readonly #connections: ReadonlyMap<Socket, unknown>;
  readonly #end: () => Promise<void>;
  readonly #stopListening: () => void;

  /** Use `forwardPort`. */
  constructor(parts: {
    readonly listening: readonly AddressInfo[];
    readonly connections: ReadonlyMap<Socket, unknown>;
    readonly end: () => Promise<void>;
    readonly signal: AbortSignal | undefined;
  }) {
    this.address = parts.listening[0]?.address ?? '';
    this.ports = parts.listening.map(({ port }) => port);
    this.#connections = parts.connections;
    this.#end = parts.end;
    this.#stopListening = onAbort(parts.signal, () => void this.close());
  }

  /** The local port, or the first of several. */
  get port(): number {
    return this.ports[0] ?? 0;
  }

  /** How many are open now. */
  get connections(): number {
    return this.#connections.size;
  }

  /** Ends the listeners, every connection and the watches; resolves when all of it is over. Idempotent. */
  async close(): Promise<void> {
    this.#stopListening();
    await this.#end();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
