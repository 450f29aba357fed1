// Which port of a Pod is meant, by kubectl's rules: a Service's port stands for its target port, a name for the number
// that a container gives it. What is UDP alone cannot be forwarded.
// https://github.com/kubernetes/kubectl/blob/v0.36.3/pkg/cmd/portforward/portforward.go#L190-L300
// https://github.com/kubernetes/kubectl/blob/v0.36.3/pkg/util/service_port.go

import { InvalidRequestError, printable } from '@kube-rx/core';
import type { ContainerPort, Pod } from '../pods/pod.ts';
import type { Service } from '../pods/service.ts';

/**
 * The number of the port in this Pod.
 *
 * @throws InvalidRequestError where there is no such port, saying which there are.
 */
export function targetPort(remote: number | string, pod: Pod, service?: Service): number {
  return service ? portOfService(remote, pod, service) : portOfPod(remote, pod);
}

function portOfService(remote: number | string, pod: Pod, { metadata, spec }: Service): number {
  const ports = spec?.ports ?? [];
  const named = typeof remote === 'string' ? ports.filter(({ name }) => name === remote) : ports;
  const meant = typeof remote === 'string' ? named : named.filter(({ port }) => port === remote);
  const [first] = meant;
  const found = meant.find(({ protocol = 'TCP' }) => protocol === 'TCP') ?? first;
  const where = `Service ${shown(metadata.name)}`;
  if (!found)
    throw noPort(
      remote,
      where,
      ports.map(({ name, port }) => (name ? `${name} (${port})` : `${port}`)),
    );
  requireTcp(found.protocol, remote, where);
  // A Service without an address of its own is the Pods themselves.
  if (spec?.clusterIP === 'None') return found.port;
  const { targetPort: target } = found;
  if (target === undefined || target === 0) return found.port;
  return typeof target === 'number' ? target : portOfPod(target, pod);
}

/** Before there is a Pod: whether the Service has such a port. */
export function requireServicePort(remote: number | string, { metadata, spec }: Service): void {
  const ports = (spec?.ports ?? []).map((port) => ({ ...port, targetPort: port.port }));
  portOfService(remote, { metadata }, { metadata, spec: { ports } });
}

function portOfPod(remote: number | string, { metadata, spec }: Pod): number {
  const containers = [...(spec?.containers ?? []), ...(spec?.initContainers ?? [])];
  const ports: readonly ContainerPort[] = containers.flatMap((container) => container.ports ?? []);
  const meant = ports.filter(
    ({ name, containerPort }) => remote === (typeof remote === 'string' ? name : containerPort),
  );
  const [first] = meant;
  const found = meant.find(({ protocol = 'TCP' }) => protocol === 'TCP') ?? first;
  const where = `Pod ${shown(metadata.name)}`;
  if (found) requireTcp(found.protocol, remote, where);
  // A container may listen on ports that it does not declare.
  if (typeof remote === 'number') return remote;
  if (found?.containerPort !== undefined) return found.containerPort;
  throw noPort(
    remote,
    where,
    ports.flatMap(({ name }) => name ?? []),
  );
}

function requireTcp(protocol: string | undefined, remote: number | string, where: string): void {
  if (protocol !== undefined && protocol !== 'TCP')
    throw new InvalidRequestError(
      `port ${shown(remote)} of ${where} is ${protocol}; only TCP can be forwarded`,
    );
}

function noPort(remote: number | string, where: string, known: readonly string[]): InvalidRequestError {
  const have = known.length === 0 ? 'it names none' : `it has ${known.slice(0, 20).join(', ')}`;
  return new InvalidRequestError(`${where} has no port ${shown(remote)}: ${have}`);
}

function shown(remote: number | string): string {
  return typeof remote === 'number' ? `${remote}` : `"${printable(remote, 100)}"`;
}
