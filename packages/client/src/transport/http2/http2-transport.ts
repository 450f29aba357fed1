// HTTP/2 over node:http2: one pool of connections to one server under one identity, each of which carries many requests.

import { type HttpService, systemClock } from '@kube-rx/core';
import type { GotTransportOptions } from '../got-transport.ts';
import { PooledTransport, type ServerOptions } from '../pooled-transport.ts';
import { Http2Exchange } from './http2-exchange.ts';
import type { Http2Pool } from './http2-pool.ts';

export type Http2TransportOptions = ServerOptions &
  Pick<GotTransportOptions, 'compression' | 'connectTimeout'>;

/**
 * Over TLS the handshake must choose HTTP/2; without TLS the server must be known to speak it.
 *
 * Guarantees: a request never waits for another to end, whatever limit the server sets; one that the server refuses
 * unseen is sent again; a peer that answers no ping is found within a minute. A WebSocket is refused.
 *
 * @example
 * await using transport = new Http2Transport({ server: 'https://127.0.0.1:6443' });
 * console.log(await new Client(transport.service).serverVersion());
 */
export class Http2Transport {
  /** Sends a request to the server. */
  readonly service: HttpService;
  readonly #transport: PooledTransport<Http2Pool, Http2Exchange>;

  /** @throws ConfigError where the server's address, a certificate or a key cannot be used. */
  constructor(options: Http2TransportOptions) {
    const { connectTimeout = 10_000, compression = true, clock = systemClock } = options;
    this.#transport = new PooledTransport({
      server: options,
      load: async () => {
        const { Http2Pool } = await import('./http2-pool.ts');
        return (url, way) => new Http2Pool({ ...way, url, connectTimeout, compression, clock });
      },
      begin: (exchangeOptions) => new Http2Exchange(exchangeOptions),
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
