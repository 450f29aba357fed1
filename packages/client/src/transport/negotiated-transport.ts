// One server under one identity, in the version of HTTP that it speaks: HTTP/1.1, unless HTTP/2 is asked for or the
// server speaks nothing else. Which one that is, is found by asking, and remembered.
//
// A WebSocket is always asked for by HTTP/1.1, as client-go does.

import type { CallOptions, HttpRequest, HttpResponse, HttpService } from '@kube-rx/core';
import { isPlaintext, serverUrlOf } from '../config/server-url.ts';
import { discard } from '../response/read-start.ts';
import { GotTransport, type GotTransportOptions } from './got-transport.ts';
import { Http2Transport } from './http2/http2-transport.ts';
import { isVersionRefused } from './other-version.ts';

export interface NegotiatedTransportOptions extends GotTransportOptions {
  /** Whether to ask by HTTP/2 where the TLS handshake allows it. Default false. */
  readonly http2?: boolean | undefined;
}

const httpVersionNotSupported = 505;

export class NegotiatedTransport {
  readonly #options: NegotiatedTransportOptions;
  readonly #http1: GotTransport;
  #http2: Http2Transport | undefined;
  #speaksHttp2: boolean;
  #closed = false;

  /** @throws ConfigError where the server's address, a certificate or a key cannot be used. */
  constructor(options: NegotiatedTransportOptions) {
    this.#options = options;
    this.#http1 = new GotTransport(options);
    // Without TLS nothing says that a server speaks it.
    this.#speaksHttp2 = options.http2 === true && !isPlaintext(serverUrlOf(options));
  }

  /** Sends a request to the server. */
  readonly service: HttpService = async (request, options) => {
    if (request.webSocket || this.#closed) return this.#http1.service(request, options);
    return this.#speaksHttp2 ? this.#askByHttp2(request, options) : this.#askByHttp1(request, options);
  };

  /** Ends every connection; a call that is running fails with code `CLIENT_CLOSED`, as does any after. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([this.#http1.close(), this.#http2?.close()]);
  }

  async #askByHttp1(request: HttpRequest, options: CallOptions | undefined): Promise<HttpResponse> {
    let response: HttpResponse | undefined;
    try {
      response = await this.#http1.service(request, options);
      if (response.status !== httpVersionNotSupported || this.#closed) return response;
    } catch (error) {
      if (!isVersionRefused(error) || this.#closed) throw error;
    }
    try {
      const answered = await this.#transport2.service(request, options);
      this.#speaksHttp2 = true;
      if (response) await discard(response.body, { signal: options?.signal, clock: this.#options.clock });
      return answered;
    } catch (error) {
      // What says that it cannot serve the version may serve none.
      if (response) return response;
      throw error;
    }
  }

  async #askByHttp2(request: HttpRequest, options: CallOptions | undefined): Promise<HttpResponse> {
    try {
      return await this.#transport2.service(request, options);
    } catch (error) {
      if (!isVersionRefused(error) || this.#closed) throw error;
    }
    const answered = await this.#http1.service(request, options);
    this.#speaksHttp2 = false;
    return answered;
  }

  get #transport2(): Http2Transport {
    this.#http2 ??= new Http2Transport(this.#options);
    return this.#http2;
  }
}
