// Looks at the beginning of a body that somebody else will read.

import type { Clock, ResponseBody } from '@kube-rx/core';
import { lateness, leave } from './read-start.ts';

/** What was seen, and a body that begins with it. */
export interface PeekedBody {
  /** At most as many bytes as were asked for, and what more the last piece had. Fewer where the body broke off. */
  readonly start: Uint8Array;
  readonly body: ResponseBody;
}

/**
 * Reads until `limit` bytes are there, the body ends, or 2 s have passed. Its reader gets every byte, and every failure,
 * all the same. Leaving the new body leaves the old one, and one that hangs ends with what came.
 */
export async function peekBody(
  body: ResponseBody,
  { limit, clock }: { readonly limit: number; readonly clock: Clock },
): Promise<PeekedBody> {
  const rest = body[Symbol.asyncIterator]();
  const seen: Promise<IteratorResult<Uint8Array>>[] = [];
  const pieces: Uint8Array[] = [];
  const late = lateness(clock);
  for (let length = 0; length < limit; ) {
    const next = rest.next();
    const [outcome] = (await Promise.race([Promise.allSettled([next]), late.promise])) ?? [];
    if (!outcome) leave(rest);
    seen.push(outcome ? next : Promise.resolve({ done: true, value: undefined }));
    if (outcome?.status !== 'fulfilled' || outcome.value.done) break;
    pieces.push(outcome.value.value);
    length += outcome.value.value.length;
  }
  late.cancel();
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
