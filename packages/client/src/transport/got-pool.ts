// got over one pool of kept-alive connections. Importing got takes longer than importing the whole rest of kube-rx, so
// this module is loaded when the first request is sent.
//
// got tells everybody what it knows: it publishes headers, URLs and errors with all options on diagnostics channels of
// its own. So it knows nothing worth hiding. Headers, query and body go from here to Node's request; got gets the path,
// the headers of an answer that it needs to read it, and errors that hold no more than what went wrong.

import {
  type Agent,
  type ClientRequest,
  type OutgoingHttpHeaders,
  request as requestByHttp,
} from 'node:http';
import { request as requestByHttps } from 'node:https';
import type { Duplex } from 'node:stream';
import type { CallOptions, HttpRequest } from '@kube-rx/core';
import got, { type Got } from 'got';
import type { ProxyServer } from '../config/proxy-server.ts';
import { ConnectionPool, type ConnectionPoolOptions } from './connection-pool.ts';
import { basicAuthorization } from './http-connect.ts';
import type { Pool } from './pooled-transport.ts';
import { bareError } from './transport-error.ts';

export interface GotPoolOptions extends ConnectionPoolOptions {
  /** Put before the target of every request. */
  readonly base: string;
  /** Whether to accept compressed answers. */
  readonly compression: boolean;
}

export class GotPool implements Pool {
  readonly connections: ConnectionPool;
  /** How long each step of the making of a connection may take, in ms. */
  readonly connectTimeout: number;
  readonly #base: string;
  readonly #accepted: string;
  readonly #got: Got;
  /** The proxy that passes on requests rather than connections, as an HTTP proxy does for plain HTTP. */
  readonly #forwarder: ProxyServer | undefined;

  constructor(options: GotPoolOptions) {
    const { base, tls, proxy, connectTimeout, compression } = options;
    this.#base = base;
    this.#accepted = compression ? 'gzip' : 'identity';
    this.connections = new ConnectionPool(options);
    this.connectTimeout = connectTimeout;
    if (!tls && proxy && proxy.proxy.protocol !== 'socks5') this.#forwarder = proxy.proxy;
    this.#got = got.extend({
      retry: { limit: 0 },
      throwHttpErrors: false,
      followRedirect: false,
      // got sees no body to count. Node notices one that ends early.
      strictContentLength: false,
      timeout: { lookup: connectTimeout, connect: connectTimeout, secureConnect: connectTimeout },
      headers: { 'user-agent': undefined, 'accept-encoding': this.#accepted },
      hooks: { beforeError: [bareError] },
    });
  }

  urlOf(target: string): URL {
    return new URL(this.#base + target);
  }

  /** Sends a request to `target`, below the base. The stream emits `request`, then `response`, or `error`. */
  open(request: HttpRequest, target: string, connection?: CallOptions['connection']): Duplex {
    const { method } = request;
    const [path = ''] = target.split('?', 1);
    const agent = this.connections.agentFor(connection);
    const send = (): ClientRequest => this.#send(request, this.urlOf(target), agent);
    const stream = this.#got.stream(this.#base + path, { method, request: send });
    // got waits for a body to be written for every method that may have one.
    if (method !== 'GET' && method !== 'HEAD') stream.end();
    return stream;
  }

  retire(): void {
    this.connections.retire();
  }

  destroy(): void {
    this.connections.destroy();
  }

  /** Sends all but the end, for which got waits until it has seen the request. */
  #send({ method, headers, repeatedHeaders, body }: HttpRequest, url: URL, agent: Agent): ClientRequest {
    const credentials = this.#forwarder?.credentials();
    const sendBy = url.protocol === 'https:' ? requestByHttps : requestByHttp;
    const sent = sendBy(url, {
      method,
      agent,
      // Such a proxy is told by each request where it goes, and who we are for it.
      ...(this.#forwarder && { path: url.href }),
      headers: {
        'accept-encoding': this.#accepted,
        ...withoutFraming(headers),
        ...withoutFraming(repeatedHeaders ?? {}),
        ...(credentials && { 'proxy-authorization': basicAuthorization(credentials) }),
        ...(body !== undefined && { 'content-length': Buffer.byteLength(body) }),
      },
    });
    // A text is put into one with the headers, whose bytes beyond ASCII would be encoded once more.
    if (body !== undefined && body.length > 0)
      sent.write(typeof body === 'string' ? Buffer.from(body) : body);
    return sent;
  }
}

// How long a body is, is said by its own length: a request that is never complete would wait for ever.
function withoutFraming(headers: Readonly<Record<string, string | readonly string[]>>): OutgoingHttpHeaders {
  const framed: OutgoingHttpHeaders = {};
  for (const [name, value] of Object.entries(headers))
    if (!/^(content-length|transfer-encoding)$/i.test(name))
      framed[name] = typeof value === 'string' ? value : [...value];
  return framed;
}
