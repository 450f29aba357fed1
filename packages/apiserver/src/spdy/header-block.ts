// Header blocks: compressed by zlib, whose state lasts as long as the connection. Each block ends at a whole byte, so
// that it can be read alone, against the last 32 KiB of what came before.
// https://www.chromium.org/spdy/spdy-protocol/spdy-protocol-draft3-1/ (2.6.10 Name/Value Header Block)

import { inflateRawSync, constants as zlib } from 'node:zlib';
import { dictionary } from './dictionary.ts';
import { SpdyError } from './spdy-error.ts';

export type SpdyHeaders = ReadonlyMap<string, string>;

const mostHeaders = 100;
const mostBytes = 64 * 1024;
const windowBytes = 32 * 1024;
// Method and flags, of which one says that a dictionary belongs to it, and the sum of the dictionary.
const prefixBytes = 6;
// Adler-32, of RFC 1950.
const dictionarySum = 0xe3c6a7c2;

/** Reads the blocks of one connection, in their order. */
export class HeaderBlockReader {
  #window: Buffer = dictionary;
  #isFirst = true;

  /** @throws SpdyError for bytes that are no block, and for a block of more than 64 KiB or 100 headers. */
  read(compressed: Buffer): SpdyHeaders {
    const block = this.#inflated(this.#isFirst ? withoutPrefix(compressed) : compressed);
    this.#isFirst = false;
    this.#window = Buffer.concat([this.#window, block]).subarray(-windowBytes);
    return headersOf(block);
  }

  #inflated(bytes: Buffer): Buffer {
    try {
      return inflateRawSync(bytes, {
        dictionary: this.#window,
        finishFlush: zlib.Z_SYNC_FLUSH,
        maxOutputLength: mostBytes,
      });
    } catch {
      throw new SpdyError('a header block is not compressed as SPDY/3.1 does it, or is too large');
    }
  }
}

function withoutPrefix(bytes: Buffer): Buffer {
  const hasPrefix =
    bytes.length >= prefixBytes &&
    (bytes.readUInt8(0) & 0x0f) === 8 &&
    (bytes.readUInt8(1) & 0x20) !== 0 &&
    bytes.readUInt16BE(0) % 31 === 0 &&
    bytes.readUInt32BE(2) === dictionarySum;
  if (!hasPrefix)
    throw new SpdyError('the first header block names another dictionary than that of SPDY/3.1');
  return bytes.subarray(prefixBytes);
}

function headersOf(block: Buffer): SpdyHeaders {
  let at = 0;
  const count = (): number => {
    if (at + 4 > block.length) throw new SpdyError('a header block ends too early');
    at += 4;
    return block.readUInt32BE(at - 4);
  };
  const text = (): string => {
    const length = count();
    if (length > block.length - at) throw new SpdyError('a header block ends too early');
    at += length;
    return block.toString('latin1', at - length, at);
  };
  const headers = new Map<string, string>();
  const expected = count();
  if (expected > mostHeaders) throw new SpdyError(`a header block has more than ${mostHeaders} headers`);
  for (let index = 0; index < expected; index += 1) {
    const name = text().toLowerCase();
    if (name === '' || headers.has(name)) throw new SpdyError('a header has no name, or comes twice');
    headers.set(name, text());
  }
  if (at !== block.length) throw new SpdyError('a header block goes on behind its headers');
  return headers;
}

/** Writes blocks without headers, which is all that a server of streams has to say: stored, so that no state is needed. */
export class EmptyBlockWriter {
  #isFirst = true;

  write(): Buffer {
    // The number of headers, and an empty block: readers hand on what they have when they see one.
    const stored = Buffer.from([0, 4, 0, 0xfb, 0xff, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff]);
    if (!this.#isFirst) return stored;
    this.#isFirst = false;
    const prefix = Buffer.from([0x78, 0x20, 0, 0, 0, 0]);
    prefix.writeUInt32BE(dictionarySum, 2);
    return Buffer.concat([prefix, stored]);
  }
}
