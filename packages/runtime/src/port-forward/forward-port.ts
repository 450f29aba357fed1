// A local port that leads to a port of a Pod, and stays when Pods change.

import type { AddressInfo, Server, Socket } from 'node:net';
import { Api, type Client, type PortConnection, type RequestOptions } from '@kube-rx/client';
import { InvalidRequestError, isNotFound, ObjectRef, onAbort } from '@kube-rx/core';
import { Pod } from '../pods/pod.ts';
import { type PodTarget, selectPods } from '../pods/pod-selection.ts';
import { Service } from '../pods/service.ts';
import { ReadyPods } from './ready-pods.ts';
import { requireServicePort, targetPort } from './target-port.ts';
import { tunnel } from './tunnel.ts';

/** Which port leads where. */
export interface ForwardedPort {
  /** A number or a name: of a Service its port, of anything else a container's. */
  readonly remote: number | string;
  /** Default: any that is free. */
  readonly local?: number;
}

/** One port, or several that share watches and an end. */
export type ForwardPortOptions = ForwardOptions &
  ((ForwardedPort & { readonly ports?: never }) | { readonly ports: readonly ForwardedPort[] });

interface ForwardOptions {
  /** Where to listen. Default `127.0.0.1`: this machine alone. Whoever reaches another address reaches the Pod. */
  readonly address?: string;
  /** How long a connection waits for a Pod that is ready, and for the server, in ms. Default 30,000. */
  readonly timeout?: number;
  /** How long a Pod may be silent once the local side sends no more, in ms. Default 10,000. */
  readonly lingerTimeout?: number;
  /** More connections at once are refused, to each port. Default 256. */
  readonly maxConnections?: number;
  /** Told of each connection that failed. Must not throw. Default: nobody is. */
  readonly onTrouble?: (trouble: ForwardTrouble) => void;
  /** Ends it as `close` does. */
  readonly signal?: AbortSignal;
}

/** Why a connection failed. Others go on. */
export interface ForwardTrouble {
  readonly error: Error;
  /** Which Pod it went to; absent where none was found. */
  readonly pod?: string;
}

const podAttempts = 3;

/** @example await using forward = await forwardPort(client, ObjectRef.of(Service, 'web', 'shop'), { remote: 80 }); */
export class PortForward implements AsyncDisposable {
  /** Where it listens. */
  readonly address: string;
  /** The local ports, in the order of those that were asked for. */
  readonly ports: readonly number[];
  readonly #connections: ReadonlyMap<Socket, unknown>;
  readonly #end: () => Promise<void>;
  readonly #stopListening: () => void;

  /** Use `forwardPort`. */
  constructor(parts: {
    readonly listening: readonly AddressInfo[];
    readonly connections: ReadonlyMap<Socket, unknown>;
    readonly end: () => Promise<void>;
    readonly signal: AbortSignal | undefined;
  }) {
    this.address = parts.listening[0]?.address ?? '';
    this.ports = parts.listening.map(({ port }) => port);
    this.#connections = parts.connections;
    this.#end = parts.end;
    this.#stopListening = onAbort(parts.signal, () => void this.close());
  }

  /** The local port, or the first of several. */
  get port(): number {
    return this.ports[0] ?? 0;
  }

  /** How many are open now. */
  get connections(): number {
    return this.#connections.size;
  }

  /** Ends the listeners, every connection and the watches; resolves when all of it is over. Idempotent. */
  async close(): Promise<void> {
    this.#stopListening();
    await this.#end();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

/**
 * Listens on a local port, and connects each connection that comes to a Pod that is ready at that moment.
 *
 * Guarantees: it stays whatever happens to Pods, until it is closed. A connection that cannot be made, or breaks off, is
 * reset, and no other notices. Back-pressure works both ways. It listens on this machine alone unless told else. `close`
 * and the signal leave nothing open.
 *
 * Caveats: TCP only. The Pod is not told when the local side has sent all (half-close); see `lingerTimeout`. A Pod that
 * was named itself need only run; of anything else it must be ready.
 *
 * @throws ApiError where the object does not exist; InvalidRequestError where it has no Pods, or a Service no such port;
 * an error of Node's, as `EADDRINUSE`, where the local port cannot be had.
 * @example
 * await using forward = await forwardPort(client, ObjectRef.of(Service, 'web', 'shop'), { remote: 80, local: 8080 });
 * await fetch(`http://127.0.0.1:${forward.port}`);
 */
export async function forwardPort(
  client: Client,
  target: PodTarget,
  options: ForwardPortOptions,
): Promise<PortForward> {
  const { address = '127.0.0.1', signal, timeout = 30_000, maxConnections = 256 } = options;
  const ports = options.ports ?? [options];
  if (ports.length === 0) throw new InvalidRequestError('ports is empty: name the ports to forward');
  for (const { remote, local = 0 } of ports) {
    requirePort('remote', typeof remote === 'string' ? 1 : remote, 1);
    requirePort('local', local, 0);
  }
  const selection = await selectPods(client, target, { signal, timeout });
  const what = 'resource' in target ? ObjectRef.format(target) : `Pods in ${selection.namespace}`;
  const service = await serviceOf(client, target, { signal, timeout });
  if (service) for (const { remote } of ports) requireServicePort(remote, service);
  const pods = new ReadyPods(client, selection, { what, ...(service && { service }) });
  const closing = new AbortController();
  const connections = new Map<Socket, Promise<void>>();
  const { createServer } = process.getBuiltinModule('node:net');
  const servers: Server[] = [];
  const listening: AddressInfo[] = [];
  const end = async (): Promise<void> => {
    closing.abort();
    const closed = servers.map((server) => new Promise((resolve) => server.close(resolve)));
    for (const socket of connections.keys()) socket.resetAndDestroy();
    await Promise.all([...closed, ...connections.values()]);
    await pods.close();
  };
  try {
    signal?.throwIfAborted();
    for (const { remote, local = 0 } of ports) {
      const dial = new Dial(client, pods, { ...options, remote, timeout, namespace: selection.namespace });
      const server = createServer({ allowHalfOpen: true }, (socket) => {
        socket.on('error', () => undefined);
        const connection = dial.serve(socket, closing.signal).finally(() => connections.delete(socket));
        connections.set(socket, connection);
      });
      server.maxConnections = maxConnections;
      listening.push(await listen(server, local, address));
      servers.push(server);
    }
  } catch (error) {
    await end();
    throw error;
  }
  return new PortForward({ listening, connections, end, signal });
}

interface DialOptions extends ForwardOptions, Pick<ForwardedPort, 'remote'> {
  readonly timeout: number;
  readonly namespace: string;
}

/** Makes one connection after the other. */
class Dial {
  readonly #client: Client;
  readonly #pods: ReadyPods;
  readonly #options: DialOptions;

  constructor(client: Client, pods: ReadyPods, options: DialOptions) {
    this.#client = client;
    this.#pods = pods;
    this.#options = options;
  }

  /** Resolves when the connection is over; what fails is told to `onTrouble`. */
  async serve(socket: Socket, closing: AbortSignal): Promise<void> {
    const { lingerTimeout = 10_000, onTrouble } = this.#options;
    const gone = new AbortController();
    socket.once('close', () => gone.abort());
    const signal = AbortSignal.any([closing, gone.signal]);
    const tell = (thrown: unknown, pod: string | undefined): void => {
      const error = thrown instanceof Error ? thrown : new Error(String(thrown));
      onTrouble?.({ error, ...(pod !== undefined && { pod }) });
    };
    let pod: string | undefined;
    let reached: PortConnection;
    try {
      reached = await this.#connect(signal, (name) => void (pod = name));
    } catch (error) {
      // Somebody who has left has no trouble.
      if (!signal.aborted) tell(error, pod);
      socket.resetAndDestroy();
      return;
    }
    try {
      await tunnel(socket, reached, { clock: this.#client.clock, lingerTimeout });
    } catch (error) {
      if (!closing.aborted) tell(error, pod);
    }
  }

  // A Pod may be gone before the watch says so.
  async #connect(signal: AbortSignal, onPod: (name: string) => void): Promise<PortConnection> {
    const { remote, timeout, namespace } = this.#options;
    const without = new Set<string>();
    for (;;) {
      const pod = await this.#pods.pick({ signal, timeout, without });
      const { name } = pod.metadata;
      onPod(name);
      const port = targetPort(remote, pod, this.#pods.service);
      try {
        return await Api.namespaced(this.#client, Pod, namespace).forward(name, port, { signal, timeout });
      } catch (error) {
        without.add(name);
        if (!isNotFound(error) || without.size >= podAttempts) throw error;
      }
    }
  }
}

async function serviceOf(
  client: Client,
  target: PodTarget,
  options: RequestOptions,
): Promise<Service | undefined> {
  if (!('resource' in target) || target.resource.group !== '' || target.resource.kind !== 'Service')
    return undefined;
  const { name, namespace = client.defaultNamespace } = target;
  return Api.namespaced(client, Service, namespace).get(name, options);
}

function listen(server: Server, port: number, address: string): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, address, () => {
      server.off('error', reject);
      server.on('error', () => undefined);
      resolve(server.address() as AddressInfo);
    });
  });
}

function requirePort(name: string, port: number, least: number): void {
  if (!(Number.isInteger(port) && port >= least && port <= 65_535))
    throw new InvalidRequestError(
      `${name} must be a port, a whole number from ${least} to 65535, not ${port}`,
    );
}
