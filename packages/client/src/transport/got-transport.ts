// HTTP/1.1 over got: one pool of kept-alive connections to one server under one identity.
//
// It adds nothing of its own: no retries, no redirects, no cookies. Its only timers bound the making of a connection.
// How long an answer may take is up to the caller, who knows what was asked.

import { abortError, type HttpRequest, type HttpService } from '@kube-rx/core';
import type { Config } from '../config/config.ts';
import { errorCode, TransportError } from '../errors.ts';
import { describeRequest } from '../response/request-description.ts';
import { Exchange } from './exchange.ts';
import type { GotPool, GotPoolOptions } from './got-pool.ts';
import { createContext } from './tls.ts';
import { closedError } from './transport-error.ts';

export interface GotTransportOptions
  extends Pick<Config, 'server' | 'tls' | 'clientCertificate' | 'compression' | 'source'> {
  /** How long each of name lookup, TCP connect and TLS handshake may take, in ms. Default 10 s. */
  readonly connectTimeout?: number | undefined;
}

type LoadGot = () => Promise<{ readonly GotPool: new (options: GotPoolOptions) => GotPool }>;

/**
 * @example
 * await using transport = new GotTransport({ server: 'http://127.0.0.1:8001' });
 * console.log(await new Client(transport.service).serverVersion());
 */
export class GotTransport {
  readonly #origin: string;
  readonly #poolOptions: GotPoolOptions;
  readonly #load: LoadGot;
  #loading: Promise<GotPool> | undefined;
  #pool: GotPool | undefined;
  readonly #running = new Set<Exchange>();
  #closed = false;

  /**
   * Loads got when the first request is sent, by `load`.
   *
   * @throws ConfigError where a certificate or key cannot be used.
   */
  constructor(options: GotTransportOptions, load: LoadGot = () => import('./got-pool.ts')) {
    const { server, connectTimeout = 10_000, compression = true } = options;
    const { origin, pathname, protocol } = new URL(server);
    this.#origin = origin;
    this.#poolOptions = {
      base: origin + pathname.replace(/\/+$/, ''),
      ...(protocol === 'https:' && { tls: agentTls(options) }),
      connectTimeout,
      compression,
    };
    this.#load = load;
  }

  /** Sends a request to the server. */
  readonly service: HttpService = async (request, { signal } = {}) => {
    if (this.#closed) throw closedError(request);
    if (signal?.aborted) throw abortError(signal);
    const exchange = new Exchange({
      request,
      origin: this.#origin,
      signal,
      onSettled: (settled) => this.#running.delete(settled),
    });
    this.#running.add(exchange);
    if (this.#pool) exchange.send(this.#pool);
    else
      this.#loadPool().then(
        (pool) => exchange.send(pool),
        (cause: unknown) => exchange.abandon(this.#loadError(request, cause)),
      );
    return exchange.response;
  };

  /** Ends every connection; a call that is running fails with code `CLIENT_CLOSED`, as does any after. */
  close(): Promise<void> {
    this.#closed = true;
    for (const exchange of this.#running) exchange.abandon(closedError(exchange.request));
    this.#pool?.destroy();
    return Promise.resolve();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  // A load that failed may succeed later: the next call tries again.
  #loadPool(): Promise<GotPool> {
    this.#loading ??= this.#load()
      .then(({ GotPool }) => (this.#pool = new GotPool(this.#poolOptions)))
      .finally(() => (this.#loading = undefined));
    return this.#loading;
  }

  #loadError(request: HttpRequest, cause: unknown): TransportError {
    const why = cause instanceof Error ? cause.message : String(cause);
    return new TransportError(`${describeRequest(request)}: the HTTP library cannot be loaded: ${why}`, {
      code: errorCode(cause),
      cause,
    });
  }
}

// With the PEM texts in each request, they would be part of the pool's key and be parsed for each connection.
function agentTls({ tls = {}, clientCertificate, source }: GotTransportOptions): GotPoolOptions['tls'] & {} {
  return {
    secureContext: createContext(tls, clientCertificate, source),
    rejectUnauthorized: tls.rejectUnauthorized ?? true,
    servername: tls.serverName,
  };
}
