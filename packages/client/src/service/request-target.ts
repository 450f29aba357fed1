// Where a request goes: below the server's URL, or nowhere.

import { formatTarget, type HttpRequest, InvalidRequestError, printable } from '@kube-rx/core';
import type { Layer } from './service.ts';

/**
 * The path and the query, to be put behind the URL of a server.
 *
 * A path is written as it is sent. What a URL parser would read as something else, as another host, a step up or a
 * query, is refused; and so is what a proxy may read so once it has decoded it.
 *
 * @throws InvalidRequestError for a path that could lead elsewhere.
 */
export function requestTarget(request: Pick<HttpRequest, 'method' | 'path' | 'query'>): string {
  const { path } = request;
  if (!path.startsWith('/') || path.startsWith('//')) throw refusal(request, 'must begin with one "/"');
  if (stepsUp(path)) throw refusal(request, 'must not have a segment "." or "..", encoded or not');
  if (URL.parse(`http://server${path}`)?.pathname !== path)
    throw refusal(
      request,
      'must be percent-encoded, without the query: encodeURIComponent(segment), and the parameters in query',
    );
  return formatTarget(request);
}

/** @throws InvalidRequestError for a body that need not have an end, as a stream that plain JavaScript hands in. */
export function requireWholeBody({ method, path, body }: HttpRequest): void {
  const given: unknown = body;
  if (given === undefined || typeof given === 'string' || ArrayBuffer.isView(given)) return;
  throw new InvalidRequestError(`${method} ${quoted(path)}: a body must be a string or bytes`);
}

/** Refuses what `requestTarget` refuses, before the layers below have gathered credentials. */
export function requestTargetLayer(): Layer {
  return (next) => async (request, options) => {
    requestTarget(request);
    return next(request, options);
  };
}

// However often it is encoded: a server behind a proxy decodes what the proxy has decoded. Nothing that is meant has
// been encoded more often.
const mostEncodings = 8;

function stepsUp(path: string): boolean {
  let text = path;
  for (let round = 0; round <= mostEncodings; round += 1) {
    const decoded = text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    );
    // Servlet containers leave out what is behind a semicolon before they resolve steps.
    if (decoded === text) return text.split(/[/\\]/).some((segment) => /^\.\.?(?:;|$)/.test(segment));
    text = decoded;
  }
  return true;
}

function refusal({ method, path }: Pick<HttpRequest, 'method' | 'path'>, words: string): InvalidRequestError {
  return new InvalidRequestError(`${method} ${quoted(path)}: a path ${words}`);
}

// Before `@` may stand a password, and behind `?` a token.
function quoted(path: string): string {
  const [start = ''] = path.split(/[?#]/, 1);
  return `"${printable(start.replace(/^.*@/s, '…@'), 100)}"`;
}
