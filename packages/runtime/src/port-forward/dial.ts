// Connects what comes to a local port to a Pod that is ready.

import type { Socket } from 'node:net';
import { Api, type Client, type PortConnection } from '@kube-rx/client';
import { isNotFound, toError } from '@kube-rx/core';
import { Pod } from '../pods/pod.ts';
import type { ForwardedPort, ForwardOptions } from './forward-options.ts';
import type { ReadyPods } from './ready-pods.ts';
import { targetPort } from './target-port.ts';
import { tunnel } from './tunnel.ts';

const podAttempts = 3;

interface DialOptions extends ForwardOptions, Pick<ForwardedPort, 'remote'> {
  readonly timeout: number;
  readonly namespace: string;
}

/** Makes one connection after the other. */
export class Dial {
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
      onTrouble?.({ error: toError(thrown), ...(pod !== undefined && { pod }) });
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
      const { name, uid = '' } = pod.metadata;
      onPod(name);
      const port = targetPort(remote, pod, this.#pods.service);
      try {
        return await Api.namespaced(this.#client, Pod, namespace).forward(name, port, { signal, timeout });
      } catch (error) {
        without.add(uid);
        if (!isNotFound(error) || without.size >= podAttempts) throw error;
      }
    }
  }
}
