// One connection to one port of a Pod, over a WebSocket of its own.

import type { MessageSocket } from '@kube-rx/core';
import { dataMessage, PortChannels } from './port-channels.ts';

// Larger ones would wait for each other on the way, and the server takes 32 MiB at most.
const mostMessageBytes = 64 * 1024;

/**
 * Reading and writing apply back-pressure. The loop over it ends where the container closed the connection; then it is
 * closed both ways. There is no half-close: the protocol cannot say that no more bytes will come from here.
 *
 * Errors of the loop: `PortForwardError` where the port cannot be reached, `TransportError` where the connection to the
 * server broke off, `AbortError` once the signal fired.
 *
 * @example
 * await using connection = await pods.forward('web-0', 80);
 * await connection.send(new TextEncoder().encode('GET / HTTP/1.0\r\n\r\n'));
 * for await (const bytes of connection) process.stdout.write(bytes);
 */
export class PortConnection
  implements AsyncIterableIterator<Uint8Array, undefined, undefined>, AsyncDisposable
{
  /** In the Pod. */
  readonly port: number;
  readonly #socket: MessageSocket;
  readonly #messages: AsyncIterator<Uint8Array>;
  readonly #channels: PortChannels;

  /** Use `api.forward`. */
  constructor(port: number, socket: MessageSocket) {
    this.port = port;
    this.#socket = socket;
    this.#messages = socket[Symbol.asyncIterator]();
    this.#channels = new PortChannels(port);
  }

  async next(): Promise<IteratorResult<Uint8Array, undefined>> {
    try {
      for (;;) {
        const message = await this.#messages.next();
        if (message.done) break;
        const value = this.#channels.read(message.value);
        if (value) return { done: false, value };
      }
    } catch (error) {
      await this.return();
      throw error;
    }
    return { done: true, value: undefined };
  }

  async return(): Promise<IteratorResult<Uint8Array, undefined>> {
    await this.#messages.return?.();
    return { done: true, value: undefined };
  }

  /** Resolves when more may follow. Rejects where the connection is over; why, the loop says. */
  async send(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length; at += mostMessageBytes)
      await this.#socket.send(dataMessage(bytes.subarray(at, at + mostMessageBytes)));
  }

  /** Idempotent. */
  close(): Promise<void> {
    return this.#socket.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
