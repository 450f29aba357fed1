// What a service is given and keeps: an address in the cluster, ports on the nodes, families of addresses.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/registry/core/service/storage/alloc.go

import {
  arrayAt,
  isJsonObject,
  type Json,
  type JsonObject,
  numberAt,
  objectAt,
  stringAt,
  stringsAt,
  valueAt,
  withKey,
  without,
} from '../json/json.ts';
import type { ServedResource } from '../registry/served-resource.ts';
import type { ServerContext } from '../server-context.ts';
import { invalid, invalidValue } from '../status-error.ts';
import type { StoredObject } from '../storage/stored-object.ts';

const firstNodePort = 30_000;
const nodePorts = 2_768;
const reservedNodePorts = 86;

/** `old` is the stored service, which keeps what it was given. */
export function withNetwork(
  server: ServerContext,
  served: ServedResource,
  object: JsonObject,
  old?: JsonObject,
): JsonObject {
  const spec = objectAt(object, 'spec');
  const before = objectAt(old ?? {}, 'spec');
  const name = stringAt(objectAt(object, 'metadata'), 'name') ?? '';
  if (stringAt(spec, 'type') === 'ExternalName')
    return {
      ...object,
      spec: old ? without(spec, 'clusterIP', 'clusterIPs', 'ipFamilies', 'ipFamilyPolicy') : spec,
    };
  const kept = keptAddress(spec, before, served, name);
  const addressed = withFamilies(
    kept === undefined ? withAddress(server, served, spec, name) : withOwnAddress(spec, kept),
  );
  return { ...object, spec: withNodePorts(server, served, addressed, before) };
}

function withOwnAddress(spec: JsonObject, address: string): JsonObject {
  return { ...spec, clusterIP: address, clusterIPs: [address] };
}

// An address that a service has is its own as long as it wants one.
function keptAddress(
  spec: JsonObject,
  before: JsonObject,
  { resource }: ServedResource,
  name: string,
): string | undefined {
  const own = stringAt(before, 'clusterIP') ?? '';
  if (own === '') return undefined;
  const asked = stringAt(spec, 'clusterIP') ?? '';
  if (asked === '' || asked === own) return own;
  throw invalid(resource, name, [invalidValue('spec.clusterIPs[0]', [asked], 'may not change once set')]);
}

function withAddress(
  server: ServerContext,
  served: ServedResource,
  spec: JsonObject,
  name: string,
): JsonObject {
  const asked = stringAt(spec, 'clusterIP') ?? stringsAt(spec, 'clusterIPs')[0] ?? '';
  if (asked === 'None') return withOwnAddress(spec, asked);
  const range = parseRange(server.serviceCidr);
  const taken = new Set(servicesOf(served).map(({ fields }) => fields['spec.clusterIP']));
  if (asked !== '') {
    const fault = !isWithin(range, asked)
      ? 'the provided network does not match the current range'
      : taken.has(asked)
        ? 'provided IP is already allocated'
        : undefined;
    if (fault === undefined) return withOwnAddress(spec, asked);
    const text = `failed to allocate IP ${asked}: ${fault}`;
    throw invalid(served.resource, name, [invalidValue('spec.clusterIPs', [asked], text)]);
  }
  // The network itself, the first address and the last one are nobody's.
  const size = range.size - 3;
  const free = firstFree(server, size, reservedAddresses(size), (at) =>
    taken.has(formatAddress(range.base + 2 + at)),
  );
  if (free !== undefined) return withOwnAddress(spec, formatAddress(range.base + 2 + free));
  throw invalid(served.resource, name, [
    invalidValue('spec.clusterIPs', null, 'failed to allocate a serviceIP: range is full'),
  ]);
}

function withFamilies(spec: JsonObject): JsonObject {
  const free = stringAt(spec, 'clusterIP') === 'None' && Object.keys(objectAt(spec, 'selector')).length === 0;
  return {
    ...spec,
    ipFamilies: valueAt(spec, 'ipFamilies') ?? (free ? ['IPv4', 'IPv6'] : ['IPv4']),
    ipFamilyPolicy: valueAt(spec, 'ipFamilyPolicy') ?? (free ? 'RequireDualStack' : 'SingleStack'),
  };
}

function withNodePorts(
  server: ServerContext,
  served: ServedResource,
  spec: JsonObject,
  before: JsonObject,
): JsonObject {
  const type = stringAt(spec, 'type') ?? '';
  const wanted =
    type === 'NodePort' ||
    (type === 'LoadBalancer' && valueAt(spec, 'allocateLoadBalancerNodePorts') !== false);
  const ports = arrayAt(spec, 'ports').filter(isJsonObject);
  if (!wanted) {
    if (!isOnNodes(before)) return spec;
    const plain = without(
      spec,
      'externalTrafficPolicy',
      'healthCheckNodePort',
      'allocateLoadBalancerNodePorts',
    );
    return withKey(
      plain,
      'ports',
      ports.map((port) => without(port, 'nodePort')),
    );
  }
  const earlier = arrayAt(before, 'ports').filter(isJsonObject);
  const taken = takenNodePorts(served);
  const given = ports.map((port): Json => {
    const own = numberAt(port, 'nodePort') ?? 0;
    const same = earlier.find(
      (one) =>
        stringAt(one, 'name') === stringAt(port, 'name') &&
        stringAt(one, 'protocol') === stringAt(port, 'protocol'),
    );
    const known = own === 0 ? same && numberAt(same, 'nodePort') : own;
    const at = firstFree(server, nodePorts, reservedNodePorts, (one) => taken.has(firstNodePort + one));
    const nodePort = known ?? firstNodePort + (at ?? 0);
    taken.add(nodePort);
    return { ...port, nodePort };
  });
  return withKey(spec, 'ports', given);
}

function isOnNodes(spec: JsonObject): boolean {
  return ['NodePort', 'LoadBalancer'].includes(stringAt(spec, 'type') ?? '');
}

function takenNodePorts(served: ServedResource): Set<number> {
  const onNodes = servicesOf(served).filter(({ fields }) => fields['spec.type'] !== 'ClusterIP');
  return new Set(
    onNodes.flatMap(({ object }) =>
      arrayAt(objectAt(object, 'spec'), 'ports')
        .filter(isJsonObject)
        .flatMap((port) => numberAt(port, 'nodePort') ?? []),
    ),
  );
}

function servicesOf({ store }: ServedResource): StoredObject[] {
  return [...store.snapshot.entries()].map(([, stored]) => stored);
}

// The low ones are left to those who ask for them, as long as there are others. From a place of chance onwards,
// so that what was given back is not given out again at once.
// https://kubernetes.io/docs/concepts/services-networking/cluster-ip-allocation/
function firstFree(
  { random }: ServerContext,
  size: number,
  reserved: number,
  isTaken: (at: number) => boolean,
): number | undefined {
  const open = size - reserved;
  const start = Math.floor(random() * open);
  for (let step = 0; step < open; step += 1) {
    const at = reserved + ((start + step) % open);
    if (!isTaken(at)) return at;
  }
  for (let at = 0; at < reserved; at += 1) if (!isTaken(at)) return at;
  return undefined;
}

// A sixteenth, at least 16 and at most 256; none where there are fewer than 16 in all.
function reservedAddresses(size: number): number {
  return size < 16 ? 0 : Math.min(Math.max(16, Math.floor(size / 16)), 256);
}

interface Range {
  readonly base: number;
  readonly size: number;
}

function parseRange(cidr: string): Range {
  const [address = '', bits = '32'] = cidr.split('/');
  return { base: parseAddress(address), size: 2 ** (32 - Number(bits)) };
}

function isWithin({ base, size }: Range, address: string): boolean {
  const value = parseAddress(address);
  return value >= base && value < base + size;
}

function parseAddress(address: string): number {
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

function formatAddress(value: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.');
}
