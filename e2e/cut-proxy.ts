/**
 * A TCP proxy on loopback that fails on command. It passes raw bytes, so TLS stays end to end and a serving
 * certificate for 127.0.0.1 fits the proxy as well. It stands between a client and a control plane to bring about
 * what networks do: resets, clean closes, silence (half-open connections), refusals, answers that come in drops.
 *
 * ```ts
 * await using proxy = await CutProxy.start(controlPlane.url);
 * const kubeconfig = controlPlane.kubeconfig({ server: proxy.url });
 * proxy.cut();          // every open connection gets a reset
 * proxy.stall();        // nothing passes any more, nothing closes either
 * proxy.resume();
 * proxy.freeze();       // what is open is dead and does not say so; new connections are well
 * await proxy.refuse(); // connection refused, until accept()
 * await proxy.accept();
 * ```
 */
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { freePort } from './free-port.ts';

interface Connection {
  readonly client: Socket;
  readonly target: Socket;
  /** Nothing passes any more, for ever. */
  isFrozen: boolean;
}

interface ProxyParts {
  readonly server: Server;
  readonly connections: Set<Connection>;
  readonly state: ProxyState;
}

export class CutProxy {
  /** The proxy's address with the target's scheme, e.g. `https://127.0.0.1:40123`. Stays the same for its lifetime. */
  readonly url: string;
  readonly port: number;
  readonly #server: Server;
  readonly #connections: Set<Connection>;
  readonly #state: ProxyState;

  private constructor(url: URL, { server, connections, state }: ProxyParts) {
    this.url = url.origin;
    this.port = Number(url.port);
    this.#server = server;
    this.#connections = connections;
    this.#state = state;
  }

  /** Starts a proxy in front of `target`, a URL with a port. */
  static async start(target: string): Promise<CutProxy> {
    const { protocol, hostname, port } = new URL(target);
    const connections = new Set<Connection>();
    const state: ProxyState = {
      accepted: 0,
      bytesToClients: 0,
      stalled: false,
      cutAtBytes: Infinity,
      drop: Infinity,
    };
    const server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, (client) => {
      const upstream = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
      pass({ client, target: upstream, isFrozen: false }, connections, state);
    });
    const listenPort = await freePort();
    server.listen(listenPort, '127.0.0.1');
    await once(server, 'listening');
    return new CutProxy(new URL(`${protocol}//127.0.0.1:${listenPort}`), { server, connections, state });
  }

  /** Connections open now. */
  get connections(): number {
    return this.#connections.size;
  }

  /** Connections accepted since the start: what a client's reconnecting and pooling can be judged by. */
  get accepted(): number {
    return this.#state.accepted;
  }

  /** Bytes passed from the target to clients since the start. */
  get bytesToClients(): number {
    return this.#state.bytesToClients;
  }

  /**
   * Ends every open connection and says how many there were. `reset` (the default) is what a crashed peer or a
   * middlebox sends; `close` is the clean end of a TCP stream, which under TLS is a truncation.
   */
  cut(how: 'reset' | 'close' = 'reset'): number {
    const count = this.#connections.size;
    for (const { client, target } of this.#connections) {
      if (how === 'reset') client.resetAndDestroy();
      else client.destroy();
      target.destroy();
    }
    this.#connections.clear();
    return count;
  }

  /** Ends the connection on which the byte after the next `bytes` arrives for a client: a cut inside a message. */
  cutAfter(bytes: number): void {
    this.#state.cutAtBytes = this.#state.bytesToClients + bytes;
  }

  /** Lets nothing pass in either direction, and no close either; new connections are accepted into the silence. */
  stall(): void {
    this.#state.stalled = true;
    for (const { client, target } of this.#connections) {
      client.pause();
      target.pause();
    }
  }

  /** Lets bytes pass again, those held back first. */
  resume(): void {
    this.#state.stalled = false;
    for (const { client, target, isFrozen } of this.#connections) {
      if (isFrozen) continue;
      client.resume();
      target.resume();
    }
  }

  /** Forgets the connections that are open, as a firewall does: nothing passes on them any more. New ones are well. */
  freeze(): void {
    for (const connection of this.#connections) {
      connection.isFrozen = true;
      connection.client.pause();
      connection.target.pause();
    }
  }

  /** Passes no more than so many bytes at once to clients; `Infinity` ends it. */
  drip(bytes: number): void {
    this.#state.drop = bytes;
  }

  /** Refuses new connections (nobody listens on the port); open ones stay. */
  async refuse(): Promise<void> {
    if (!this.#server.listening) return;
    // Stops listening at once; its callback waits for open connections too, so it is not what we wait for.
    this.#server.close();
    await new Promise<void>((resolve) => setImmediate(resolve));
  }

  /** Accepts connections again after {@link refuse}, on the same port. */
  async accept(): Promise<void> {
    if (this.#server.listening) return;
    this.#server.listen(this.port, '127.0.0.1');
    await once(this.#server, 'listening');
  }

  /** Cuts everything and gives the port back. Idempotent. */
  async close(): Promise<void> {
    this.cut();
    await this.refuse();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}

interface ProxyState {
  accepted: number;
  bytesToClients: number;
  stalled: boolean;
  cutAtBytes: number;
  drop: number;
}

function pass(connection: Connection, connections: Set<Connection>, state: ProxyState): void {
  const { client, target } = connection;
  state.accepted += 1;
  connections.add(connection);
  const drop = (): void => {
    connections.delete(connection);
    client.destroy();
    target.destroy();
  };
  const forward = (from: Socket, to: Socket): void => {
    from.setNoDelay(true);
    from.on('data', (chunk: Buffer) => {
      let passed = chunk;
      if (from === target) {
        passed = chunk.subarray(0, Math.max(0, state.cutAtBytes - state.bytesToClients));
        state.bytesToClients += passed.length;
      }
      if (from === target && passed.length > state.drop) {
        from.pause();
        writeInDrops(
          { to, bytes: passed, onEnd: () => state.stalled || connection.isFrozen || from.resume() },
          state,
        );
      } else if (!to.write(passed)) from.pause();
      if (passed.length < chunk.length) {
        state.cutAtBytes = Infinity;
        to.end(() => drop()); // the bytes before the cut still arrive
      }
    });
    to.on('drain', () => {
      if (!state.stalled && !connection.isFrozen) from.resume();
    });
    from.on('end', () => to.end());
    from.on('error', drop);
    from.on('close', () => {
      if (from.destroyed && to.destroyed) connections.delete(connection);
      else if (!from.readableEnded) drop();
    });
  };
  forward(client, target);
  forward(target, client);
  if (state.stalled) target.pause();
  else client.resume();
}

interface Drops {
  readonly to: Socket;
  readonly bytes: Buffer;
  readonly onEnd: () => void;
}

function writeInDrops({ to, bytes, onEnd }: Drops, state: ProxyState): void {
  const drop = bytes.subarray(0, Math.min(bytes.length, state.drop));
  to.write(drop, () => {
    const rest = bytes.subarray(drop.length);
    if (to.destroyed || rest.length === 0) onEnd();
    else setImmediate(() => writeInDrops({ to, bytes: rest, onEnd }, state));
  });
}
