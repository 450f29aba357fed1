// What is advised of the ports of all containers of a pod, which are taken all the same.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/api/pod/warnings.go

import type { Field } from '../../validation/field.ts';

// Each port is compared with each one before it.
const mostComparisons = 1_000_000;

interface Port {
  readonly path: string;
  readonly hostIp: string;
  readonly hostPort: number;
}

export function* portWarnings(containers: readonly Field[]): Generator<string> {
  const ports = containers.flatMap((container) => container.at('ports').items);
  yield* clashes(ports);
  const names = new Map<string, string>();
  for (const { path, name } of ports.map((port) => ({ path: port.path, name: port.at('name').text }))) {
    const other = names.get(name);
    if (name === '') continue;
    if (other === undefined) names.set(name, path);
    else
      yield `${path}: duplicate port name ${JSON.stringify(name)} with ${other}, services and probes that select ports by name will use ${other}`;
  }
}

function* clashes(ports: readonly Field[]): Generator<string> {
  const known = new Map<string, Port[]>();
  let left = mostComparisons;
  for (const one of ports) {
    const [number, protocol] = [one.at('containerPort').number, one.at('protocol').text];
    const port = { path: one.path, hostIp: one.at('hostIP').text, hostPort: one.at('hostPort').number };
    if (port.hostIp !== '' && port.hostPort === 0)
      yield `${port.path}: hostIP set without hostPort: {Name:${one.at('name').text} HostPort:0 ContainerPort:${number} Protocol:${protocol} HostIP:${port.hostIp}}`;
    const key = `${number}/${protocol}`;
    const others = known.get(key) ?? [];
    known.set(key, others);
    for (const other of others) {
      left -= 1;
      if (left < 0) return;
      const clash = clashOf(port, other);
      if (clash !== undefined) yield `${port.path}: ${clash} port definition with ${other.path}`;
    }
    others.push(port);
  }
}

function clashOf(port: Port, other: Port): string | undefined {
  const isSamePort = port.hostPort === other.hostPort;
  if (isSamePort && port.hostIp === other.hostIp) return 'duplicate';
  if (port.hostPort === 0 || other.hostPort === 0) return 'overlapping';
  const isEither = (port.hostIp === '') !== (other.hostIp === '');
  return isSamePort && isEither ? 'dangerously ambiguous' : undefined;
}
