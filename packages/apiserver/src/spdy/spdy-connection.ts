// Streams over one connection, from the server's side. The client opens them; each ends in both directions.
//
// Who is slow holds the whole connection back, as with github.com/moby/spdystream, which every Go client uses: it gives
// no room (WINDOW_UPDATE), and whoever waited for some would wait for ever. Others are given room for what was read.

import { ByteQueue } from '@kube-rx/core';
import type { Output } from '../containers/container.ts';
import type { SocketEnd } from '../containers/socket-pair.ts';
import { controlFrame, dataFrame, frameTypes, numbersFrame, resetReasons, type SpdyFrame } from './frame.ts';
import { FrameReader } from './frame-reader.ts';
import { EmptyBlockWriter, type SpdyHeaders } from './header-block.ts';
import { SpdyError } from './spdy-error.ts';

const mostStreams = 256;
const pieceBytes = 32 * 1024;

export interface SpdyStream extends Output {
  readonly id: number;
  readonly headers: SpdyHeaders;
  /** What the client sends; it ends where the client ends or resets the stream, or has gone. */
  readonly input: ByteQueue;
  /** Nothing more will be written. */
  end(): Promise<void>;
  /** Drops the stream in both directions. */
  reset(): Promise<void>;
}

interface Known {
  readonly stream: SpdyStream;
  /** Whether the client has ended its side. */
  isHeard: boolean;
  isSaid: boolean;
}

export class SpdyConnection {
  readonly #socket: SocketEnd;
  readonly #streams = new Map<number, Known>();
  readonly #blocks = new EmptyBlockWriter();
  #last = 0;

  constructor(socket: SocketEnd) {
    this.#socket = socket;
  }

  /** Fires when the client has gone. */
  get signal(): AbortSignal {
    return this.#socket.over;
  }

  /** Reads until either side is done; `accept` gets each new stream. */
  async serve(accept: (stream: SpdyStream) => void): Promise<void> {
    const reader = new FrameReader();
    try {
      for await (const bytes of this.#socket)
        for (const frame of reader.read(bytes)) await this.#take(frame, accept);
    } catch (error) {
      // Else it was broken off: the client has gone.
      if (error instanceof SpdyError) await this.close(1);
    }
    for (const { stream } of this.#streams.values()) stream.input.end();
    this.#streams.clear();
  }

  /** Says that no more will come, and why: 0 in order, 1 for a fault of the client. */
  async close(why: 0 | 1 = 0): Promise<void> {
    try {
      await this.#socket.send(numbersFrame(frameTypes.goAway, this.#last, why));
    } catch {
      // Nobody is there any more to be told.
    }
    await this.#socket.close();
  }

  /** Whether neither side has dropped it, nor both ended it. */
  holds({ id }: SpdyStream): boolean {
    return this.#streams.has(id);
  }

  /** What still comes for the stream is dropped. */
  forget({ id, input }: SpdyStream): void {
    this.#streams.delete(id);
    input.discard();
  }

  async #take(frame: SpdyFrame, accept: (stream: SpdyStream) => void): Promise<void> {
    switch (frame.type) {
      case 'open':
        return this.#open(frame, accept);
      case 'data':
        return this.#data(frame);
      case 'reset':
        this.#streams.get(frame.stream)?.stream.input.end();
        this.#streams.delete(frame.stream);
        return;
      case 'ping':
        // One with an even number would answer a ping of this side, and there is none.
        if (frame.id % 2 === 1) await this.#socket.send(numbersFrame(frameTypes.ping, frame.id));
        return;
      case 'goAway':
        // Streams that are open go on to their ends.
        return;
    }
  }

  async #open(
    { stream: id, headers, isLast }: Extract<SpdyFrame, { type: 'open' }>,
    accept: (stream: SpdyStream) => void,
  ): Promise<void> {
    if (id % 2 === 0 || id <= this.#last) throw new SpdyError(`a client cannot open the stream ${id} now`);
    this.#last = id;
    if (this.#streams.size >= mostStreams) {
      await this.#socket.send(numbersFrame(frameTypes.rstStream, id, resetReasons.refused));
      return;
    }
    const stream = this.#newStream(id, headers);
    this.#streams.set(id, { stream, isHeard: isLast, isSaid: false });
    if (isLast) stream.input.end();
    const number = Buffer.alloc(4);
    number.writeUInt32BE(id);
    await this.#socket.send(controlFrame(frameTypes.synReply, Buffer.concat([number, this.#blocks.write()])));
    accept(stream);
  }

  // What belongs to no stream was sent before the client heard of its end.
  async #data({ stream: id, bytes, isLast }: Extract<SpdyFrame, { type: 'data' }>): Promise<void> {
    const known = this.#streams.get(id);
    if (!known || known.isHeard) return;
    await known.stream.input.push(Uint8Array.from(bytes));
    if (isLast) {
      known.isHeard = true;
      known.stream.input.end();
      if (known.isSaid) this.#streams.delete(id);
    } else if (bytes.length > 0)
      await this.#socket.send(numbersFrame(frameTypes.windowUpdate, id, bytes.length));
  }

  #newStream(id: number, headers: SpdyHeaders): SpdyStream {
    const requireOpen = (): void => {
      const known = this.#streams.get(id);
      if (!known || known.isSaid) throw Object.assign(new Error('the stream is closed'), { code: 'EPIPE' });
    };
    return {
      id,
      headers,
      input: new ByteQueue(),
      write: async (data) => {
        const bytes = typeof data === 'string' ? new TextEncoder().encode(data) : data;
        for (let at = 0; at < bytes.length; at += pieceBytes) {
          requireOpen();
          await this.#socket.send(dataFrame(id, bytes.subarray(at, at + pieceBytes), false));
        }
      },
      end: async () => {
        const known = this.#streams.get(id);
        if (!known || known.isSaid) return;
        known.isSaid = true;
        if (known.isHeard) this.#streams.delete(id);
        await this.#socket.send(dataFrame(id, new Uint8Array(), true));
      },
      reset: async () => {
        const known = this.#streams.get(id);
        if (!known) return;
        this.#streams.delete(id);
        known.stream.input.discard();
        await this.#socket.send(numbersFrame(frameTypes.rstStream, id, resetReasons.protocolError));
      },
    };
  }
}
