// HTTP/1.1 over got: one pool of kept-alive connections to one server under one identity.

import { type HttpService, trimTextEnd } from '@kube-rx/core';
import type { Config } from '../config/config.ts';
import { Exchange } from './exchange.ts';
import type { GotPool, GotPoolOptions } from './got-pool.ts';
import type { Liveness } from './liveness.ts';
import { type PoolExchange, PooledTransport, type ServerOptions } from './pooled-transport.ts';
import { Upgrade } from './upgrade.ts';

export interface GotTransportOptions extends ServerOptions, Pick<Config, 'compression'> {
  /** How long each of name lookup, TCP connect, the answer of a proxy and TLS handshake may take, in ms. Default 10 s. */
  readonly connectTimeout?: number | undefined;
  /** How a server that vanished is noticed while a WebSocket is open. Default: within 70 s. */
  readonly liveness?: Liveness | undefined;
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
  readonly #transport: PooledTransport<GotPool, PoolExchange<GotPool>>;

  /**
   * Loads got when the first request is sent, by `load`.
   *
   * @throws ConfigError where the server's address, a certificate or a key cannot be used.
   */
  constructor(options: GotTransportOptions, load: LoadGot = () => import('./got-pool.ts')) {
    const { connectTimeout = 10_000, compression = true, liveness } = options;
    this.#transport = new PooledTransport({
      server: options,
      load: async () => {
        const { GotPool } = await load();
        return ({ origin, pathname }, way) =>
          new GotPool({
            ...way,
            base: origin + trimTextEnd(pathname, '/'),
            connectTimeout,
            compression,
          });
      },
      begin: (begun) => (begun.request.webSocket ? new Upgrade(begun, liveness) : new Exchange(begun)),
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
