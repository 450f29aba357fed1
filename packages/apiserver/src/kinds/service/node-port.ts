// Ports of a service on the nodes.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/registry/core/service/storage/alloc.go

import { type JsonObject, numberAt, objectAt, objectsAt, textAt, withKey } from '../../json/json.ts';
import { type FieldFault, internalError, invalidValue, unclassified } from '../../status-error.ts';
import type { ResourceStore } from '../../storage/resource-store.ts';
import type { KindAdmission } from '../kind.ts';
import { firstFree } from './allocation.ts';
import { getsNodePorts, isOnNodes, isProbed } from './spec.ts';

const first = 30_000;
const size = 2_768;
const reserved = 86;

type Refuse = (faults: readonly FieldFault[]) => Error;

/** The ports that are free, for the time of one write. */
class NodePorts {
  readonly #taken: Set<number>;
  readonly #random: () => number;
  readonly #dryRun: boolean;

  constructor({ server, store, dryRun }: KindAdmission) {
    this.#taken = takenIn(store);
    this.#random = server.random;
    this.#dryRun = dryRun;
  }

  /** Why a port cannot be had; undefined where it is had from now on. */
  take(port: number): string | undefined {
    // A dry run may ask for whatever port.
    if (!this.#dryRun && (port < first || port >= first + size))
      return `provided port is not in the valid range. The range of valid ports is ${first}-${first + size - 1}`;
    if (this.#taken.has(port)) return 'provided port is already allocated';
    this.#taken.add(port);
    return undefined;
  }

  /** @throws StatusError where there is none. */
  next(what: string): number {
    const free = firstFree({ size, reserved, isTaken: (at) => this.#taken.has(first + at) }, this.#random);
    if (free === undefined) throw internalError(`failed to allocate a ${what}: range is full`);
    this.#taken.add(first + free);
    return first + free;
  }
}

/** The spec with its ports on the nodes; `old` is the spec that an update replaces. */
export function withNodePorts(write: KindAdmission, spec: JsonObject, refuse: Refuse): JsonObject {
  const old = write.old && objectAt(write.old, 'spec');
  const isNewlyProbed = isProbed(spec) && !(old && isProbed(old));
  if (!isOnNodes(spec) && !isNewlyProbed) return spec;
  const ports = new NodePorts(write);
  const given = old ? updatedPorts(ports, spec, { old, refuse }) : createdPorts(ports, spec, refuse);
  const next = given.length > 0 ? withKey(spec, 'ports', given) : spec;
  return isNewlyProbed ? withHealthPort(ports, next) : next;
}

// Of ports of one number, as with two protocols, all have the same one, unless they ask for another.
function createdPorts(ports: NodePorts, spec: JsonObject, refuse: Refuse): JsonObject[] {
  const asked = new Map<number, number>();
  for (const port of portsOf(spec).toReversed())
    if (nodePortOf(port) !== 0) asked.set(numberAt(port, 'port') ?? 0, nodePortOf(port));
  const given = new Map<number, number>();
  return portsOf(spec).map((port, at) => {
    const [number, own] = [numberAt(port, 'port') ?? 0, nodePortOf(port)];
    if (own === 0 && !getsNodePorts(spec)) return port;
    const known = given.get(number);
    if (known !== undefined && (own === 0 || own === known)) return { ...port, nodePort: known };
    const wanted = known === undefined ? (asked.get(number) ?? 0) : own;
    const nodePort = wanted === 0 ? ports.next('nodePort') : wanted;
    if (wanted !== 0) requirePort(ports, { port: wanted, at }, refuse);
    if (known === undefined) given.set(number, nodePort);
    return { ...port, nodePort };
  });
}

function requirePort(
  ports: NodePorts,
  { port, at }: { readonly port: number; readonly at: number },
  refuse: Refuse,
): void {
  const why = ports.take(port);
  if (why !== undefined) throw refuse([invalidValue(`spec.ports[${at}].nodePort`, port, why)]);
}

function updatedPorts(
  ports: NodePorts,
  spec: JsonObject,
  { old, refuse }: { readonly old: JsonObject; readonly refuse: Refuse },
): JsonObject[] {
  const had = new Set(portsOf(old).map(nodePortOf));
  const given = new Set<string>();
  return portsOf(spec).map((port, at) => {
    const own = nodePortOf(port);
    if (own === 0 && !getsNodePorts(spec)) return port;
    const nodePort = own === 0 ? ports.next('nodePort') : own;
    if (own !== 0 && !had.has(own)) requirePort(ports, { port: own, at }, refuse);
    had.add(nodePort);
    const known = `${textAt(port, 'protocol')} ${nodePort}`;
    if (given.has(known)) throw unclassified(`duplicate nodePort: {${known}}`);
    given.add(known);
    return { ...port, nodePort };
  });
}

function withHealthPort(ports: NodePorts, spec: JsonObject): JsonObject {
  const asked = numberAt(spec, 'healthCheckNodePort') ?? 0;
  if (asked === 0) return { ...spec, healthCheckNodePort: ports.next('HealthCheck NodePort 0') };
  const why = ports.take(asked);
  if (why === undefined) return spec;
  throw internalError(`failed to allocate requested HealthCheck NodePort ${asked}: ${why}`);
}

export function portsOf(spec: JsonObject): JsonObject[] {
  return objectsAt(spec, 'ports');
}

/** 0 where there is none. */
export function nodePortOf(port: JsonObject): number {
  return numberAt(port, 'nodePort') ?? 0;
}

function takenIn({ snapshot }: ResourceStore): Set<number> {
  const taken = new Set<number>();
  for (const [, stored] of snapshot.entries()) {
    if (stored.fields['spec.type'] === 'ClusterIP') continue;
    const spec = objectAt(stored.object, 'spec');
    for (const port of portsOf(spec)) taken.add(nodePortOf(port));
    taken.add(numberAt(spec, 'healthCheckNodePort') ?? 0);
  }
  return taken;
}
