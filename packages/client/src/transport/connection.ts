// A connection of the pool, read below Node's HTTP client: one buffer takes in all that comes, and the bytes of a
// chunked body go to their reader past the parser, which would allocate for each chunk. The parser sees every head,
// the end of every body and whatever is out of the ordinary, so that what an answer means and when it is over is
// Node's to say.
//
// - passing: the parser gets everything.
// - head: a request waits; the parser gets its answer's head, and what comes behind it decides the listener.
// - body: a reader gets the bytes, until the last chunk.
//
// Nothing is pushed to these sockets: who does not listen to `data` gets nothing.

import { type ClientRequestArgs, Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent, type RequestOptions } from 'node:https';
import type { OnReadOpts, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { ChunkedBody } from './chunked-body.ts';

interface Reader {
  /** The bytes are the reader's until it returns. */
  take(piece: Uint8Array): void;
  /** The parser has what follows, be it the end or what it alone understands. */
  leave(): void;
}

type OnConnected = (error: Error | null, stream: Duplex) => void;

// As much as libuv reads at once. On Windows a read may be under way while others are delivered.
const bufferBytes = 64 * 1024;
const shared = process.platform === 'win32' ? undefined : Buffer.allocUnsafeSlow(bufferBytes);
const connections = new WeakMap<object, Connection>();
const headEnd = [0x0d, 0x0a, 0x0d, 0x0a];

export class Connection {
  #socket: Duplex | undefined;
  #phase: 'passing' | 'head' | 'body' = 'passing';
  // How much of the end of a head has come.
  #matched = 0;
  #body = new ChunkedBody();
  #reader: Reader | undefined;

  /** That of a socket, where one of the agents below made it. */
  static of(socket: Socket): Connection | undefined {
    return connections.get(socket);
  }

  /** Makes the socket that it reads from. */
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

  /** Of the answer whose head the parser has just told: who takes its body. False where that is the parser's. */
  begin(reader: Reader | undefined): boolean {
    const taken = reader !== undefined && this.#phase === 'head' && this.#matched === headEnd.length;
    this.#phase = taken ? 'body' : 'passing';
    this.#reader = taken ? reader : undefined;
    this.#body = new ChunkedBody();
    return taken;
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
    // Another one follows where this was but informational.
    if (this.#matched === headEnd.length) this.#matched = 0;
    return at;
  }

  #read(bytes: Uint8Array, at: number, end: number): number {
    const stopped = this.#body.decode(bytes, at, end);
    const { written } = this.#body;
    if (written > 0) this.#reader?.take(bytes.subarray(at, at + written));
    if (stopped === -1) return end;
    this.#phase = 'passing';
    this.#reader?.leave();
    this.#reader = undefined;
    this.#pass(this.#body.before);
    return stopped;
  }

  // A copy, as the parser may keep what it is given. What nobody listens to would be taken for the next answer.
  #pass(bytes: Uint8Array): void {
    if (bytes.length > 0 && !this.#socket?.emit('data', Buffer.from(bytes))) this.#socket?.destroy();
  }
}

// Node's types do not say that an agent hands all its options to `net.connect`.
function reading<T>(options: T, onread: OnReadOpts): T & { readonly onread: OnReadOpts } {
  return { ...options, onread };
}

export class PlainAgent extends HttpAgent {
  override createConnection(
    options: ClientRequestArgs,
    onConnected?: OnConnected,
  ): Duplex | null | undefined {
    return Connection.open((onread) => super.createConnection(reading(options, onread), onConnected));
  }
}

export class SecureAgent extends HttpsAgent {
  override createConnection(options: RequestOptions, onConnected?: OnConnected): Duplex | null | undefined {
    return Connection.open((onread) => super.createConnection(reading(options, onread), onConnected));
  }
}
