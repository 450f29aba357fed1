// A connection of the pool, read below Node's HTTP client. One buffer takes in all bytes, and those of a chunked body
// go to their receiver past Node's parser, which would allocate for each chunk. The parser still gets every head, the
// end of every body and all that is out of the ordinary: it decides what an answer means and when it is over.
//
// - passing: the parser gets everything.
// - head: a request waits for its answer. The parser gets the head, and whoever hears of it there decides who gets
//   the body.
// - body: a receiver gets the bytes, until the last chunk.
//
// Nothing is pushed into these sockets' streams: only a listener of `data` gets bytes.

import type { OnReadOpts, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { ChunkedBody } from './chunked-body.ts';

export interface BodyReceiver {
  /** The memory of `piece` is written again after the call. */
  receive(piece: Uint8Array): void;
  /** The parser gets what follows: the end, or framing that only the parser understands. */
  release(): void;
}

// As much as libuv reads at once. On Windows a read may be under way while the bytes of another are delivered, so
// there each connection has a buffer of its own.
const bufferBytes = 64 * 1024;
const shared = process.platform === 'win32' ? undefined : Buffer.allocUnsafeSlow(bufferBytes);
const connections = new WeakMap<object, Connection>();
const headEnd = [0x0d, 0x0a, 0x0d, 0x0a];

export class Connection {
  #socket: Duplex | undefined;
  #phase: 'passing' | 'head' | 'body' = 'passing';
  /** How many bytes of the end of a head have come. */
  #matched = 0;
  #body = new ChunkedBody();
  #receiver: BodyReceiver | undefined;

  /** The connection of a socket; undefined where none of the pool's agents made it. */
  static of(socket: Socket): Connection | undefined {
    return connections.get(socket);
  }

  /** Lets `connect` make the socket that the connection reads from. */
  static open(connect: (onread: OnReadOpts) => Duplex | null | undefined): Duplex | null | undefined {
    const connection = new Connection();
    const socket = connect({
      buffer: shared ?? Buffer.allocUnsafeSlow(bufferBytes),
      callback: (length, bytes) => connection.#receive(bytes, length),
    });
    if (!socket) return socket;
    connection.#socket = socket;
    connections.set(socket, connection);
    return socket;
  }

  /** A request has been given this connection. */
  awaitHead(): void {
    this.#phase = 'head';
    this.#matched = 0;
  }

  /** The parser has just told of a head: `receiver` gets its body. False where the parser keeps the body. */
  startBody(receiver: BodyReceiver | undefined): boolean {
    const starts = receiver !== undefined && this.#phase === 'head' && this.#matched === headEnd.length;
    this.#phase = starts ? 'body' : 'passing';
    this.#receiver = starts ? receiver : undefined;
    this.#body = new ChunkedBody();
    return starts;
  }

  #receive(bytes: Uint8Array, length: number): boolean {
    for (let at = 0; at < length && !this.#socket?.destroyed; )
      switch (this.#phase) {
        case 'passing':
          this.#pass(bytes.subarray(at, length));
          at = length;
          break;
        case 'head':
          at = this.#passHead(bytes, at, length);
          break;
        case 'body':
          at = this.#read(bytes, at, length);
          break;
      }
    return true;
  }

  #passHead(bytes: Uint8Array, start: number, end: number): number {
    let at = start;
    while (at < end && this.#matched < headEnd.length) {
      const byte = bytes[at];
      if (byte === headEnd[this.#matched]) this.#matched += 1;
      else this.#matched = byte === headEnd[0] ? 1 : 0;
      at += 1;
    }
    this.#pass(bytes.subarray(start, at));
    // Still in this phase, the head was an informational one, and another follows.
    if (this.#matched === headEnd.length) this.#matched = 0;
    return at;
  }

  #read(bytes: Uint8Array, at: number, end: number): number {
    const stopped = this.#body.decode(bytes, at, end);
    const { written } = this.#body;
    if (written > 0) this.#receiver?.receive(bytes.subarray(at, at + written));
    if (stopped === -1) return end;
    this.#phase = 'passing';
    this.#receiver?.release();
    this.#receiver = undefined;
    this.#pass(this.#body.before);
    return stopped;
  }

  // A copy, as the parser may keep what it is given. Bytes that nobody listens to would be taken for the next answer,
  // so they end the connection.
  #pass(bytes: Uint8Array): void {
    if (bytes.length > 0 && !this.#socket?.emit('data', Buffer.from(bytes))) this.#socket?.destroy();
  }
}
