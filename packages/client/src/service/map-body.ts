// How a layer observes or changes a body, so that it can still be read in every way it could be read before.

import type { ResponseBody } from '@kube-rx/core';

/**
 * A body whose pieces go through `map` on their way to the reader. Where `body` can be lent, so can the result.
 * Leaving it leaves `body`, also before the first piece. What `map` throws ends the read.
 *
 * `map` must keep nothing of a piece: where the body is lent, the memory of the piece is written again.
 *
 * @example
 * let received = 0;
 * const counting: Layer = (next) => async (request, options) => {
 *   const response = await next(request, options);
 *   const body = mapBody(response.body, (piece) => {
 *     received += piece.length;
 *     return piece;
 *   });
 *   return { ...response, body };
 * };
 */
export function mapBody(body: ResponseBody, map: (piece: Uint8Array) => Uint8Array): ResponseBody {
  const lend = body.lend?.bind(body);
  return {
    [Symbol.asyncIterator]: () => mapIterator(body[Symbol.asyncIterator](), map),
    ...(lend && { lend: (take) => lend((piece) => take(map(piece))) }),
  };
}

// No async generator: one that has not begun does not pass a `return` on, and the connection would stay open.
function mapIterator(
  pieces: AsyncIterator<Uint8Array>,
  map: (piece: Uint8Array) => Uint8Array,
): AsyncIterator<Uint8Array> {
  const leave = async (): Promise<IteratorResult<Uint8Array>> => {
    await pieces.return?.();
    return { done: true, value: undefined };
  };
  return {
    async next() {
      const piece = await pieces.next();
      if (piece.done) return piece;
      try {
        return { done: false, value: map(piece.value) };
      } catch (thrown) {
        await leave();
        throw thrown;
      }
    },
    return: leave,
  };
}
