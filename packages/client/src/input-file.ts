// A file that somebody names, whatever it is: a plain one, a pipe that a shell has made, a device without an end.

import { constants, createReadStream, fstat, open, type Stats } from 'node:fs';
import { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { untilAborted } from '@kube-rx/core';

/** Options of `readInputFile`. */
export interface InputFileOptions {
  /** How many bytes it may have. */
  readonly maxBytes: number;
  /** Ends the wait for whoever writes to a pipe, with an `AbortError`. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * The bytes of a file, which may be a pipe; undefined where there are more than `maxBytes`. Rejects with the error of the
 * operating system for a file that cannot be read: see `describeSystemError`.
 *
 * @example
 * const bytes = await readInputFile('tokens.csv', { maxBytes: 2 ** 20, signal: AbortSignal.timeout(1000) });
 */
export async function readInputFile(
  path: string,
  { maxBytes, signal }: InputFileOptions,
): Promise<Uint8Array | undefined> {
  const stream = await openInput(path);
  try {
    return await readBounded(stream, { maxBytes, signal });
  } finally {
    stream.destroy();
  }
}

/** Undefined for more bytes than these. */
export async function readBounded(
  chunks: AsyncIterable<Uint8Array>,
  { maxBytes, signal }: InputFileOptions,
): Promise<Uint8Array | undefined> {
  const read: Uint8Array[] = [];
  let bytes = 0;
  const iterator = chunks[Symbol.asyncIterator]();
  for (;;) {
    // Nobody may ever write to a terminal or a pipe.
    const next = await untilAborted(iterator.next(), signal);
    if (next.done === true) return Buffer.concat(read);
    bytes += next.value.length;
    if (bytes > maxBytes) {
      await iterator.return?.();
      return undefined;
    }
    read.push(next.value);
  }
}

const [openFile, statFile] = [promisify(open), promisify(fstat)];

async function openInput(path: string): Promise<Readable> {
  // Otherwise a pipe without a writer would keep a thread, and with it the process, for ever. Windows has no such flag.
  const fd = await openFile(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const stats: Stats = await statFile(fd);
  return stats.isFIFO() ? new Socket({ fd, readable: true, writable: false }) : createReadStream('', { fd });
}
