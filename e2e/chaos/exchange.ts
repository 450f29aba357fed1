// One request to the proxy and its answer, and what can go wrong with it.

import type { IncomingMessage, ServerResponse } from 'node:http';
import { constants, type Http2ServerRequest, type Http2ServerResponse } from 'node:http2';
import { TLSSocket } from 'node:tls';
import { createGzip, type Gzip, constants as zlib } from 'node:zlib';

/**
 * `list`: a list, or its first page. `page`: a further one. `stream`: a watch that begins with an initial state. `watch`:
 * one that goes on from a version. `other`: anything else.
 */
export type AskKind = 'list' | 'page' | 'stream' | 'watch' | 'other';

/** What is done wrong; what is absent is done right. Looked at anew for each request, list and frame. */
export interface Faults {
  /** Looks at a request before it is passed on. Anything but `undefined` and `false`: it has been dealt with. */
  readonly ask?: (exchange: Exchange) => unknown;
  /** What is sent instead of the whole body of a list, or of a page of it. */
  readonly list?: (text: string, exchange: Exchange) => string;
  /** The lines that are sent instead of a frame of a watch, each without its end. */
  readonly frame?: (line: string, exchange: Exchange) => readonly string[];
  /** The head of an answer that is passed on. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Breaks off the body of an answer after so many bytes. */
  readonly cut?: (exchange: Exchange) => Cut | undefined;
  /** Packs what is passed on, each frame so that it can be read at once. Default false. */
  readonly gzip?: boolean;
  /** The most bytes that are sent at once. Default: as they come. */
  readonly pieceBytes?: number;
}

export interface Cut {
  readonly bytes: number;
  readonly then: 'reset' | 'end' | 'silence';
}

const notForwarded = /^(?:host|connection|keep-alive|transfer-encoding|accept-encoding|:.*)$/;
const notAnswered = /^(?:connection|keep-alive|transfer-encoding|content-length)$/;

export class Exchange {
  readonly kind: AskKind;
  /** Path and query, as asked for. */
  readonly target: string;
  readonly query: URLSearchParams;
  readonly request: Http2ServerRequest;
  readonly #response: Http2ServerResponse & Partial<Pick<ServerResponse, 'flushHeaders'>>;
  readonly #abandoned: (() => void)[] = [];
  readonly #held: (() => void)[] = [];
  #isSilent = false;
  #gzip: Gzip | undefined;
  #sentBytes = 0;
  #isCut = false;
  #isOver = false;

  constructor(request: Http2ServerRequest, response: Http2ServerResponse) {
    this.request = request;
    this.#response = response;
    this.target = request.url;
    const { pathname, searchParams } = new URL(request.url, 'https://proxy');
    this.query = searchParams;
    this.kind = kindOf(request.method, pathname, searchParams);
  }

  get headers(): Http2ServerRequest['headers'] {
    return this.request.headers;
  }

  /** What is passed on; without compression, as the proxy reads bodies. */
  get forwardedHeaders(): Record<string, string | string[]> {
    const forwarded: Record<string, string | string[]> = {};
    for (const [name, value] of Object.entries(this.headers))
      if (value !== undefined && !notForwarded.test(name)) forwarded[name] = value;
    return forwarded;
  }

  /** Whether the client showed a certificate that the proxy trusts. */
  get isAuthorized(): boolean {
    const { socket } = this.request;
    return socket instanceof TLSSocket && socket.authorized;
  }

  /** Answers at once, by JSON unless `headers` say otherwise. */
  answer(status: number, body: string | Uint8Array, headers: Readonly<Record<string, string>> = {}): void {
    this.start(status, headers);
    this.#response.end(body);
  }

  /** The head of an answer, whose body is left to `write` and `end`, or never comes. */
  start(status: number, headers: Readonly<Record<string, string>> = {}): void {
    this.#response.writeHead(status, { 'content-type': 'application/json', ...headers });
    this.#response.flushHeaders?.();
  }

  /** Sends what the server has not said. */
  write(bytes: string | Uint8Array): void {
    this.#whenHeard(() => this.#response.write(bytes));
  }

  end(): void {
    this.#whenHeard(() => {
      this.#isOver = true;
      this.#response.end();
    });
  }

  /** Breaks off: HTTP/1.1 by its connection, HTTP/2 by its stream. */
  reset(): void {
    // Its connection may have another answer by now.
    if (this.#isOver) return;
    this.#isCut = true;
    if (this.request.httpVersionMajor === 1) this.request.socket.destroy();
    else this.request.stream.close(constants.NGHTTP2_INTERNAL_ERROR);
  }

  /** From now on nothing comes, and nothing ends, until {@link speak}. */
  silence(): void {
    this.#isSilent = true;
  }

  /** Sends all that was held back. */
  speak(): void {
    this.#isSilent = false;
    for (const send of this.#held.splice(0)) send();
  }

  /** For the proxy: nobody reads the answer any more. */
  abandon(): void {
    this.#isOver = true;
    for (const abandoned of this.#abandoned.splice(0)) abandoned();
  }

  onAbandon(abandoned: () => void): void {
    this.#abandoned.push(abandoned);
  }

  /** For the proxy: gives the server's answer to the client. */
  passOn(answer: IncomingMessage, faults: () => Faults): void {
    const headers: Record<string, string | string[]> = {};
    for (const [name, value] of Object.entries(answer.headers))
      if (value !== undefined && !notAnswered.test(name)) headers[name] = value;
    const status = answer.statusCode ?? 502;
    const isFaulty = status === 200 && this.kind !== 'other';
    const isPacked = isFaulty && faults().gzip === true;
    const begin = (): void => {
      // A fault may have answered meanwhile.
      if (this.#response.headersSent) return;
      const wrong = { ...faults().headers, ...(isPacked && { 'content-encoding': 'gzip' }) };
      this.#response.writeHead(status, { ...headers, ...(isFaulty && wrong) });
      this.#response.flushHeaders?.();
    };
    if (isPacked) this.#pack(faults);
    answer.on('error', () => this.reset());
    if (isFaulty && (this.kind === 'list' || this.kind === 'page')) {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        this.#whenHeard(begin);
        this.#put(faults().list?.(text, this) ?? text, faults());
        this.#finish();
      });
      return;
    }
    this.#whenHeard(begin);
    if (!isFaulty) {
      answer.on('data', (chunk: Buffer) => this.write(chunk));
      answer.on('end', () => this.end());
      return;
    }
    let rest = '';
    answer.setEncoding('utf8');
    answer.on('data', (text: string) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines)
        for (const sent of faults().frame?.(line, this) ?? [line]) this.#put(`${sent}\n`, faults());
    });
    answer.on('end', () => this.#finish());
  }

  #pack(faults: () => Faults): void {
    const gzip = createGzip();
    this.#gzip = gzip;
    gzip.on('data', (bytes: Buffer) => this.#send(bytes, faults()));
    gzip.on('end', () => this.end());
    this.onAbandon(() => gzip.destroy());
  }

  #put(text: string, faults: Faults): void {
    if (this.#gzip) {
      this.#gzip.write(text);
      this.#gzip.flush(zlib.Z_SYNC_FLUSH);
    } else this.#send(Buffer.from(text), faults);
  }

  #finish(): void {
    if (this.#gzip) this.#gzip.end();
    else this.end();
  }

  #send(bytes: Buffer, { cut, pieceBytes = Infinity }: Faults): void {
    const limit = cut?.(this);
    const passed = limit ? bytes.subarray(0, Math.max(0, limit.bytes - this.#sentBytes)) : bytes;
    this.#sentBytes += passed.length;
    for (let at = 0; at < passed.length; at += pieceBytes)
      this.write(passed.subarray(at, Math.min(passed.length, at + pieceBytes)));
    if (!limit || passed.length === bytes.length) return;
    // The bytes before it still arrive.
    if (limit.then === 'reset') setTimeout(() => this.reset(), 20);
    else if (limit.then === 'end') this.end();
    this.silence();
  }

  #whenHeard(send: () => void): void {
    if (this.#isCut || this.#response.writableEnded) return;
    if (this.#isSilent) this.#held.push(() => this.#whenHeard(send));
    else send();
  }
}

function kindOf(method: string, path: string, query: URLSearchParams): AskKind {
  if (method !== 'GET' || !/^\/apis?\//.test(path)) return 'other';
  if (query.get('watch') !== null) return query.get('sendInitialEvents') === 'true' ? 'stream' : 'watch';
  return query.get('continue') === null ? 'list' : 'page';
}
