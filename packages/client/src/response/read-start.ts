// Reads the beginning of a body, for error messages.

// No more of a body is worth the time: a Status has a few KiB at most.
const limit = 64 * 1024;

/**
 * Reads at most 64 KiB. Of a body that breaks off it gives what came, which may hold the server's reason.
 *
 * Guarantees: the body is read to its end or abandoned, so its connection is free. An abort is passed on.
 */
export async function readStart(body: AsyncIterable<Uint8Array>, signal?: AbortSignal): Promise<Uint8Array> {
  const start = new Uint8Array(limit);
  let length = 0;
  try {
    for await (const chunk of body) {
      const piece = chunk.subarray(0, limit - length);
      start.set(piece, length);
      length += piece.length;
      if (length === limit) break;
    }
  } catch (error) {
    if (signal?.aborted) throw error;
  }
  return start.subarray(0, length);
}

/** Discards a response. A short body is read to its end, so that its connection can be used again. */
export async function discard(body: AsyncIterable<Uint8Array>, signal?: AbortSignal): Promise<void> {
  await readStart(body, signal);
}
