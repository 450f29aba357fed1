// HTTP/1.1 over got: one pool of kept-alive connections to one server under one identity.

import { type HttpService, trimTextEnd } from '@kube-rx/core';
import type { Config } from '../config/config.ts';
import { Exchange } from './exchange.ts';
import type { GotPool, GotPoolOptions } from './got-pool.ts';
import { PooledTransport, type ServerOptions } from './pooled-transport.ts';

export interface GotTransportOptions extends ServerOptions, Pick<Config, 'compression'> {
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
  /** Sends a request to the server. */
  readonly service: HttpService;
  readonly #transport: PooledTransport<GotPool, Exchange>;

  /**
   * Loads got when the first request is sent, by `load`.
   *
   * @throws ConfigError where the server's address, a certificate or a key cannot be used.
   */
  constructor(options: GotTransportOptions, load: LoadGot = () => import('./got-pool.ts')) {
    const { connectTimeout = 10_000, compression = true } = options;
    this.#transport = new PooledTransport({
      server: options,
      load: async () => {
        const { GotPool } = await load();
        return ({ origin, pathname }, tls) =>
          new GotPool({
            base: origin + trimTextEnd(pathname, '/'),
            ...(tls && { tls }),
            connectTimeout,
            compression,
          });
      },
      begin: (exchangeOptions) => new Exchange(exchangeOptions),
    });
    this.service = this.#transport.service;
  }

  /** Ends every connection; a call that is running fails with code `CLIENT_CLOSED`, as does any after. */
  close(): Promise<void> {
    return this.#transport.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
