// Which servers `NO_PROXY` exempts, by Go's rules.
// https://pkg.go.dev/golang.org/x/net/http/httpproxy#Config

import { isIPv4, isIPv6 } from 'node:net';
import { addressBytes } from './ip-address.ts';
import { asciiName } from './proxy-url.ts';

export interface Destination {
  /** A name or an address, without brackets. */
  readonly host: string;
  readonly port: string;
}

/**
 * Whether a server is reached without a proxy: one on this machine, and what the list has. Its entries have commas
 * between, and are `*` for all, an address, a range (`10.0.0.0/8`), a name, which means those below it also, or `.name`
 * for those below alone; each but a range may have a port.
 */
export function isExempt({ host, port }: Destination, list: string): boolean {
  if (host === 'localhost') return true;
  const [withoutZone = ''] = host.split('%');
  const address = parseAddress(withoutZone);
  if (address && isLoopback(address)) return true;
  const entries = list.split(',').map((entry) => entry.trim().toLowerCase());
  // What stands behind it does not matter, nor what stands before.
  if (entries.includes('*')) return true;
  const name = host.toLowerCase();
  return entries.some((entry) => entry !== '' && matches(entry, { name, address, port }));
}

interface Asked {
  readonly name: string;
  readonly address: Buffer | undefined;
  readonly port: string;
}

function matches(entry: string, { name, address, port }: Asked): boolean {
  const range = parseRange(entry);
  if (range) return address !== undefined && isWithin(address, range);
  const split = splitPort(entry);
  const wanted = split?.host ?? entry;
  if (wanted === '') return false;
  if (split && split.port !== '' && split.port !== port) return false;
  const single = parseAddress(wanted);
  if (single) return address !== undefined && single.equals(address);
  return address === undefined && isBelow(name, wanted);
}

function isBelow(name: string, wanted: string): boolean {
  const pattern = wanted.startsWith('*.') ? wanted.slice(1) : wanted;
  const suffix = pattern.startsWith('.') ? pattern : `.${pattern}`;
  const ascii = `.${asciiName(suffix.slice(1))}`;
  return name.endsWith(ascii) || (suffix !== pattern && name === ascii.slice(1));
}

/** As Go's `net.SplitHostPort`; undefined where that fails. */
function splitPort(entry: string): { readonly host: string; readonly port: string } | undefined {
  const bracketed = /^\[([^[\]]*)\]:([^:[\]]*)$/.exec(entry);
  const plain = bracketed ?? /^([^:[\]]*):([^:[\]]*)$/.exec(entry);
  return plain ? { host: plain[1] ?? '', port: plain[2] ?? '' } : undefined;
}

interface Range {
  readonly network: Buffer;
  /** How many bits of an address must be those of the network. */
  readonly bits: number;
}

function parseRange(entry: string): Range | undefined {
  const [, text = '', digits = ''] = /^([^/]*)\/([0-9]+)$/.exec(entry) ?? [];
  const bits = Number(digits);
  if (isIPv4(text)) return bits > 32 ? undefined : { network: addressBytes(text), bits };
  if (!isIPv6(text) || text.includes('%') || bits > 128) return undefined;
  const network = addressBytes(text);
  // A range of IPv4 addresses may be written as one of IPv6.
  return isMapped(network) && bits >= mappedBits
    ? { network: network.subarray(12), bits: bits - mappedBits }
    : { network, bits };
}

function isWithin(address: Buffer, { network, bits }: Range): boolean {
  if (address.length !== network.length) return false;
  return address.every((byte, at) => {
    const mask = (0xff00 >> Math.min(Math.max(bits - at * 8, 0), 8)) & 0xff;
    return (byte & mask) === ((network[at] ?? 0) & mask);
  });
}

/** Four bytes, also for an IPv4 address that is written as one of IPv6, or sixteen. Undefined for a name. */
function parseAddress(text: string): Buffer | undefined {
  if (text.includes('%') || !(isIPv4(text) || isIPv6(text))) return undefined;
  const bytes = addressBytes(text);
  return isMapped(bytes) ? bytes.subarray(12) : bytes;
}

/** How many bits stand before an IPv4 address that is written as one of IPv6. */
const mappedBits = 96;

function isMapped(bytes: Buffer): boolean {
  return bytes.length === 16 && bytes.toString('hex', 0, 12) === `${'0'.repeat(20)}ffff`;
}

function isLoopback(address: Buffer): boolean {
  if (address.length === 4) return address[0] === 127;
  return address.every((byte, at) => byte === (at === 15 ? 1 : 0));
}
