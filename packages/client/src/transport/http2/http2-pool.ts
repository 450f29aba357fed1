// The connections to one server that speak HTTP/2. A request goes over the oldest one that has room; where none has, a
// new one is made, so that no request waits for a watch to end.
//
// This module is loaded when the first request over HTTP/2 is sent, as node:http2 and node:tls take long to load.

import type { Duplex } from 'node:stream';
import { type CallOptions, type Clock, type HttpRequest, trimTextEnd } from '@kube-rx/core';
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
  #phase: 'open' | 'retired' | 'closed' = 'open';

  constructor(options: Http2PoolOptions) {
    this.#options = options;
  }

  /**
   * A connection on which a place is kept: the oldest one that has room and is not known to be silent, unless `wish` wants
   * one that answers a ping or a new one. Rejects where none can be made.
   */
  async reserve(wish?: CallOptions['connection']): Promise<Http2Connection> {
    for (;;) {
      const found = wish === 'alive' ? await this.#findAlive() : wish ? undefined : this.#findAny();
      if (found?.hasRoom) {
        found.reserve();
        return found;
      }
      // Whoever waited for a ping finds out here.
      if (this.#phase === 'closed') throw new Error('the connections were closed');
      this.#connecting ??= this.#connect(wish !== undefined).finally(() => (this.#connecting = undefined));
      const made = await this.#connecting;
      if (made.limit === 0) {
        made.retire();
        throw foreignAnswer('takes no request: its SETTINGS_MAX_CONCURRENT_STREAMS is 0');
      }
      if (wish && made.hasRoom) {
        made.reserve();
        return made;
      }
    }
  }

  headersOf(request: HttpRequest, target: string): RequestHeaders {
    const { url, compression } = this.#options;
    const path = trimTextEnd(url.pathname, '/') + target;
    return requestHeaders(request, { url, path, acceptEncoding: compression ? 'gzip' : 'identity' });
  }

  /** Those who wait are still served. */
  retire(): void {
    if (this.#phase === 'open') this.#phase = 'retired';
    for (const connection of this.#connections) connection.retire();
  }

  destroy(): void {
    this.#phase = 'closed';
    this.retire();
    for (const connection of this.#connections) connection.destroy();
    for (const socket of this.#sockets) socket.destroy();
  }

  #findAny(): Http2Connection | undefined {
    for (const connection of this.#connections)
      if (connection.hasRoom && !connection.isSilent) {
        connection.isExtra = this.#phase !== 'open';
        return connection;
      }
    return undefined;
  }

  async #findAlive(): Promise<Http2Connection | undefined> {
    const { promise, resolve } = Promise.withResolvers<Http2Connection | undefined>();
    const asked = [...this.#connections].filter(({ hasRoom }) => hasRoom);
    const asking = asked.map(async (connection) => {
      if (await connection.answers()) resolve(connection);
    });
    return Promise.race([promise, Promise.all(asking).then(() => undefined)]);
  }

  async #connect(isExtra: boolean): Promise<Http2Connection> {
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
      connection.isExtra = isExtra || this.#phase !== 'open';
      this.#connections.add(connection);
      return connection;
    } catch (error) {
      for (const socket of made) socket.destroy();
      throw bareError(error);
    }
  }
}
