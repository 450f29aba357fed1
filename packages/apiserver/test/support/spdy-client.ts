// What a client of SPDY/3.1 sends.

import { createDeflate, constants as zlib } from 'node:zlib';
import { dictionary } from '../../src/spdy/dictionary.ts';
import { controlFrame, frameTypes, numbersFrame } from '../../src/spdy/frame.ts';

type Headers = Readonly<Record<string, string>>;

/** As a client compresses: one state for all blocks, each flushed. */
export function blockWriter(): (headers: Headers | Buffer) => Promise<Buffer> {
  const deflate = createDeflate({ dictionary, flush: zlib.Z_SYNC_FLUSH });
  return async (headers) => {
    const pieces: Buffer[] = [];
    const keep = (piece: Buffer): void => void pieces.push(piece);
    deflate.on('data', keep);
    const { promise, resolve } = Promise.withResolvers<undefined>();
    deflate.write(Buffer.isBuffer(headers) ? headers : plainBlock(headers));
    deflate.flush(zlib.Z_SYNC_FLUSH, () => resolve(undefined));
    await promise;
    deflate.off('data', keep);
    return Buffer.concat(pieces);
  };
}

function plainBlock(headers: Headers): Buffer {
  const entries = Object.entries(headers);
  return Buffer.concat([numbers(entries.length), ...entries.flat().map(withLength)]);
}

export function withLength(text: string): Buffer {
  return Buffer.concat([numbers(text.length), Buffer.from(text, 'latin1')]);
}

export function numbers(...values: number[]): Buffer {
  return numbersFrame(0, ...values).subarray(8);
}

export function open(stream: number, block: Buffer): Buffer {
  return controlFrame(frameTypes.synStream, Buffer.concat([numbers(stream, 0), Buffer.alloc(2), block]));
}
