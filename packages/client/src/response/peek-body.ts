// Looks at the beginning of a body that somebody else will read.

import type { ResponseBody } from '@kube-rx/core';

/** What was seen, and a body that begins with it. */
export interface PeekedBody {
  /** At most as many bytes as were asked for, and what more the last piece had. Fewer where the body broke off. */
  readonly start: Uint8Array;
  readonly body: ResponseBody;
}

/**
 * Reads until `limit` bytes are there, or the body ends. Its reader gets every byte, and every failure, all the same.
 * Leaving the new body leaves the old one.
 */
export async function peekBody(body: ResponseBody, limit: number): Promise<PeekedBody> {
  const rest = body[Symbol.asyncIterator]();
  const seen: Promise<IteratorResult<Uint8Array>>[] = [];
  const pieces: Uint8Array[] = [];
  for (let length = 0; length < limit; ) {
    const next = rest.next();
    seen.push(next);
    const [outcome] = await Promise.allSettled([next]);
    if (outcome.status === 'rejected' || outcome.value.done) break;
    pieces.push(outcome.value.value);
    length += outcome.value.value.length;
  }
  return { start: Buffer.concat(pieces), body: { [Symbol.asyncIterator]: () => replay(seen, rest) } };
}

// No async generator: one that has not begun does not pass a `return` on, and the connection would stay open.
function replay(
  seen: readonly Promise<IteratorResult<Uint8Array>>[],
  rest: AsyncIterator<Uint8Array>,
): AsyncIterator<Uint8Array> {
  let at = 0;
  return {
    next() {
      const piece = seen[at];
      at += 1;
      return piece ?? rest.next();
    },
    async return() {
      at = seen.length;
      await rest.return?.();
      return { done: true, value: undefined };
    },
  };
}
