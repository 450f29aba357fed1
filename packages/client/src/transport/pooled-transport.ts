// What the transports of all versions of HTTP have in common: exchanges over one pool of connections to one server
// under one identity. Where the client certificate or whom to trust changes, a new pool takes the place of the old one,
// which ends with what runs on it.
//
// It adds nothing of its own: no retries, no redirects, no cookies. Its only timers bound the making of a connection.
// How long an answer may take is up to the caller, who knows what was asked.

import type { SecureContext } from 'node:tls';
import {
  abortError,
  type CallOptions,
  type Clock,
  type HttpRequest,
  type HttpResponse,
  type HttpService,
  KubeError,
  systemClock,
} from '@kube-rx/core';
import type { Config } from '../config/config.ts';
import { proxyOf } from '../config/environment-proxy.ts';
import type { ProxyServer } from '../config/proxy-server.ts';
import { isPlaintext, serverUrlOf } from '../config/server-url.ts';
import { errorCode, TransportError } from '../errors.ts';
import { describeRequest } from '../response/request-description.ts';
import { requestTarget, requireWholeBody } from '../service/request-target.ts';
import type { PoolTls, PoolWay } from './connection-pool.ts';
import type { ProxyTls } from './proxy-route.ts';
import { systemRoots } from './system-roots.ts';
import { createContext, createProxyContext, type TlsMaterial, usesSystemRoots } from './tls.ts';
import { changingMaterial, knownMaterial, sameMaterial, type TlsMaterialOptions } from './tls-material.ts';
import { closedError, type Peer } from './transport-error.ts';

/** The connections that were made with the same. */
export interface Pool {
  /** Lets the connections end with what runs on them. */
  retire(): void;
  /** Closes every connection. */
  destroy(): void;
}

/** One request and its response. */
export interface PoolExchange<P> {
  readonly request: HttpRequest;
  readonly response: Promise<HttpResponse>;
  /** Sends the request to `target`, unless the call is over already. */
  send(pool: P, target: string): void;
  /** Gives the exchange up: whoever waits for it, or asks next, gets `failure`. Nothing once it has settled. */
  abandon(failure: Error): void;
}

export interface ExchangeOptions<E> extends Pick<CallOptions, 'signal' | 'connection'> {
  readonly request: HttpRequest;
  /** Whom the request goes to, for an error. */
  readonly peer: () => Peer;
  /** Called once, when the exchange holds no resource any more. */
  readonly onSettled: (exchange: E) => void;
}

/** One server, and how it and we prove who we are. */
export interface ServerOptions extends TlsMaterialOptions, Pick<Config, 'server' | 'proxy' | 'source'> {
  /** By which files of certificates are read again, and a silent peer is found over HTTP/2. Default: the machine's own time. */
  readonly clock?: Clock | undefined;
}

export interface PooledTransportOptions<P, E> {
  readonly server: ServerOptions;
  /** Loads what makes pools; called again where that failed. */
  readonly load: () => Promise<(url: URL, way: PoolWay) => P>;
  readonly begin: (options: ExchangeOptions<E>) => E;
}

interface Pooled<P> {
  readonly material: TlsMaterial;
  pool?: P;
  loading?: Promise<P> | undefined;
}

export class PooledTransport<P extends Pool, E extends PoolExchange<P>> {
  readonly #options: PooledTransportOptions<P, E>;
  readonly #url: URL;
  readonly #known: TlsMaterial;
  /** Absent where what connections are made with stays what is known. */
  readonly #changing: (() => Promise<TlsMaterial>) | undefined;
  readonly #proxy: ProxyServer | undefined;
  /** Of what was checked when the transport was made. */
  readonly #context: SecureContext | undefined;
  #pooled: Pooled<P> | undefined;
  readonly #running = new Set<E>();
  #closed = false;

  /** @throws ConfigError where the server's address, a certificate or a key cannot be used. */
  constructor(options: PooledTransportOptions<P, E>) {
    this.#options = options;
    const { server } = options;
    this.#url = serverUrlOf(server);
    this.#proxy = proxyOf(server, this.#url);
    const { tls = {}, source, clock = systemClock } = server;
    const isSecure = !isPlaintext(this.#url);
    this.#known = knownMaterial(server);
    this.#changing = isSecure ? changingMaterial(server, clock) : undefined;
    if (isSecure && (this.#known.clientCertificate || !usesSystemRoots(tls)))
      this.#context = createContext({ ...this.#known, source });
  }

  /** Sends a request to the server. */
  readonly service: HttpService = async (request, { signal, connection } = {}) => {
    if (this.#closed) throw closedError(request);
    if (signal?.aborted) throw abortError(signal);
    const target = requestTarget(request);
    requireWholeBody(request);
    const exchange = this.#options.begin({
      request,
      peer: () => this.#peer(),
      signal,
      connection,
      onSettled: (settled) => this.#running.delete(settled),
    });
    this.#running.add(exchange);
    const pool = this.#changing?.().then((material) => this.#poolOf(material)) ?? this.#poolOf(this.#known);
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
    this.#pooled?.pool?.destroy();
    return Promise.resolve();
  }

  #poolOf(material: TlsMaterial): P | Promise<P> {
    if (this.#pooled && !sameMaterial(this.#pooled.material, material)) {
      this.#pooled.pool?.retire();
      this.#pooled = undefined;
    }
    const pooled = (this.#pooled ??= { material });
    if (pooled.pool) return pooled.pool;
    // A load that failed may succeed later: the next call tries again.
    pooled.loading ??= this.#createPool(pooled).finally(() => (pooled.loading = undefined));
    return pooled.loading;
  }

  async #createPool(pooled: Pooled<P>): Promise<P> {
    const { server, load } = this.#options;
    const isSecure = !isPlaintext(this.#url);
    const usesRoots = isSecure && usesSystemRoots(server.tls ?? {});
    const [create, roots] = await Promise.all([
      load(),
      usesRoots || this.#proxy?.protocol === 'https' ? systemRoots() : undefined,
    ]);
    const pool = create(this.#url, {
      ...(isSecure && { tls: this.#poolTls(pooled.material, usesRoots ? roots : undefined) }),
      ...(this.#proxy && { proxy: { proxy: this.#proxy, tls: this.#proxyTls(pooled.material, roots) } }),
    });
    pooled.pool = pool;
    if (this.#pooled !== pooled) pool.retire();
    return pool;
  }

  // With the PEM texts in each request, they would be part of the pool's key and be parsed for each connection.
  #poolTls(material: TlsMaterial, roots: readonly string[] | undefined): PoolTls {
    const { tls = {}, source } = this.#options.server;
    const isChecked = roots === undefined && sameMaterial(material, this.#known);
    return {
      secureContext: (isChecked && this.#context) || createContext({ ...material, source }, roots),
      rejectUnauthorized: tls.rejectUnauthorized ?? true,
      servername: tls.serverName,
    };
  }

  #proxyTls(material: TlsMaterial, roots: readonly string[] | undefined): ProxyTls | undefined {
    if (!roots || this.#proxy?.protocol !== 'https') return undefined;
    const { tls = {} } = this.#options.server;
    return {
      secureContext: createProxyContext(material, roots),
      rejectUnauthorized: tls.rejectUnauthorized ?? true,
    };
  }

  #peer(): Peer {
    const { tls = {} } = this.#options.server;
    return {
      origin: this.#url.origin,
      proxy: this.#proxy,
      hasAuthority: tls.certificateAuthority !== undefined,
      serverName: tls.serverName,
      certificate: (this.#pooled?.material ?? this.#known).clientCertificate?.certificate,
      now: Date.now(),
    };
  }
}

function loadError(request: HttpRequest, cause: unknown): TransportError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new TransportError(`${describeRequest(request)}: the HTTP library cannot be loaded: ${why}`, {
    code: errorCode(cause),
    cause,
  });
}
