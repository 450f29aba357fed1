// The server on a socket, for kubectl, other processes and demos: HTTP/1.1, and over TLS HTTP/2 for those who offer it.
// Decides nothing about the API; it only carries an `HttpService`.

import { constants } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage, RequestListener, Server } from 'node:http';
import type { Server as TlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { TLSSocket } from 'node:tls';
import type { Clock, HttpService } from '@kube-rx/core';
import { askingFor, checkClientAuthority } from '../tls/client-authority.ts';
import { type ServingIdentity, servingIdentity } from '../tls/serving-identity.ts';
import { acceptedHosts } from './accepted-hosts.ts';
import { inTurn } from './connection-turns.ts';
import { refuseConnect, respond, upgrade } from './http1-connection.ts';
import { Http2Connections } from './http2-connection.ts';
import { httpModule, httpsModule } from './network-modules.ts';
import { maxConnections, maxHeaderBytes, type RequestLimits, requestLimits } from './request-limits.ts';
import { UnfinishedBodies } from './unfinished-bodies.ts';
import { offeredUpgrade } from './upgrades.ts';

export interface ListenOptions {
  /** Default 0: any free port. */
  readonly port?: number;
  /**
   * Default `127.0.0.1`. Without `tokens` and `rbac` anybody who reaches the server may do everything, so think before
   * opening it to others.
   */
  readonly host?: string;
  /**
   * More names that requests may give as their Host, as that of a service in a container network; in a pattern, `^` and
   * `$` hold the ends. `localhost`, the loopback addresses, `host` and the address of the connection are always taken;
   * any other gets a 403, because a web page may have led its own name here. Default none.
   */
  readonly acceptHosts?: readonly (string | RegExp)[];
  /**
   * Serve HTTPS, with a certificate made for this listener: for `localhost`, the loopback addresses, `host` and the
   * names in `acceptHosts`. Default false.
   */
  readonly tls?: boolean;
  /**
   * Certificates, PEM, of the authorities that sign certificates of clients, as kube-apiserver's `--client-ca-file`:
   * the common name is the user, the organizations are the groups. A certificate that none of them has signed gets a
   * 401; a client without one is known by its token, or anonymous. Only with `tls`. Default: no certificate is asked for.
   *
   * @example
   * const authority = new CertificateAuthority();
   * const { url } = await server.listen({ tls: true, clientAuthority: authority.certificate });
   */
  readonly clientAuthority?: string;
}

export interface HttpListener extends AsyncDisposable {
  /** As `http://127.0.0.1:40123`, or with `https`. */
  readonly url: string;
  readonly port: number;
  /** Where it serves HTTPS: the certificate, PEM, of the authority that clients must trust. */
  readonly certificateAuthority: string | undefined;
  /** Destroys every connection; the listener goes on. */
  disconnect(): void;
  /** Stops listening and ends all connections. */
  close(): Promise<void>;
}

export async function listen(
  service: HttpService,
  clock: Clock,
  options: ListenOptions & { readonly limits?: Partial<RequestLimits> },
): Promise<HttpListener> {
  const limits = { ...requestLimits, ...options.limits };
  const { port = 0, host = '127.0.0.1', tls = false, acceptHosts = [], clientAuthority } = options;
  const hosts = acceptedHosts(host, acceptHosts);
  const names = acceptHosts.filter((one) => typeof one === 'string');
  if (clientAuthority !== undefined) checkClientAuthority(clientAuthority, tls);
  const identity = tls ? servingIdentity([host, ...names]) : undefined;
  const bodies = new UnfinishedBodies(limits.bodiesBytes);
  const serving = { service, clock, hosts, bodies, limits };
  const onRequest = inTurn((incoming, outgoing) => respond(serving, incoming, outgoing));
  const server = openServer({ identity, clientAuthority, limits }, onRequest);
  const http2 = new Http2Connections(serving);
  if (identity) preferHttp2(server, http2);
  // Node forgets the sockets that it hands over.
  const upgraded = new Set<Duplex>();
  server.on('upgrade', (incoming: IncomingMessage, socket: Duplex, head: Buffer) => {
    upgraded.add(socket);
    socket.on('error', () => undefined).once('close', () => upgraded.delete(socket));
    void upgrade(serving, { incoming, socket, head, writeMs: limits.writeMs });
  });
  server.on('connect', (incoming: IncomingMessage, socket: Duplex) => {
    upgraded.add(socket);
    socket.on('error', () => undefined).once('close', () => upgraded.delete(socket));
    void refuseConnect(serving, incoming, socket);
  });
  const disconnect = (): void => {
    server.closeAllConnections();
    http2.destroy();
    for (const socket of upgraded) socket.destroy();
  };
  server.maxConnections = maxConnections;
  server.keepAliveTimeout = limits.idleMs;
  server.listen(port, host);
  await once(server, 'listening');
  const address = server.address() as AddressInfo;
  const name = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  const close = async (): Promise<void> => {
    const closed = Promise.withResolvers<undefined>();
    server.close(() => closed.resolve(undefined));
    server.closeIdleConnections();
    http2.close();
    // Watches have been ended: their connections become idle once the ends are sent. Whatever is still open
    // after a second belongs to clients that do not let go.
    const idle = setInterval(() => server.closeIdleConnections(), 10);
    const stubborn = setTimeout(disconnect, 1_000);
    await closed.promise;
    clearInterval(idle);
    clearTimeout(stubborn);
  };
  return {
    url: `${identity ? 'https' : 'http'}://${name}:${address.port}`,
    port: address.port,
    certificateAuthority: identity?.authority,
    disconnect,
    close,
    [Symbol.asyncDispose]: close,
  };
}

function openServer(
  {
    identity,
    clientAuthority,
    limits,
  }: {
    readonly identity: ServingIdentity | undefined;
    readonly clientAuthority: string | undefined;
    readonly limits: RequestLimits;
  },
  onRequest: RequestListener,
): Server | TlsServer {
  const options = {
    maxHeaderSize: maxHeaderBytes,
    // Its absence is told in the real server's words.
    requireHostHeader: false,
    headersTimeout: limits.headMs,
    requestTimeout: limits.requestMs,
    connectionsCheckingInterval: limits.checkMs,
    // Others stay plain requests, with their bodies. A Node that does not know of this hands all of them over.
    shouldUpgradeCallback: (incoming: IncomingMessage) => offeredUpgrade(incoming) !== undefined,
  };
  if (!identity) return httpModule().createServer(options, onRequest);
  const { certificate: cert, key } = identity;
  const tls = {
    cert,
    key,
    minVersion: 'TLSv1.2',
    ALPNProtocols: ['h2', 'http/1.1'],
    handshakeTimeout: limits.headMs,
    // In a second handshake, as TLS 1.2 has it, a client could show a certificate that nobody verifies any more.
    secureOptions: constants.SSL_OP_NO_RENEGOTIATION,
  } as const;
  return httpsModule().createServer({ ...options, ...tls, ...askingFor(clientAuthority) }, onRequest);
}

/** Hands over the connections that have agreed on HTTP/2; Node's own listener takes the others. */
function preferHttp2(server: Server | TlsServer, http2: Http2Connections): void {
  const others = server.listeners('secureConnection');
  server.removeAllListeners('secureConnection');
  server.on('secureConnection', (socket: TLSSocket) => {
    if (socket.alpnProtocol === 'h2') http2.take(socket);
    else for (const take of others) Reflect.apply(take, server, [socket]);
  });
}
