// A local port that leads to a port of a Pod, and stays when Pods change. What listens is loaded with it.

import type { Client } from '@kube-rx/client';
import { InvalidRequestError } from '@kube-rx/core';
import type { PodTarget } from '../pods/pod-selection.ts';
import type { ForwardPortOptions } from './forward-options.ts';
import type { PortForward } from './port-forward.ts';

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
  const ports = options.ports ?? [options];
  if (ports.length === 0) throw new InvalidRequestError('ports is empty: name the ports to forward');
  for (const { remote, local = 0 } of ports) {
    requirePort('remote', typeof remote === 'string' ? 1 : remote, 1);
    requirePort('local', local, 0);
  }
  const { openPortForward } = await import('./open-port-forward.ts');
  return openPortForward(client, target, { ...options, ports });
}

function requirePort(name: string, port: number, least: number): void {
  if (!(Number.isInteger(port) && port >= least && port <= 65_535))
    throw new InvalidRequestError(
      `${name} must be a port, a whole number from ${least} to 65535, not ${port}`,
    );
}
