// The one type that everything composes with. A transport is an `HttpService`, and so are the embedded API server and a
// test's script. A layer wraps a service and is one again.

import type { HttpService } from '@kube-rx/core';

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
