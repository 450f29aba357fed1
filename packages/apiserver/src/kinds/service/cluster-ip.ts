// The address of a service in the cluster, and the families of its addresses.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/registry/core/service/storage/alloc.go

import { type JsonObject, objectAt, stringAt, stringsAt, textAt, valueAt } from '../../json/json.ts';
import { type FieldFault, invalid, invalidValue } from '../../status-error.ts';
import type { KindWrite } from '../kind.ts';
import { firstFree } from './allocation.ts';

/** The spec with an address of its own; `before` is the stored spec, which keeps the one that it has. */
export function withClusterIp(write: KindWrite, spec: JsonObject, before: JsonObject): JsonObject {
  const own = textAt(before, 'clusterIP');
  if (own === '') return withFamilies(withAddress(write, spec));
  const asked = textAt(spec, 'clusterIP');
  if (asked === '' || asked === own) return withFamilies(withOwnAddress(spec, own));
  throw refusal(write, invalidValue('spec.clusterIPs[0]', [asked], 'may not change once set'));
}

function withOwnAddress(spec: JsonObject, address: string): JsonObject {
  return { ...spec, clusterIP: address, clusterIPs: [address] };
}

function withAddress(write: KindWrite, spec: JsonObject): JsonObject {
  const { server, store } = write;
  const asked = stringAt(spec, 'clusterIP') ?? stringsAt(spec, 'clusterIPs')[0] ?? '';
  if (asked === 'None') return withOwnAddress(spec, asked);
  const range = parseRange(server.serviceCidr);
  const taken = new Set([...store.snapshot.entries()].map(([, { fields }]) => fields['spec.clusterIP']));
  if (asked !== '') {
    const fault = !isWithin(range, asked)
      ? 'the provided network does not match the current range'
      : taken.has(asked)
        ? 'provided IP is already allocated'
        : undefined;
    if (fault === undefined) return withOwnAddress(spec, asked);
    throw refusal(
      write,
      invalidValue('spec.clusterIPs', [asked], `failed to allocate IP ${asked}: ${fault}`),
    );
  }
  // The network itself, the first address and the last one are not given out.
  const size = range.size - 3;
  const address = (at: number): string => formatAddress(range.base + 2 + at);
  const pool = { size, reserved: reservedAddresses(size), isTaken: (at: number) => taken.has(address(at)) };
  const free = firstFree(pool, server.random);
  if (free !== undefined) return withOwnAddress(spec, address(free));
  throw refusal(
    write,
    invalidValue('spec.clusterIPs', null, 'failed to allocate a serviceIP: range is full'),
  );
}

function refusal({ object }: KindWrite, fault: FieldFault): Error {
  const name = textAt(object, 'metadata', 'name');
  return invalid({ group: '', kind: 'Service' }, name, [fault]);
}

function withFamilies(spec: JsonObject): JsonObject {
  const free = stringAt(spec, 'clusterIP') === 'None' && Object.keys(objectAt(spec, 'selector')).length === 0;
  return {
    ...spec,
    ipFamilies: valueAt(spec, 'ipFamilies') ?? (free ? ['IPv4', 'IPv6'] : ['IPv4']),
    ipFamilyPolicy: valueAt(spec, 'ipFamilyPolicy') ?? (free ? 'RequireDualStack' : 'SingleStack'),
  };
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
