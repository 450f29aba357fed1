// Reads the beginning of a body, for error messages.

import { type Clock, systemClock } from '@kube-rx/core';

// No more of a body is worth the time: a Status has a few KiB at most.
const limit = 64 * 1024;
// A server that hangs sends the head of an error, and then nothing.
const longestMs = 2000;

export interface ReadStartOptions {
  readonly signal?: AbortSignal | undefined;
  /** Default: the machine's own time. */
  readonly clock?: Clock | undefined;
}

/**
 * Reads at most 64 KiB, for at most 2 s. Of a body that breaks off or hangs it gives what came, which may hold the
 * server's reason.
 *
 * Guarantees: the body is read to its end or abandoned, so its connection is free. An abort is passed on.
 */
export async function readStart(
  body: AsyncIterable<Uint8Array>,
  { signal, clock }: ReadStartOptions = {},
): Promise<Uint8Array> {
  const start = new Uint8Array(limit);
  let length = 0;
  try {
    await readFor(body, { clock }, (chunk) => {
      const piece = chunk.subarray(0, limit - length);
      start.set(piece, length);
      length += piece.length;
      return length < limit;
    });
  } catch (error) {
    if (signal?.aborted) throw error;
  }
  return start.subarray(0, length);
}

/** Discards a response. A short body is read to its end, so that its connection can be used again. */
export async function discard(
  body: AsyncIterable<Uint8Array>,
  options: ReadStartOptions = {},
): Promise<void> {
  await readStart(body, options);
}

/** Reads until `take` says no, for at most 2 s, and leaves a body that has not ended. Throws what the body broke off with. */
async function readFor(
  body: AsyncIterable<Uint8Array>,
  { clock }: Pick<ReadStartOptions, 'clock'>,
  take: (chunk: Uint8Array) => boolean,
): Promise<void> {
  const pieces = body[Symbol.asyncIterator]();
  const late = lateness(clock);
  try {
    for (;;) {
      const piece = await Promise.race([pieces.next(), late.promise]);
      if (piece?.done) return;
      if (!piece || !take(piece.value)) break;
    }
  } finally {
    late.cancel();
  }
  leave(pieces);
}

/** Resolves when the body of an error has been waited for long enough. */
export function lateness(clock: Clock = systemClock): {
  readonly promise: Promise<undefined>;
  readonly cancel: () => void;
} {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const timer = clock.schedule(longestMs, () => resolve(undefined));
  return { promise, cancel: () => timer.cancel() };
}

/** Not waited for: a generator that hangs would hang here as well. */
export function leave(pieces: AsyncIterator<Uint8Array>): void {
  pieces.return?.().then(undefined, () => undefined);
}
