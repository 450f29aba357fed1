// The versions of HTTP that a client speaks: a server and a transport for each, so that one suite runs over both.

import { createServer as createHttp, type RequestListener } from 'node:http';
import { createServer as createHttp2, createSecureServer, type Http2Server } from 'node:http2';
import { createServer as createHttps } from 'node:https';
import type { Server } from 'node:net';
import type { TlsOptions } from 'node:tls';
import { afterEach } from '@jest/globals';
import type { HttpService } from '@kube-rx/core';
import { GotTransport } from '../../src/transport/got-transport.ts';
import { Http2Transport, type Http2TransportOptions } from '../../src/transport/http2/http2-transport.ts';
import { type Loopback, serve } from '../support/loopback.ts';

export interface Transport {
  readonly service: HttpService;
  close(): Promise<void>;
}

export interface Version {
  readonly serve: (listener: RequestListener) => Promise<Loopback>;
  readonly serveTls: (tls: TlsOptions, listener: RequestListener) => Promise<Loopback>;
  readonly connectTo: (options: Http2TransportOptions) => Transport;
}

const transports: Transport[] = [];

afterEach(async () => {
  for (const transport of transports.splice(0)) await transport.close();
});

function keep<T extends Transport>(transport: T): T {
  transports.push(transport);
  return transport;
}

function quiet(server: Http2Server): Http2Server {
  return server.on('sessionError', () => undefined);
}

/** What Node's own servers for HTTP/2 hand to a listener is made like what those for HTTP/1.1 do. */
export function alike(server: object): Server {
  return server as Server;
}

export function connectHttp2(server: Loopback, options: Partial<Http2TransportOptions> = {}): Transport {
  return keep(new Http2Transport({ server: `http://127.0.0.1:${server.port}`, ...options }));
}

const http11: Version = {
  serve: (listener) => serve(createHttp(listener)),
  serveTls: (tls, listener) => serve(createHttps(tls, listener)),
  connectTo: (options) => keep(new GotTransport(options)),
};

const http2: Version = {
  serve: (listener) => serve(alike(quiet(createHttp2(listener as never)))),
  serveTls: (tls, listener) => serve(alike(quiet(createSecureServer(tls, listener as never)))),
  connectTo: (options) => keep(new Http2Transport(options)),
};

export const versions: [name: string, version: Version][] = [
  ['HTTP/1.1', http11],
  ['HTTP/2', http2],
];
