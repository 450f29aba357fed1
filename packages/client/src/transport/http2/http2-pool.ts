// The connections to one server that speak HTTP/2. A request goes over the oldest one that has room; where none has, a
// new one is made, so that no request waits for a watch to end.
//
// This module is loaded when the first request over HTTP/2 is sent, as node:http2 and node:tls take long to load.

import type { Duplex } from 'node:stream';
import { type Clock, type HttpRequest, trimTextEnd } from '@kube-rx/core';
import type { PoolWay } from '../connection-pool.ts';
import { anotherVersion } from '../other-version.ts';
import type { Pool } from '../pooled-transport.ts';
import { bareError, foreignAnswer } from '../transport-error.ts';
import { Http2Connection } from './http2-connection.ts';
import { openSocket } from './open-socket.ts';
import { type RequestHeaders, requestHeaders } from './request-headers.ts';

/** Without TLS the server must be known to speak HTTP/2. */
export interface Http2PoolOptions extends PoolWay {
  readonly url: URL;
  /** How long each of name lookup, TCP connect, TLS handshake and the exchange of settings may take, in ms. */
  readonly connectTimeout: number;
  /** Whether to accept compressed answers. */
  readonly compression: boolean;
  readonly clock: Clock;
}

export class Http2Pool implements Pool {
  readonly #options: Http2PoolOptions;
  readonly #connections = new Set<Http2Connection>();
  readonly #sockets = new Set<Duplex>();
  #connecting: Promise<Http2Connection> | undefined;

  constructor(options: Http2PoolOptions) {
    this.#options = options;
  }

  /** A connection on which a place is kept. Rejects where none can be made. */
  async reserve(): Promise<Http2Connection> {
    for (;;) {
      for (const connection of this.#connections)
        if (connection.hasRoom) {
          connection.reserve();
          return connection;
        }
      this.#connecting ??= this.#connect().finally(() => (this.#connecting = undefined));
      const made = await this.#connecting;
      if (made.limit > 0) continue;
      made.retire();
      throw foreignAnswer('takes no request: its SETTINGS_MAX_CONCURRENT_STREAMS is 0');
    }
  }

  headersOf(request: HttpRequest, target: string): RequestHeaders {
    const { url, compression } = this.#options;
    const path = trimTextEnd(url.pathname, '/') + target;
    return requestHeaders(request, { url, path, acceptEncoding: compression ? 'gzip' : 'identity' });
  }

  retire(): void {
    for (const connection of this.#connections) connection.retire();
  }

  destroy(): void {
    this.retire();
    for (const connection of this.#connections) connection.destroy();
    for (const socket of this.#sockets) socket.destroy();
  }

  async #connect(): Promise<Http2Connection> {
    const { url, tls, proxy, connectTimeout: timeoutMs, clock } = this.#options;
    const made = new Set<Duplex>();
    const onSocket = (socket: Duplex): void => {
      made.add(socket);
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    };
    try {
      const protocols = ['h2', 'http/1.1'];
      const { socket, protocol } = await openSocket({ url, tls, proxy, timeoutMs, protocols, onSocket });
      if (tls && protocol !== 'h2') throw anotherVersion('the TLS handshake chose HTTP/1.1');
      const onClose = (closed: Http2Connection): boolean => this.#connections.delete(closed);
      const { origin } = url;
      const connection = await Http2Connection.open({ socket, origin, clock, timeoutMs, onClose });
      this.#connections.add(connection);
      return connection;
    } catch (error) {
      for (const socket of made) socket.destroy();
      throw bareError(error);
    }
  }
}
