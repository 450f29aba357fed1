/**
 * A proxy of HTTP on loopback that misbehaves on command: it ends TLS, so it sees requests, lists and frames, and lies
 * about them, holds them back or breaks them off. HTTP/1.1 and HTTP/2, as the client likes. For faults of bytes and
 * connections below TLS there is `cut-proxy.ts`.
 *
 * ```ts
 * await using proxy = await ChaosProxy.start({ target: controlPlane.url, ca: controlPlane.ca, token });
 * proxy.faults = { ask: (exchange) => exchange.kind === 'watch' && exchange.answer(500, '{}') };
 * proxy.faults = { frame: (line) => [line, line] };    // each frame comes twice
 * for (const exchange of proxy.open) exchange.silence();
 * proxy.faults = {};                                   // all is well again
 * ```
 */
import { once } from 'node:events';
import {
  createSecureServer,
  type Http2SecureServer,
  type Http2ServerRequest,
  type Http2ServerResponse,
  type ServerHttp2Session,
} from 'node:http2';
import { Agent, request as httpsRequest } from 'node:https';
import type { Socket } from 'node:net';
import { CertificateAuthority } from '@kube-rx/apiserver';
import { type AskKind, Exchange, type Faults } from './chaos/exchange.ts';

export type { AskKind, Exchange, Faults } from './chaos/exchange.ts';

export interface ChaosProxyOptions {
  /** The server's URL, and the authority that it is trusted by. */
  readonly target: string;
  readonly ca: string;
  /** Sent for who shows a client certificate instead. */
  readonly token: string;
  /** Signs the certificate that the proxy shows. Default: one of its own. */
  readonly authority?: CertificateAuthority;
  /** Signs the certificates of clients; who has none that fits is answered with a 401. Default: none is asked for. */
  readonly clientAuthority?: CertificateAuthority;
}

export interface Asked {
  readonly kind: AskKind;
  readonly target: string;
  /** Of `performance.now()`. */
  readonly at: number;
}

export class ChaosProxy {
  readonly url: string;
  /** All that was asked for since the start. */
  readonly asked: Asked[] = [];
  /** What has not ended. */
  readonly open = new Set<Exchange>();
  faults: Faults = {};
  readonly #options: ChaosProxyOptions;
  readonly #server: Http2SecureServer;
  readonly #sockets: Set<Socket>;
  readonly #sessions = new Set<ServerHttp2Session>();
  readonly #agent = new Agent({ keepAlive: true });
  #authority: CertificateAuthority;
  #clientAuthority: CertificateAuthority | undefined;

  private constructor(options: ChaosProxyOptions, { server, sockets, port, authority }: Listening) {
    this.#options = options;
    this.#server = server;
    this.#sockets = sockets;
    this.#authority = authority;
    this.#clientAuthority = options.clientAuthority;
    this.url = `https://127.0.0.1:${port}`;
    server.on('request', (request, response) => void this.#serve(request, response));
    server.on('session', (session) => {
      this.#sessions.add(session);
      session.on('close', () => this.#sessions.delete(session));
      session.on('error', () => undefined);
    });
  }

  static async start(options: ChaosProxyOptions): Promise<ChaosProxy> {
    const authority = options.authority ?? sharedAuthority();
    const server = createSecureServer({
      allowHTTP1: true,
      ...contextOf(authority, options.clientAuthority),
      ...(options.clientAuthority && { requestCert: true, rejectUnauthorized: false }),
    });
    const sockets = new Set<Socket>();
    server.on('connection', (socket: Socket) => {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
    });
    // A client that is gone, or that does not trust the certificate.
    for (const event of ['tlsClientError', 'clientError', 'sessionError'] as const)
      server.on(event, () => undefined);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('the proxy has no port');
    return new ChaosProxy(options, { server, sockets, authority, port: address.port });
  }

  /** The authority by which a client trusts the proxy, PEM. */
  get ca(): string {
    return this.#authority.certificate;
  }

  /** The open answers of these kinds. */
  opened(...kinds: readonly AskKind[]): Exchange[] {
    return [...this.open].filter(({ kind }) => kinds.includes(kind));
  }

  count(...kinds: readonly AskKind[]): number {
    return this.asked.filter(({ kind }) => kinds.includes(kind)).length;
  }

  /** Resets every connection. */
  cut(): void {
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  /** Says on each connection of HTTP/2 that it takes no more requests; what is open goes on if `code` is 0. */
  goAway(code = 0): void {
    for (const session of this.#sessions) {
      session.goaway(code);
      if (code !== 0) session.close();
    }
  }

  /** Shows a certificate of another authority from now on, or trusts clients by another one. */
  rotate({ authority, clientAuthority }: Pick<ChaosProxyOptions, 'authority' | 'clientAuthority'>): void {
    this.#authority = authority ?? this.#authority;
    this.#clientAuthority = clientAuthority ?? this.#clientAuthority;
    this.#server.setSecureContext(contextOf(this.#authority, this.#clientAuthority));
  }

  /** Cuts everything. Idempotent. */
  async close(): Promise<void> {
    for (const exchange of this.open) exchange.reset();
    this.#agent.destroy();
    this.cut();
    if (!this.#server.listening) return;
    this.#server.close();
    await new Promise<void>((resolve) => setImmediate(resolve));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #serve(request: Http2ServerRequest, response: Http2ServerResponse): Promise<void> {
    const exchange = new Exchange(request, response);
    const { kind } = exchange;
    this.asked.push({ kind, target: request.url, at: performance.now() });
    this.open.add(exchange);
    response.on('error', () => undefined);
    request.on('error', () => undefined);
    response.on('close', () => {
      this.open.delete(exchange);
      exchange.abandon();
    });
    if (this.#clientAuthority && !exchange.isAuthorized) {
      const status = {
        kind: 'Status',
        apiVersion: 'v1',
        status: 'Failure',
        reason: 'Unauthorized',
        code: 401,
      };
      exchange.answer(401, JSON.stringify(status));
      return;
    }
    const isDealtWith = await this.faults.ask?.(exchange);
    if (isDealtWith === undefined || isDealtWith === false) this.pass(exchange);
  }

  /** Hands a request to the server, with `changes` to its parameters, and passes the answer on as the faults want it. */
  pass(exchange: Exchange, changes: Readonly<Record<string, string | undefined>> = {}): void {
    const url = new URL(exchange.target, this.#options.target);
    for (const [name, value] of Object.entries(changes)) {
      if (value === undefined) url.searchParams.delete(name);
      else url.searchParams.set(name, value);
    }
    const { ca, token } = this.#options;
    const upstream = httpsRequest(url, {
      ca,
      agent: this.#agent,
      method: exchange.request.method,
      headers: { authorization: `Bearer ${token}`, ...exchange.forwardedHeaders },
    });
    upstream.on('error', () => exchange.reset());
    upstream.on('response', (answer) => exchange.passOn(answer, () => this.faults));
    exchange.onAbandon(() => upstream.destroy());
    exchange.request.pipe(upstream);
  }
}

interface Listening {
  readonly server: Http2SecureServer;
  readonly sockets: Set<Socket>;
  readonly authority: CertificateAuthority;
  readonly port: number;
}

let shared: CertificateAuthority | undefined;

function sharedAuthority(): CertificateAuthority {
  shared ??= new CertificateAuthority('chaos');
  return shared;
}

function contextOf(authority: CertificateAuthority, clientAuthority: CertificateAuthority | undefined) {
  const subject = { commonName: 'chaos-proxy' };
  const { certificate, key } = authority.issue({ usage: 'server', subject, hosts: ['127.0.0.1'] });
  return { cert: certificate, key, ...(clientAuthority && { ca: clientAuthority.certificate }) };
}
