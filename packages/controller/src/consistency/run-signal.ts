// A layer that ends the calls of a run with the run.

import type { Layer } from '@kube-rx/client';
import { abortError } from '@kube-rx/core';

/**
 * Ends every call of the client when `signal` fires, the reading of its answer included, and lets none go out after.
 * What has gone out before may still be carried out. A call's own signal counts as well.
 */
export function runSignalLayer(signal: AbortSignal): Layer {
  return (next) =>
    async (request, options = {}) => {
      if (signal.aborted) throw abortError(signal);
      const own = options.signal;
      return next(request, { ...options, signal: own ? AbortSignal.any([own, signal]) : signal });
    };
}
