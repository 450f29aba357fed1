// Says which program asks: cluster operators find it in audit logs, and flow control may sort by it.

import { readFileSync } from 'node:fs';
import type { Layer } from '../service.ts';

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
  return `kube-rx/${version()}`;
}

// Read where it is kept, so that a release changes one place; a bundle has no package.json beside it.
function version(): string {
  try {
    const manifest: unknown = JSON.parse(
      readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'),
    );
    return typeof manifest === 'object' && manifest !== null && 'version' in manifest
      ? String(manifest.version)
      : 'unknown';
  } catch {
    return 'unknown';
  }
}
