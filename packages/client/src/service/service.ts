// The one type that everything composes with. A transport is an `HttpService`, and so are the embedded API server and a
// test's script. A layer wraps a service and is one again.

import type { HttpService, ResponseBody } from '@kube-rx/core';

/**
 * Adds something to every call of a service.
 *
 * A layer that looks at bodies wraps them by `mapBody`. One that makes a body of its own, as an async generator, works
 * too, but its readers get copies: only a body with `lend` can be read without (`ResponseBody`).
 *
 * @example
 * const slow: Layer = (next) => async (request, options) => {
 *   await new Promise((resolve) => setTimeout(resolve, 100));
 *   return next(request, options);
 * };
 */
export type Layer = (next: HttpService) => HttpService;

/**
 * Wraps `service` in `layers`, the first one outermost.
 *
 * @example
 * new Client(compose([userAgentLayer('shop/1.0'), impersonationLayer({ user: 'ann' })], server.service));
 */
export function compose(layers: readonly Layer[], service: HttpService): HttpService {
  return layers.reduceRight((next, layer) => layer(next), service);
}

/**
 * For a layer that observes or changes a body: a body whose pieces go through `map` on their way to the reader. Where
 * `body` can be lent, so can the result. Leaving it leaves `body`, also before the first piece. What `map` throws ends
 * the read.
 *
 * `map` must keep nothing of a piece: where the body is lent, the memory of the piece is written again.
 *
 * @example
 * let received = 0;
 * const counted = mapBody(response.body, (piece) => {
 *   received += piece.length;
 *   return piece;
 * });
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
