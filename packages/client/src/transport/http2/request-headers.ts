// The head of a request as HTTP/2 has it (RFC 9113, section 8.2.2): names in lower case, and nothing about the
// connection, which is no longer the request's own.

import { validateHeaderName, validateHeaderValue } from 'node:http';
import { type OutgoingHttpHeaders, sensitiveHeaders } from 'node:http2';
import type { HttpRequest } from '@kube-rx/core';

export type RequestHeaders = OutgoingHttpHeaders;

export interface RequestHeadersOptions {
  readonly url: URL;
  /** With that of the server's URL before it. */
  readonly path: string;
  /** Where the request does not say. */
  readonly acceptEncoding: string;
}

// How long a body is, is said by its own length.
const dropped = new Set([
  'connection',
  'content-length',
  'host',
  'http2-settings',
  'keep-alive',
  'proxy-connection',
  'te',
  'transfer-encoding',
  'upgrade',
]);

/** @throws Error, as node:http, for a name or a value that cannot be sent. */
export function requestHeaders(
  { method, headers, repeatedHeaders, body }: HttpRequest,
  { url, path, acceptEncoding }: RequestHeadersOptions,
): RequestHeaders {
  const head: OutgoingHttpHeaders = {
    ':method': method,
    ':scheme': url.protocol.slice(0, -1),
    ':authority': url.host,
    ':path': path,
    'accept-encoding': acceptEncoding,
  };
  for (const [given, value] of Object.entries({ ...headers, ...repeatedHeaders })) {
    validateHeaderName(given);
    const name = given.toLowerCase();
    if (dropped.has(name)) continue;
    for (const one of typeof value === 'string' ? [value] : value) validateHeaderValue(name, one);
    head[name] = typeof value === 'string' ? value : [...value];
  }
  if (body !== undefined) head['content-length'] = Buffer.byteLength(body);
  // Kept out of the table of what was sent before, in which those who guess could find it.
  return Object.assign(head, { [sensitiveHeaders]: ['authorization', 'cookie'] });
}
