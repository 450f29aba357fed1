// The address of a service in the cluster.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/registry/core/service/storage/alloc.go

import { type JsonObject, objectAt, stringsAt, textAt, valueAt } from '../../json/json.ts';
import { type FieldFault, internalError, invalidValue } from '../../status-error.ts';
import type { KindAdmission } from '../kind.ts';
import { firstFree } from './allocation.ts';
import { isExternal, noAddress } from './spec.ts';

/**
 * The spec with an address of its own, the one that it asks for if it does.
 *
 * @throws StatusError where there is none.
 */
export function withClusterIp(
  { server, store, object, dryRun }: KindAdmission,
  spec: JsonObject,
  refuse: (faults: readonly FieldFault[]) => Error,
): JsonObject {
  const [asked = ''] = stringsAt(spec, 'clusterIPs');
  if (isExternal(spec) || asked === noAddress) return spec;
  const range = parseRange(server.serviceCidr);
  const taken = new Set([...store.snapshot.entries()].map(([, { fields }]) => fields['spec.clusterIP']));
  if (asked !== '') {
    const isTaken = taken.has(asked) || (asked === formatAddress(range.base + 1) && !isOfServer(object));
    const why = outside(range, asked, dryRun) ?? (isTaken && !dryRun ? allocated : undefined);
    if (why === undefined) return withAddress(spec, asked);
    const said = `failed to allocate IP ${asked}: ${why}`;
    throw refuse([invalidValue('spec.clusterIPs', valueAt(spec, 'clusterIPs'), said)]);
  }
  // The network itself, the first address and the last one are not given out.
  const size = range.size - 3;
  const address = (at: number): string => formatAddress(range.base + 2 + at);
  const pool = { size, reserved: reservedAddresses(size), isTaken: (at: number) => taken.has(address(at)) };
  const free = firstFree(pool, server.random);
  if (free !== undefined) return withAddress(spec, address(free));
  const name = JSON.stringify(valueAt(object, 'metadata', 'name') ?? '');
  throw internalError(`failed to allocate a serviceIP for Service ${name}: range is full`);
}

const allocated = 'provided IP is already allocated';

// The first address is that of the server itself, whether or not its service is there.
function isOfServer(service: JsonObject): boolean {
  const metadata = objectAt(service, 'metadata');
  return textAt(metadata, 'namespace') === 'default' && textAt(metadata, 'name') === 'kubernetes';
}

function withAddress(spec: JsonObject, address: string): JsonObject {
  return { ...spec, clusterIP: address, clusterIPs: [address] };
}

// A dry run asks the one range that there is, any other request whoever has a range for the address.
function outside(range: Range, asked: string, dryRun: boolean): string | undefined {
  const at = parseAddress(asked) - range.base;
  if (at > 0 && at < range.size - 1) return undefined;
  if (!dryRun) return 'the provided network does not match the current range';
  return `the provided IP (${asked}) is not in the valid range. The range of valid IPs is ${range.text}`;
}

// A sixteenth, at least 16 and at most 256; none where there are fewer than 16 in all.
function reservedAddresses(size: number): number {
  return size < 16 ? 0 : Math.min(Math.max(16, Math.floor(size / 16)), 256);
}

interface Range {
  readonly text: string;
  readonly base: number;
  readonly size: number;
}

function parseRange(text: string): Range {
  const [address = '', bits = '32'] = text.split('/');
  return { text, base: parseAddress(address), size: 2 ** (32 - Number(bits)) };
}

function parseAddress(address: string): number {
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

function formatAddress(value: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.');
}
