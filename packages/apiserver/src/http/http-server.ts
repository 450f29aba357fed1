// The server on a socket: HTTP/1.1 with keep-alive, for kubectl, other processes and demos. Decides nothing
// about the API; it only carries an `HttpService`.

import { constants } from 'node:crypto';
import { once } from 'node:events';
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
  STATUS_CODES,
} from 'node:http';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { type Clock, type HttpRequest, type HttpResponse, type HttpService } from '@kube-rx/core';
import type { ServerCall } from '../authentication/client-certificate.ts';
import { statusAnswer, toResponse } from '../handlers/answer.ts';
import { warningLines } from '../handlers/warning-header.ts';
import { badRequest, methodNotAllowed } from '../status-error.ts';
import { askingFor, checkClientAuthority } from '../tls/client-authority.ts';
import { peerCertificate } from '../tls/peer-certificate.ts';
import { type ServingIdentity, servingIdentity } from '../tls/serving-identity.ts';
import { acceptedHosts } from './accepted-hosts.ts';
import { inTurn } from './connection-turns.ts';
import { drained } from './drained.ts';
import { compressed } from './gzip.ts';
import type { Handshake } from './handshake.ts';
import { linger } from './incoming-body.ts';
import { type RequestReading, readRequest } from './incoming-request.ts';
import { isForSpdy, openSpdy } from './spdy-upgrade.ts';
import { UnfinishedBodies } from './unfinished-bodies.ts';
import { hasLostBody, offeredUpgrade, openWebSocket, plainResponse } from './upgrades.ts';
import { openWatchSocket, wantsWatchSocket, watchSocketFault } from './watch-socket.ts';

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

/** How long the parts of a request may take to come, and how much of all requests is kept meanwhile. An answer, as to a watch, may take for ever. */
export interface RequestLimits {
  /** For the head, and before it for a TLS handshake, in ms. */
  readonly headMs: number;
  /** For all of the request, in ms. */
  readonly requestMs: number;
  /** A client that reads nothing of its answer for this long is taken for dead, in ms. */
  readonly writeMs: number;
  /** How often connections are looked at, in ms. */
  readonly checkMs: number;
  /** What the bodies of all unfinished requests may hold, in bytes. */
  readonly bodiesBytes: number;
}

// As the real server's: https://github.com/kubernetes/apiserver/blob/v0.36.3/pkg/server/secure_serving.go
// (ReadHeaderTimeout), and its --request-timeout.
const requestLimits: RequestLimits = {
  headMs: 32_000,
  requestMs: 60_000,
  writeMs: 60_000,
  checkMs: 5_000,
  bodiesBytes: 256 * 1024 * 1024,
};

const maxConnections = 10_000;

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
  const serving = { service, clock, hosts, bodies, writeMs: limits.writeMs };
  const onRequest = inTurn((incoming, outgoing) => respond(serving, incoming, outgoing));
  const server = openServer({ identity, clientAuthority, limits }, onRequest);
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
    const refusal = toResponse(statusAnswer(methodNotAllowed(undefined, 'CONNECT')));
    void send(serving, refusal, plainResponse(incoming, socket)).catch(() => socket.destroy());
  });
  const cutUpgraded = (): void => {
    for (const socket of upgraded) socket.destroy();
  };
  server.maxConnections = maxConnections;
  server.keepAliveTimeout = 90_000;
  server.listen(port, host);
  await once(server, 'listening');
  const address = server.address() as AddressInfo;
  const name = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  const close = async (): Promise<void> => {
    const closed = Promise.withResolvers<undefined>();
    server.close(() => closed.resolve(undefined));
    server.closeIdleConnections();
    // Watches have been ended: their connections become idle once the ends are sent. Whatever is still open
    // after a second belongs to clients that do not let go.
    const idle = setInterval(() => server.closeIdleConnections(), 10);
    const stubborn = setTimeout(() => {
      server.closeAllConnections();
      cutUpgraded();
    }, 1_000);
    await closed.promise;
    clearInterval(idle);
    clearTimeout(stubborn);
  };
  return {
    url: `${identity ? 'https' : 'http'}://${name}:${address.port}`,
    port: address.port,
    certificateAuthority: identity?.authority,
    disconnect: () => {
      server.closeAllConnections();
      cutUpgraded();
    },
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
    maxHeaderSize: 64 * 1024,
    // Its absence is told in the real server's words.
    requireHostHeader: false,
    headersTimeout: limits.headMs,
    requestTimeout: limits.requestMs,
    connectionsCheckingInterval: limits.checkMs,
    // Others stay plain requests, with their bodies. A Node that does not know of this hands all of them over.
    shouldUpgradeCallback: (incoming: IncomingMessage) => offeredUpgrade(incoming) !== undefined,
  };
  if (!identity) return createServer(options, onRequest);
  const { certificate: cert, key } = identity;
  const tls = {
    cert,
    key,
    minVersion: 'TLSv1.2',
    handshakeTimeout: limits.headMs,
    // In a second handshake, as TLS 1.2 has it, a client could show a certificate that nobody verifies any more.
    secureOptions: constants.SSL_OP_NO_RENEGOTIATION,
  } as const;
  return createTlsServer({ ...options, ...tls, ...askingFor(clientAuthority) }, onRequest);
}

/** What the service is to know of a call. */
function callOf({ socket }: IncomingMessage, signal: AbortSignal): ServerCall {
  const certificate = peerCertificate(socket);
  return { signal, ...(certificate && { certificate }) };
}

interface Serving extends RequestReading {
  readonly service: HttpService;
  readonly clock: Clock;
  readonly writeMs: number;
}

async function respond(serving: Serving, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const gone = new AbortController();
  outgoing.once('close', () => gone.abort());
  try {
    const response = await answer(serving, incoming, gone.signal);
    await send(serving, response, outgoing);
    if (!incoming.complete) await linger(incoming);
  } catch {
    // The client has gone, or the body cannot be completed: either way a cut connection says it.
    outgoing.destroy();
  }
}

// Go's server counts what it has in its buffer when the answer is complete, and sends what is longer in chunks.
// https://github.com/golang/go/blob/go1.26.8/src/net/http/server.go (bufferBeforeChunkingSize)
const mostBuffered = 2048;

async function send(
  { clock, writeMs }: Serving,
  response: HttpResponse,
  outgoing: ServerResponse,
): Promise<void> {
  const gone = new AbortController();
  outgoing.once('close', () => gone.abort());
  const { 'content-length': length, warning, ...headers } = response.headers;
  if (warning !== undefined) outgoing.setHeader('warning', warningLines(warning));
  outgoing.writeHead(response.status, {
    'cache-control': 'no-cache, private',
    ...headers,
    ...(length !== undefined && Number(length) <= mostBuffered && { 'content-length': length }),
    date: new Date(clock.now()).toUTCString(),
    'audit-id': crypto.randomUUID(),
  });
  // Flushed as a text, the head would be encoded once more.
  outgoing.write(new Uint8Array());
  for await (const chunk of response.body)
    if (!outgoing.write(chunk)) await drained(outgoing, { gone: gone.signal, writeMs });
  outgoing.end();
}

async function upgrade(serving: Serving, handshake: Handshake): Promise<void> {
  const { incoming, socket } = handshake;
  const gone = new AbortController();
  socket.once('close', () => gone.abort());
  try {
    const { request, answer: refusal } = await readRequest(incoming, serving);
    const isWatch = request !== undefined && wantsWatchSocket(request);
    const fault = isWatch ? watchSocketFault(request) : undefined;
    if (fault !== undefined) {
      socket.once('finish', () => socket.destroy());
      socket.end(`HTTP/1.1 ${fault} ${STATUS_CODES[fault] ?? ''}\r\n\r\n`);
      return;
    }
    const response = refusal ?? (await upgradeAnswer(serving, handshake, { request, signal: gone.signal }));
    if (response.webSocket && isForSpdy(incoming)) openSpdy(handshake, response.webSocket);
    else if (response.webSocket) await openWebSocket(handshake, response.webSocket);
    else if (isWatch && response.status === 200) await openWatchSocket(handshake, { request, response });
    else await send(serving, response, plainResponse(incoming, socket));
  } catch {
    socket.destroy();
  }
}

async function upgradeAnswer(
  { service }: Serving,
  { incoming }: Handshake,
  { request, signal }: { readonly request: HttpRequest; readonly signal: AbortSignal },
): Promise<HttpResponse> {
  if (hasLostBody(incoming))
    return toResponse(statusAnswer(badRequest('the upgrade to this protocol is not supported')));
  return compressed(await service(request, callOf(incoming, signal)), request);
}

async function answer(
  serving: Serving,
  incoming: IncomingMessage,
  signal: AbortSignal,
): Promise<HttpResponse> {
  const { request, answer: refusal } = await readRequest(incoming, serving);
  if (!request) return refusal;
  return compressed(await serving.service(request, callOf(incoming, signal)), request);
}
