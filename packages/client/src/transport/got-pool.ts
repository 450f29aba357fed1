// got over one pool of kept-alive connections. Importing got takes longer than importing the whole rest of kube-rx, so
// this module is loaded when the first request is sent.

import { Agent as HttpAgent } from 'node:http';
import { type AgentOptions, Agent as HttpsAgent } from 'node:https';
import type { OnReadOpts } from 'node:net';
import type { Duplex } from 'node:stream';
import type { HttpRequest } from '@kube-rx/core';
import got, { type Got } from 'got';
import { Connection } from './connection.ts';

export interface GotPoolOptions {
  /** Put before the target of every request. */
  readonly base: string;
  /** Absent for plain HTTP. */
  readonly tls?: Pick<AgentOptions, 'secureContext' | 'rejectUnauthorized' | 'servername'>;
  /** How long each of name lookup, TCP connect and TLS handshake may take, in ms. */
  readonly connectTimeout: number;
  /** Whether to accept compressed answers. */
  readonly compression: boolean;
}

// Load balancers drop an idle connection after 60 s, API servers after 90 s. A request that is sent just then is lost.
const idleConnectionMs = 45_000;

// TCP probes notice a peer that vanished, even while nothing is sent.
const probeDelayMs = 30_000;

export class GotPool {
  readonly #base: string;
  readonly #agent: { readonly http: PlainAgent } | { readonly https: SecureAgent };
  readonly #got: Got;

  constructor({ base, tls, connectTimeout, compression }: GotPoolOptions) {
    this.#base = base;
    const pool = { keepAlive: true, keepAliveMsecs: probeDelayMs, timeout: idleConnectionMs };
    this.#agent = tls ? { https: new SecureAgent({ ...pool, ...tls }) } : { http: new PlainAgent(pool) };
    this.#got = got.extend({
      agent: this.#agent,
      retry: { limit: 0 },
      throwHttpErrors: false,
      followRedirect: false,
      // got sees no body to count. Node notices one that ends early.
      strictContentLength: false,
      timeout: { lookup: connectTimeout, connect: connectTimeout, secureConnect: connectTimeout },
      headers: { 'user-agent': undefined, 'accept-encoding': compression ? 'gzip' : 'identity' },
    });
  }

  /** Sends a request to `target`, below the base. The stream emits `request`, then `response`, or `error`. */
  open(request: HttpRequest, target: string): Duplex {
    const { method, body, headers, repeatedHeaders } = request;
    const stream = this.#got.stream(this.#base + target, {
      method,
      headers: repeatedHeaders ? { ...headers, ...mutable(repeatedHeaders) } : headers,
      ...(body !== undefined && { body }),
    });
    // Without a body, got waits for one to be written for every method that may have one.
    if (body === undefined && method !== 'GET' && method !== 'HEAD') stream.end();
    return stream;
  }

  /** Closes every connection. */
  destroy(): void {
    for (const agent of Object.values(this.#agent)) agent.destroy();
  }
}

function mutable(headers: Readonly<Record<string, readonly string[]>>): Record<string, string[]> {
  return Object.fromEntries(Object.entries(headers).map(([name, values]) => [name, [...values]]));
}

// Node's agents, with sockets that a `Connection` reads.

class PlainAgent extends HttpAgent {
  override createConnection(...[options, onConnected]: Parameters<HttpAgent['createConnection']>) {
    return Connection.open((onread) => super.createConnection(withReader(options, onread), onConnected));
  }
}

class SecureAgent extends HttpsAgent {
  override createConnection(...[options, onConnected]: Parameters<HttpsAgent['createConnection']>) {
    return Connection.open((onread) => super.createConnection(withReader(options, onread), onConnected));
  }
}

// Node's types do not say that an agent hands all its options to `net.connect`.
function withReader<T>(options: T, onread: OnReadOpts): T & { readonly onread: OnReadOpts } {
  return { ...options, onread };
}
