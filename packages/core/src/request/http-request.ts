// HTTP as plain data, and the one function type that everything composes with: transport, layers, the
// embedded API server and a test's script are all an `HttpService`.

import type { MessageSocket } from './message-socket.ts';

export type HttpMethod = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS';

/** Name and value, not yet percent-encoded. A name may come more than once. */
export type QueryParameter = readonly [name: string, value: string];

/** A request without a server: `path` is percent-encoded, header names are lower-case. */
export interface HttpRequest {
  readonly method: HttpMethod;
  readonly path: string;
  readonly query: readonly QueryParameter[];
  readonly headers: Readonly<Record<string, string>>;
  /** Headers sent once for each value, where joining them means something else: `impersonate-group`. */
  readonly repeatedHeaders?: Readonly<Record<string, readonly string[]>>;
  readonly body?: string | Uint8Array;
  /** Asks for a WebSocket by a GET, and offers these subprotocols, the best one first. The answer to it is a 101. */
  readonly webSocket?: readonly string[];
}

export interface ResponseBody extends AsyncIterable<Uint8Array> {
  /**
   * Instead of a loop: gives every piece to `take` as it arrives, in memory that is written again once `take` has
   * returned, which saves a copy. Ends as a loop would: at the body's end, when `take` returns false, or by throwing
   * what `take` threw or the body broke off with. Once, and not beside a loop.
   *
   * A layer that makes a body of its own need not have it.
   */
  lend?(take: (piece: Uint8Array) => boolean): Promise<void>;
}

/**
 * A response whose head has arrived. Header names are lower-case; a header that came twice is joined by `, `.
 *
 * The body must be read to its end, or given up by leaving the loop (`return()`) or by aborting the call's
 * signal; any of the three frees the connection. A body that ends before its declared or chunked end throws.
 */
export interface HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: ResponseBody;
  /** Of a 101 to a request for a WebSocket; the body is empty then. */
  readonly webSocket?: MessageSocket;
}

export interface CallOptions {
  /** Ends the call at any moment, the reading of the body included, with an `AbortError`. */
  readonly signal?: AbortSignal | undefined;
  /** False: no layer repeats the call, because the caller does, as a watcher. */
  readonly retry?: boolean | undefined;
  /**
   * Over which connection to send it. `alive`: one that has just shown to work, or a new one: of HTTP/1.1 no idle one, of
   * HTTP/2 one that answers a ping within a second. `another`: a new one in any case. Default: any. A wish: what has no
   * connections ignores it, and so does a request for a WebSocket.
   */
  readonly connection?: 'alive' | 'another' | undefined;
  /**
   * Called each time that the request is about to leave, behind all that layers wait for; what it throws, the call rejects
   * with. For what may be true no more by then.
   */
  readonly beforeSend?: (() => void) | undefined;
}

/**
 * Sends a request and answers once the head of the response is there. Rejects when no response came; any
 * status, 500 included, is a response.
 */
export type HttpService = (request: HttpRequest, options?: CallOptions) => Promise<HttpResponse>;

/**
 * The request target on the wire.
 *
 * @example formatTarget({ path: '/api/v1/pods', query: [['watch', 'true']] }); // '/api/v1/pods?watch=true'
 */
export function formatTarget(request: Pick<HttpRequest, 'path' | 'query'>): string {
  if (request.query.length === 0) return request.path;
  const pairs = request.query.map(
    ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`,
  );
  return `${request.path}?${pairs.join('&')}`;
}

/**
 * Reads a body to its end as one array.
 *
 * @example const bytes = await readBody(response.body);
 */
export async function readBody(body: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    size += chunk.length;
  }
  const [first] = chunks;
  if (chunks.length === 1 && first) return first;
  const whole = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.length;
  }
  return whole;
}
