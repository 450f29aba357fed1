// Bytes of a peer become frames. Keeps one control frame at most: what a data frame holds is handed on as it comes.

import { frameTypes, lastFlag, type SpdyFrame } from './frame.ts';
import { HeaderBlockReader } from './header-block.ts';
import { SpdyError } from './spdy-error.ts';

const headBytes = 8;
const mostControlBytes = 64 * 1024;
const streamBits = 0x7fff_ffff;

/** Takes bytes as they come, however they are cut; `read` gives the frames that are whole. */
export class FrameReader {
  readonly #headers = new HeaderBlockReader();
  #kept: Buffer = Buffer.alloc(0);
  /** Of a data frame that has begun. */
  #data: { readonly stream: number; readonly isLast: boolean; left: number } | undefined;

  /** @throws SpdyError for what is no frame; nothing can be read after it. */
  *read(bytes: Uint8Array): Generator<SpdyFrame, void, undefined> {
    let rest = this.#kept.length === 0 ? Buffer.from(bytes) : Buffer.concat([this.#kept, bytes]);
    for (;;) {
      if (this.#data) {
        const { stream, isLast } = this.#data;
        const piece = rest.subarray(0, this.#data.left);
        this.#data.left -= piece.length;
        rest = rest.subarray(piece.length);
        const isWhole = this.#data.left === 0;
        if (isWhole) this.#data = undefined;
        if (piece.length > 0 || isWhole)
          yield { type: 'data', stream, bytes: piece, isLast: isWhole && isLast };
        if (!isWhole) break;
        continue;
      }
      if (rest.length < headBytes) break;
      const word = rest.readUInt32BE(0);
      const [flags, length] = [rest.readUInt8(4), rest.readUIntBE(5, 3)];
      if (word <= streamBits) {
        if (word === 0) throw new SpdyError('a data frame belongs to no stream');
        this.#data = { stream: word, isLast: (flags & lastFlag) !== 0, left: length };
        rest = rest.subarray(headBytes);
        continue;
      }
      if (length > mostControlBytes)
        throw new SpdyError(`a control frame is longer than ${mostControlBytes} bytes`);
      if (rest.length < headBytes + length) break;
      const frame = this.#control(word, flags, rest.subarray(headBytes, headBytes + length));
      rest = rest.subarray(headBytes + length);
      if (frame) yield frame;
    }
    // A view would hold on to all that came with it.
    this.#kept = Buffer.from(rest);
  }

  // What is not asked for here is read past: nobody waits for an answer to it.
  #control(word: number, flags: number, payload: Buffer): SpdyFrame | undefined {
    if (((word >>> 16) & 0x7fff) !== 3) throw new SpdyError('a frame is of another version than SPDY/3.1');
    const number = (): number => {
      if (payload.length < 4) throw new SpdyError('a control frame ends too early');
      return payload.readUInt32BE(0) & streamBits;
    };
    switch (word & 0xffff) {
      case frameTypes.synStream: {
        const stream = number();
        if (payload.length < 10) throw new SpdyError('a control frame ends too early');
        const headers = this.#headers.read(payload.subarray(10));
        return { type: 'open', stream, headers, isLast: (flags & lastFlag) !== 0 };
      }
      case frameTypes.synReply:
      case frameTypes.headers:
        // The state of the compression goes on with them.
        number();
        this.#headers.read(payload.subarray(4));
        return undefined;
      case frameTypes.rstStream:
        return { type: 'reset', stream: number() };
      case frameTypes.ping:
        number();
        return { type: 'ping', id: payload.readUInt32BE(0) };
      case frameTypes.goAway:
        return { type: 'goAway' };
      case frameTypes.settings:
      case frameTypes.windowUpdate:
      default:
        return undefined;
    }
  }
}
