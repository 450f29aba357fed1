// HTTP/1.1 over got: one pool of kept-alive connections to one server under one identity.
//
// It adds nothing of its own: no retries, no redirects, no cookies. Its only timers bound the making of a connection.
// How long an answer may take is up to the caller, who knows what was asked.

import type { SecureContext } from 'node:tls';
import { abortError, type HttpRequest, type HttpService, KubeError, trimTextEnd } from '@kube-rx/core';
import type { ClientCertificate } from '../auth/credentials.ts';
import type { Config } from '../config/config.ts';
import { isPlaintext, serverUrlOf } from '../config/server-url.ts';
import { errorCode, TransportError } from '../errors.ts';
import { describeRequest } from '../response/request-description.ts';
import { requestTarget, requireWholeBody } from '../service/request-target.ts';
import { Exchange } from './exchange.ts';
import type { GotPool, GotPoolOptions } from './got-pool.ts';
import { systemRoots } from './system-roots.ts';
import { createContext, usesSystemRoots } from './tls.ts';
import { closedError, type Peer } from './transport-error.ts';

export interface GotTransportOptions
  extends Pick<Config, 'server' | 'tls' | 'clientCertificate' | 'compression' | 'source'> {
  /**
   * The certificate for the next connection, where it changes. Called for every request, so it must be fast while the
   * last one is valid. Absent, or undefined: `clientCertificate`.
   */
  readonly currentCertificate?: (() => Promise<ClientCertificate | undefined>) | undefined;
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
  readonly #options: GotTransportOptions;
  readonly #url: URL;
  readonly #load: LoadGot;
  /** Of what was checked when the transport was made. */
  readonly #context: SecureContext | undefined;
  #pooled: Pooled | undefined;
  readonly #running = new Set<Exchange>();
  #closed = false;

  /**
   * Loads got when the first request is sent, by `load`.
   *
   * @throws ConfigError where the server's address, a certificate or a key cannot be used.
   */
  constructor(options: GotTransportOptions, load: LoadGot = () => import('./got-pool.ts')) {
    this.#options = options;
    this.#url = serverUrlOf(options);
    this.#load = load;
    const { tls = {}, clientCertificate } = options;
    if (!isPlaintext(this.#url) && (clientCertificate || !usesSystemRoots(tls)))
      this.#context = createContext(options);
  }

  /** Sends a request to the server. */
  readonly service: HttpService = async (request, { signal } = {}) => {
    if (this.#closed) throw closedError(request);
    if (signal?.aborted) throw abortError(signal);
    const target = requestTarget(request);
    requireWholeBody(request);
    const exchange = new Exchange({
      request,
      peer: () => this.#peer(),
      signal,
      onSettled: (settled) => this.#running.delete(settled),
    });
    this.#running.add(exchange);
    const { currentCertificate, clientCertificate } = this.#options;
    const pool = currentCertificate
      ? currentCertificate().then((certificate) => this.#poolOf(certificate ?? clientCertificate))
      : this.#poolOf(clientCertificate);
    if (pool instanceof Promise)
      pool.then(
        (loaded) => exchange.send(loaded, target),
        (cause: unknown) => exchange.abandon(cause instanceof KubeError ? cause : loadError(request, cause)),
      );
    else exchange.send(pool, target);
    return exchange.response;
  };

  /** Ends every connection; a call that is running fails with code `CLIENT_CLOSED`, as does any after. */
  close(): Promise<void> {
    this.#closed = true;
    for (const exchange of this.#running) exchange.abandon(closedError(exchange.request));
    this.#pooled?.pool?.connections.destroy();
    return Promise.resolve();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #poolOf(certificate: ClientCertificate | undefined): GotPool | Promise<GotPool> {
    if (this.#pooled && this.#pooled.certificate !== certificate) {
      this.#pooled.pool?.connections.retire();
      this.#pooled = undefined;
    }
    const pooled = (this.#pooled ??= { certificate });
    if (pooled.pool) return pooled.pool;
    // A load that failed may succeed later: the next call tries again.
    pooled.loading ??= this.#createPool(pooled).finally(() => (pooled.loading = undefined));
    return pooled.loading;
  }

  async #createPool(pooled: Pooled): Promise<GotPool> {
    const { connectTimeout = 10_000, compression = true, tls = {} } = this.#options;
    const isSecure = !isPlaintext(this.#url);
    const [{ GotPool }, roots] = await Promise.all([
      this.#load(),
      isSecure && usesSystemRoots(tls) ? systemRoots() : undefined,
    ]);
    const { origin, pathname } = this.#url;
    pooled.pool = new GotPool({
      base: origin + trimTextEnd(pathname, '/'),
      ...(isSecure && { tls: this.#agentTls(pooled, roots) }),
      connectTimeout,
      compression,
    });
    if (this.#pooled !== pooled) pooled.pool.connections.retire();
    return pooled.pool;
  }

  // With the PEM texts in each request, they would be part of the pool's key and be parsed for each connection.
  #agentTls({ certificate }: Pooled, roots: readonly string[] | undefined): GotPoolOptions['tls'] & {} {
    const { tls = {}, clientCertificate, source } = this.#options;
    const isChecked = roots === undefined && certificate === clientCertificate;
    return {
      secureContext:
        (isChecked && this.#context) || createContext({ tls, clientCertificate: certificate, source }, roots),
      rejectUnauthorized: tls.rejectUnauthorized ?? true,
      servername: tls.serverName,
    };
  }

  #peer(): Peer {
    const { tls = {}, clientCertificate } = this.#options;
    return {
      origin: this.#url.origin,
      hasAuthority: tls.certificateAuthority !== undefined,
      serverName: tls.serverName,
      certificate: (this.#pooled?.certificate ?? clientCertificate)?.certificate,
      now: Date.now(),
    };
  }
}

/** The connections under one client certificate. */
interface Pooled {
  readonly certificate: ClientCertificate | undefined;
  pool?: GotPool;
  loading?: Promise<GotPool> | undefined;
}

function loadError(request: HttpRequest, cause: unknown): TransportError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new TransportError(`${describeRequest(request)}: the HTTP library cannot be loaded: ${why}`, {
    code: errorCode(cause),
    cause,
  });
}
