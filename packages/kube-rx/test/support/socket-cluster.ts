// A cluster behind real sockets and a proxy that fails on command. Time is virtual and flies while bytes travel, so that
// what waits for half a minute costs a test half a second.

import { ApiServer, type HttpListener, type SeedObject } from '@kube-rx/apiserver';
import type { Layer } from '@kube-rx/client';
import { catalog } from '@kube-rx/k8s/catalog';
import { Client, type VirtualClock } from 'kube-rx';
import { CutProxy } from '../../../../e2e/cut-proxy.ts';
import { freePort } from '../../../../e2e/free-port.ts';
import { type Actor } from './operator-cluster.ts';

// Server, proxy and clients are in this process, so that in each turn bytes get on however busy the machine is, and no
// request needs as many turns as its timeout has seconds.
const turnMs = 1000;
const mostTurns = 3600;

/** Lets time and bytes pass until it holds. @throws where it does not within an hour of virtual time. */
export async function until(
  clock: VirtualClock,
  what: string,
  holds: () => boolean | Promise<boolean>,
): Promise<void> {
  for (let turn = 0; turn < mostTurns; turn += 1) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 2));
    await clock.advance(turnMs);
  }
  throw new Error(`after ${(mostTurns * turnMs) / 1000} s not yet: ${what}`);
}

const isWrite = (method: string): boolean => method !== 'GET';

export class SocketCluster implements AsyncDisposable {
  readonly clock: VirtualClock;
  readonly proxy: CutProxy;
  /** Through the proxy. */
  readonly client: Client;
  /** What the operator's next write brings about, as it leaves. */
  onWrite: (() => void) | undefined;
  /** What it asked for, as `PATCH /api/v1/…`. */
  readonly writes: string[] = [];
  readonly #port: number;
  readonly #through: Client;
  #server: ApiServer;
  #direct: Client;
  #listener: HttpListener | undefined;

  private constructor(
    clock: VirtualClock,
    { proxy, port, objects }: { proxy: CutProxy; port: number; objects: readonly SeedObject[] },
  ) {
    this.clock = clock;
    this.proxy = proxy;
    this.#port = port;
    [this.#server, this.#direct] = this.#newServer(objects);
    this.#through = Client.fromConfig({ server: proxy.url }, { clock });
    const hook: Layer = (service) => (request, call) => {
      if (isWrite(request.method)) {
        this.writes.push(`${request.method} ${request.path}`);
        this.onWrite?.();
        this.onWrite = undefined;
      }
      return service(request, call);
    };
    this.client = this.#through.layered([hook]);
  }

  static async start(clock: VirtualClock, objects: readonly SeedObject[]): Promise<SocketCluster> {
    const port = await freePort();
    const proxy = await CutProxy.start(`http://127.0.0.1:${port}`);
    const cluster = new SocketCluster(clock, { proxy, port, objects });
    await cluster.listen();
    return cluster;
  }

  /** Past the proxy. */
  get direct(): Client {
    return this.#direct;
  }

  seed(objects: readonly SeedObject[]): void {
    this.#server.seed(objects);
  }

  async act(...actors: readonly Actor[]): Promise<void> {
    for (const actor of actors) await actor(this.#direct);
  }

  async listen(): Promise<void> {
    this.#listener = await this.#server.listen({ port: this.#port });
  }

  /** Its process ends, and all connections with it. */
  async goDown(): Promise<void> {
    this.#server.restart({ watches: 'reset' });
    await this.#listener?.close();
    this.#listener = undefined;
  }

  /** The server is another one, with other objects. */
  async replace(objects: readonly SeedObject[]): Promise<void> {
    await this.#server.close();
    await this.#direct.close();
    [this.#server, this.#direct] = this.#newServer(objects);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#through.close();
    await this.proxy.close();
    await this.#direct.close();
    await this.#server.close();
  }

  #newServer(objects: readonly SeedObject[]): [ApiServer, Client] {
    const { clock } = this;
    const server = new ApiServer({ clock, resources: catalog });
    server.seed(objects);
    return [server, new Client(server.service, { clock })];
  }
}
