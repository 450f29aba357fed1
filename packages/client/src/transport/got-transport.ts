// HTTP/1.1 over got: one pool of kept-alive connections to one server under one identity.
//
// It adds nothing of its own: no retries, no redirects, no cookies. Its only timers are those of making a
// connection; how long an answer may take is for the caller to say, who knows what was asked.

import type { AgentOptions } from 'node:https';
import {
  type CallOptions,
  formatTarget,
  type HttpRequest,
  type HttpResponse,
  type Service,
} from '@kube-rx/core';
import got, { type Got } from 'got';
import type { ClientCertificate } from '../auth/client-certificate.ts';
import { abortError, clientClosed, TransportError } from '../errors.ts';
import { describeRequest } from '../response/attempt.ts';
import { PlainAgent, SecureAgent } from './connection.ts';
import { Exchange } from './exchange.ts';
import { createContext, type TlsOptions } from './tls.ts';

export interface GotTransportOptions {
  /** The server's URL; a path in it is put before that of every request. */
  readonly server: string;
  readonly tls?: TlsOptions;
  readonly clientCertificate?: ClientCertificate;
  /** How long each of name lookup, TCP connect and TLS handshake may take, in ms. Default 10 s. */
  readonly connectTimeout?: number;
  /** Whether to accept compressed answers (servers compress above 128 KiB). Default true. */
  readonly compression?: boolean;
  /** Where the certificates come from, for messages. */
  readonly source?: string;
}

// Below the 60 s after which load balancers, and the 90 s after which API servers, drop an idle connection:
// a request that is sent while they do is lost.
const idleConnectionMs = 45_000;

// TCP probes, so that a peer which vanished is noticed even while nothing is being sent.
const probeDelayMs = 30_000;

export class GotTransport {
  /** Sends a request to the server. */
  readonly service: Service;
  readonly #base: string;
  readonly #origin: string;
  readonly #agent: { readonly http: PlainAgent } | { readonly https: SecureAgent };
  readonly #got: Got;
  readonly #running = new Set<Exchange>();
  #closed = false;

  /** @throws ConfigError where a certificate or key cannot be used. */
  constructor(options: GotTransportOptions) {
    const { server, connectTimeout = 10_000, compression = true } = options;
    const url = new URL(server);
    this.#base = url.origin + url.pathname.replace(/\/+$/, '');
    this.#origin = url.origin;
    const pool = { keepAlive: true, keepAliveMsecs: probeDelayMs, timeout: idleConnectionMs };
    this.#agent =
      url.protocol === 'https:'
        ? { https: new SecureAgent({ ...pool, ...agentTls(options) }) }
        : { http: new PlainAgent(pool) };
    this.#got = got.extend({
      agent: this.#agent,
      retry: { limit: 0 },
      throwHttpErrors: false,
      followRedirect: false,
      // It sees no body to count; Node notices one that ends early.
      strictContentLength: false,
      timeout: { lookup: connectTimeout, connect: connectTimeout, secureConnect: connectTimeout },
      headers: { 'user-agent': undefined, 'accept-encoding': compression ? 'gzip' : 'identity' },
    });
    this.service = (request, callOptions) => this.#send(request, callOptions);
  }

  /** Ends every connection; a call that is running fails with code `CLIENT_CLOSED`, as does any after. */
  close(): Promise<void> {
    this.#closed = true;
    for (const exchange of this.#running) exchange.abandon(this.#closedError(exchange.request));
    for (const agent of Object.values(this.#agent)) agent.destroy();
    return Promise.resolve();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #send(request: HttpRequest, { signal }: CallOptions = {}): Promise<HttpResponse> {
    if (this.#closed) throw this.#closedError(request);
    if (signal?.aborted) throw abortError(signal);
    const { method, body, headers, repeatedHeaders } = request;
    const stream = this.#got.stream(this.#base + formatTarget(request), {
      method,
      headers: repeatedHeaders ? { ...headers, ...mutable(repeatedHeaders) } : headers,
      ...(body !== undefined && { body }),
    });
    // Without a body, got waits for one to be written for every method that may have one.
    if (body === undefined && method !== 'GET' && method !== 'HEAD') stream.end();
    const exchange = new Exchange(stream, request, this.#origin, signal);
    this.#running.add(exchange);
    exchange.onSettled = () => this.#running.delete(exchange);
    return exchange.response;
  }

  #closedError(request: HttpRequest): TransportError {
    return new TransportError(`${describeRequest(request)}: the client has been closed`, {
      code: clientClosed,
    });
  }
}

// Given to each request, the PEM texts would be part of the pool's key, and be parsed for each connection.
function agentTls({ tls = {}, clientCertificate, source }: GotTransportOptions): AgentOptions {
  return {
    secureContext: createContext(tls, clientCertificate, source),
    rejectUnauthorized: tls.rejectUnauthorized ?? true,
    ...(tls.serverName !== undefined && { servername: tls.serverName }),
  };
}

function mutable(headers: Readonly<Record<string, readonly string[]>>): Record<string, string[]> {
  return Object.fromEntries(Object.entries(headers).map(([name, values]) => [name, [...values]]));
}
