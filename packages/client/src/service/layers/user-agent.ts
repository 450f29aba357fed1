// Says which program asks: cluster operators find it in audit logs, and flow control may sort by it.

import type { Layer } from '../service.ts';

// A constant, as no file can be found from inside a user's bundle; a test compares it with package.json.
const version = '0.0.0';

/**
 * Sets the User-Agent header of requests that have none.
 *
 * @example
 * compose([userAgentLayer('shop-controller/1.0')], server.service);
 */
export function userAgentLayer(text: string = defaultUserAgent()): Layer {
  return (next) => (request, options) =>
    request.headers['user-agent'] === undefined
      ? next({ ...request, headers: { ...request.headers, 'user-agent': text } }, options)
      : next(request, options);
}

/** `kube-rx/VERSION`. */
export function defaultUserAgent(): string {
  return `kube-rx/${version}`;
}
