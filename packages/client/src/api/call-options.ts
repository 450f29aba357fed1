// What of a verb's options concerns the call, and what the request.

import type { RequestOptions } from '../client.ts';

/** The options of the call alone, for layers that shall not see the parameters of the request. */
export function callOptionsOf({ signal, retry, timeout }: RequestOptions): RequestOptions {
  return {
    ...(signal && { signal }),
    ...(retry !== undefined && { retry }),
    ...(timeout !== undefined && { timeout }),
  };
}
