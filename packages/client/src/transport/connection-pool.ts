// The kept-alive connections to one server: a Node agent whose sockets a `Connection` reads. It knows every socket that
// it has made, also one that Node has handed over and forgotten, and since when each has been idle.

import { Agent as HttpAgent } from 'node:http';
import { type AgentOptions, Agent as HttpsAgent } from 'node:https';
import type { OnReadOpts } from 'node:net';
import type { Duplex } from 'node:stream';
import type { CallOptions } from '@kube-rx/core';
import { errorCode } from '../errors.ts';
import { Connection } from './connection.ts';
import { ProxiedAgent, SecureProxiedAgent } from './proxied-agent.ts';
import type { PoolProxy, ProxyRoute } from './proxy-route.ts';

export type PoolTls = Pick<AgentOptions, 'secureContext' | 'rejectUnauthorized' | 'servername'>;

// Load balancers drop an idle connection after 60 s, API servers after 90 s. A request that is sent just then is lost.
export const idleConnectionMs = 45_000;

// TCP probes notice a peer that vanished, even while nothing is sent.
const probeDelayMs = 30_000;

const keptAlive = { keepAlive: true, keepAliveMsecs: probeDelayMs, timeout: idleConnectionMs };

/** How a server is reached. */
export interface PoolWay {
  /** Absent for plain HTTP. */
  readonly tls?: PoolTls | undefined;
  /** Absent where the server is reached directly. */
  readonly proxy?: PoolProxy | undefined;
}

export interface ConnectionPoolOptions extends PoolWay {
  /** How long each of name lookup, TCP connect, the answer of a proxy and TLS handshake may take, in ms. */
  readonly connectTimeout: number;
}

export class ConnectionPool {
  readonly agent: HttpAgent;
  /** For a request that takes its connection out of HTTP, which no proxy passes on. */
  readonly upgradeAgent: HttpAgent;
  /** Its connections end with the request that they are made for. Absent until one is wanted. */
  #passing: HttpAgent | undefined;
  readonly #options: ConnectionPoolOptions;
  readonly #sockets = new Set<Duplex>();
  /** When a request last gave the connection back. */
  readonly #idleSince = new WeakMap<object, number>();
  #moments = 0;

  constructor(options: ConnectionPoolOptions) {
    this.#options = options;
    this.agent = this.#createAgent();
    const route = options.tls ? undefined : this.#route();
    this.upgradeAgent = route
      ? new ProxiedAgent({ ...keptAlive, keepAlive: false }, route, { tunnel: true })
      : this.agent;
    this.agent.on('free', (socket: Duplex) => this.#idleSince.set(socket, this.nextMoment()));
  }

  /** For a request with a wish for a new connection, or with none. An idle one may be dead without anybody's knowing. */
  agentFor(wish: CallOptions['connection']): HttpAgent {
    if (wish === undefined) return this.agent;
    this.#passing ??= Object.assign(this.#createAgent(), { maxFreeSockets: 0 });
    return this.#passing;
  }

  /** Later than every moment before. It counts, as a clock may stand still. */
  nextMoment(): number {
    this.#moments += 1;
    return this.#moments;
  }

  /**
   * Destroys the connections that have been idle since before `moment`. They go the way of one that was used later and
   * turned out to be dead, and each would cost a call its whole timeout.
   */
  destroyIdleSince(moment: number): void {
    for (const socket of Object.values(this.agent.freeSockets).flat())
      if (socket && (this.#idleSince.get(socket) ?? 0) < moment) socket.destroy();
  }

  /** Lets the connections end with what runs on them. */
  retire(): void {
    this.agent.maxFreeSockets = 0;
    this.destroyIdleSince(this.nextMoment());
  }

  /** Closes every connection. */
  destroy(): void {
    this.agent.destroy();
    this.upgradeAgent.destroy();
    this.#passing?.destroy();
    for (const socket of this.#sockets) socket.destroy();
  }

  #createAgent(): HttpAgent {
    const { tls } = this.#options;
    const onSocket = (socket: Duplex): void => this.#add(socket);
    // A server that has other versions of HTTP alone says so in the handshake (RFC 7301, section 3.2).
    const secure = { ...keptAlive, ...tls, ALPNProtocols: ['http/1.1'] };
    const route = this.#route();
    if (route)
      return tls
        ? new SecureProxiedAgent(secure, route)
        : new ProxiedAgent(keptAlive, route, { tunnel: false });
    return tls ? new SecureAgent(secure, onSocket) : new PlainAgent(keptAlive, onSocket);
  }

  #route(): ProxyRoute | undefined {
    const { proxy, connectTimeout } = this.#options;
    return proxy && { ...proxy, connectTimeout, onSocket: (socket) => this.#add(socket) };
  }

  #add(socket: Duplex): void {
    this.#sockets.add(socket);
    socket
      .once('close', () => this.#sockets.delete(socket))
      .once('error', (error) => {
        // TCP's own probes, or its repetitions, were not answered.
        if (errorCode(error) === 'ETIMEDOUT') this.destroyIdleSince(this.nextMoment());
      });
  }
}

type OnSocket = (socket: Duplex) => void;

class PlainAgent extends HttpAgent {
  readonly #onSocket: OnSocket;

  constructor(options: AgentOptions, onSocket: OnSocket) {
    super(options);
    this.#onSocket = onSocket;
  }

  override createConnection(...[options, onConnected]: Parameters<HttpAgent['createConnection']>) {
    return openSocket(
      (onread) => super.createConnection(withReader(options, onread), onConnected),
      this.#onSocket,
    );
  }
}

class SecureAgent extends HttpsAgent {
  readonly #onSocket: OnSocket;

  constructor(options: AgentOptions, onSocket: OnSocket) {
    super(options);
    this.#onSocket = onSocket;
  }

  override createConnection(...[options, onConnected]: Parameters<HttpsAgent['createConnection']>) {
    return openSocket(
      (onread) => super.createConnection(withReader(options, onread), onConnected),
      this.#onSocket,
    );
  }
}

function openSocket(
  connect: (onread: OnReadOpts) => Duplex | null | undefined,
  onSocket: OnSocket,
): Duplex | null | undefined {
  const socket = Connection.open(connect);
  if (socket) onSocket(socket);
  return socket;
}

// Node's types do not say that an agent hands all its options to `net.connect`.
function withReader<T>(options: T, onread: OnReadOpts): T & { readonly onread: OnReadOpts } {
  return { ...options, onread };
}
