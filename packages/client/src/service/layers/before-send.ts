// Asks a call once more whether it may be sent, behind all that may have waited.

import type { Layer } from '../service.ts';

/**
 * Calls `beforeSend` of each call right before the request leaves. Innermost, so that it is asked after every wait: for
 * another attempt, for a token of the rate limit, for credentials.
 */
export function beforeSendLayer(): Layer {
  return (next) => async (request, options) => {
    options?.beforeSend?.();
    return next(request, options);
  };
}
