// Listens on local ports, once they are known to be right.

import type { AddressInfo, Server, Socket } from 'node:net';
import { Api, type Client, type RequestOptions } from '@kube-rx/client';
import { ObjectRef } from '@kube-rx/core';
import { type PodTarget, selectPods } from '../pods/pod-selection.ts';
import { Service } from '../pods/service.ts';
import { Dial } from './dial.ts';
import type { ForwardedPort, ForwardOptions } from './forward-options.ts';
import { PortForward } from './port-forward.ts';
import { ReadyPods } from './ready-pods.ts';
import { requireServicePort } from './target-port.ts';

export interface OpenPortForwardOptions extends ForwardOptions {
  readonly ports: readonly ForwardedPort[];
}

export async function openPortForward(
  client: Client,
  target: PodTarget,
  options: OpenPortForwardOptions,
): Promise<PortForward> {
  const { ports, address = '127.0.0.1', signal, timeout = 30_000, maxConnections = 256 } = options;
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
    // To look up an address takes time.
    signal?.throwIfAborted();
  } catch (error) {
    await end();
    throw error;
  }
  return new PortForward({ listening, connections, end, signal });
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
