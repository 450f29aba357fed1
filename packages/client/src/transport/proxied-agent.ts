// Node agents whose connections go by a proxy.

import { Agent as HttpAgent } from 'node:http';
import { type AgentOptions, Agent as HttpsAgent } from 'node:https';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { ProxyTarget } from './proxy-handshake.ts';
import { connectByProxy, dialProxy, type ProxyRoute, secure } from './proxy-route.ts';
import { bareError } from './transport-error.ts';

type Connecting = Parameters<HttpAgent['createConnection']>;

/** For plain HTTP. An HTTP proxy gets the requests themselves, and passes them on, unless a `tunnel` is wanted. */
export class ProxiedAgent extends HttpAgent {
  readonly #route: ProxyRoute;
  readonly #isTunnel: boolean;

  constructor(options: AgentOptions, route: ProxyRoute, { tunnel }: { readonly tunnel: boolean }) {
    super(options);
    this.#route = route;
    this.#isTunnel = tunnel || route.proxy.protocol === 'socks5';
  }

  override createConnection(...[options, onConnected]: Connecting): undefined {
    const route = this.#route;
    deliver(this.#isTunnel ? connectByProxy(targetOf(options), route) : dialProxy(route), onConnected);
    // So Node waits to be told.
    return undefined;
  }
}

/** TLS with the server, through the proxy. */
export class SecureProxiedAgent extends HttpsAgent {
  readonly #route: ProxyRoute;

  constructor(options: AgentOptions, route: ProxyRoute) {
    super(options);
    this.#route = route;
  }

  override createConnection(
    ...[options, onConnected]: Parameters<HttpsAgent['createConnection']>
  ): undefined {
    const route = this.#route;
    const target = targetOf(options);
    // Node has taken the name from the URL, where none was given.
    const { servername = '' } = options;
    const tls = { ...this.options, servername, host: target.host };
    deliver(
      connectByProxy(target, route).then((socket) => secure(socket, tls, route)),
      onConnected,
    );
    return undefined;
  }
}

function targetOf({ host, port }: Connecting[0]): ProxyTarget {
  return { host: host ?? '', port: Number(port) };
}

function deliver(connecting: Promise<Duplex>, onConnected: Connecting[1]): void {
  connecting.then(
    (socket) => onConnected?.(null, socket),
    // Node looks at the error alone.
    (error: unknown) => onConnected?.(bareError(error), new Socket()),
  );
}
