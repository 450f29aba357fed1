// The beginning of a body, for an error that wants to quote it.

/**
 * Reads at most `limit` bytes as text. A body that is cut or breaks off gives what came: why the server said no
 * matters more than that it did not finish saying so.
 *
 * Guarantees: the body is read to its end or given up, so its connection is free. An abort is passed on.
 */
export async function readText(
  body: AsyncIterable<Uint8Array>,
  limit: number,
  signal?: AbortSignal,
): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let left = limit;
  try {
    for await (const chunk of body) {
      text += decoder.decode(chunk.subarray(0, left), { stream: true });
      left -= chunk.length;
      if (left <= 0) break;
    }
  } catch (error) {
    if (signal?.aborted) throw error;
  }
  return text + decoder.decode();
}

/** Gets rid of a response that nobody wants: a short body is read, so that its connection can be used again. */
export async function discard(body: AsyncIterable<Uint8Array>, signal?: AbortSignal): Promise<void> {
  await readText(body, 64 * 1024, signal);
}
