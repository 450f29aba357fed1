// IP addresses and their ranges.
// https://github.com/kubernetes/apimachinery/blob/v0.36.3/pkg/util/validation/ip.go

import { isIP, isIPv4 } from 'node:net';

const noAddress = 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)';
const noRange = 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)';

/** The family of an address as Go reads it, leading zeros of IPv4 allowed; undefined where it is none. */
export function familyOf(text: string): 'IPv4' | 'IPv6' | undefined {
  if (text.includes('%')) return undefined;
  if (isIPv4(withoutLeadingZeros(text))) return 'IPv4';
  return isIP(text) === 6 ? 'IPv6' : undefined;
}

function withoutLeadingZeros(text: string): string {
  return text.replace(/[0-9]+/g, (digits) => digits.replace(/^0+(?=[0-9])/, ''));
}

const mapped = /^::ffff:([0-9a-f]+):([0-9a-f]+)$/;

// An IPv4 address in the clothes of IPv6.
function isMapped(address: string): boolean {
  return mapped.test(canonicalIpv6(address));
}

/** As Go prints the address; undefined where it is none. */
export function canonicalAddress(text: string): string | undefined {
  const family = familyOf(text);
  if (family !== 'IPv6') return family && withoutLeadingZeros(text);
  const canonical = canonicalIpv6(text);
  const [, ...halves] = mapped.exec(canonical) ?? [];
  if (halves.length === 0) return canonical;
  const numbers = halves.map((half) => Number.parseInt(half, 16));
  return numbers.flatMap((half) => [Math.floor(half / 256), half % 256]).join('.');
}

/** The bits of an address, as zeros and ones; undefined where it is none. */
export function addressBits(text: string): string | undefined {
  const canonical = canonicalAddress(text);
  return canonical && bitsOf(canonical, canonical.includes(':') ? 'IPv6' : 'IPv4');
}

/** The canonical form of an IPv6 address, RFC 5952. */
function canonicalIpv6(address: string): string {
  return new URL(`http://[${address}]`).hostname.slice(1, -1);
}

/** As older fields have it: it need not be canonical. */
export function laxAddressComplaints(text: string): string[] {
  const family = familyOf(text);
  if (family === undefined) return [noAddress];
  if (family === 'IPv4') return isIPv4(text) ? [] : ['must not have leading 0s'];
  return isMapped(text) ? ['must not be an IPv4-mapped IPv6 address'] : [];
}

/** As newer fields have it: in its canonical form. */
export function addressComplaints(text: string): string[] {
  const found = laxAddressComplaints(text);
  if (found.length > 0 || isIPv4(text)) return found;
  const canonical = canonicalIpv6(text);
  return canonical === text ? [] : [`must be in canonical form (${JSON.stringify(canonical)})`];
}

/** The range as older fields have it: it need not be canonical, but nothing may be set beyond the prefix. */
export function laxRangeComplaints(text: string): string[] {
  const range = parseRange(text);
  if (!range) return [noRange];
  const { address, prefix, family } = range;
  if ((family === 'IPv4' && !isIPv4(address)) || /^0[0-9]/.test(prefix))
    return ['must not have leading 0s in IP or prefix length'];
  if (family === 'IPv6' && isMapped(address)) return ['must not have an IPv4-mapped IPv6 address'];
  const bits = bitsOf(address, family);
  return /1/.test(bits.slice(Number(prefix))) ? ['must not have bits set beyond the prefix length'] : [];
}

/** The range as newer fields have it: in its canonical form. */
export function rangeComplaints(text: string): string[] {
  const found = laxRangeComplaints(text);
  const range = parseRange(text);
  if (found.length > 0 || range?.family !== 'IPv6') return found;
  const canonical = `${canonicalIpv6(range.address)}/${range.prefix}`;
  return canonical === text ? [] : [`must be in canonical form (${JSON.stringify(canonical)})`];
}

interface Range {
  readonly address: string;
  readonly prefix: string;
  readonly family: 'IPv4' | 'IPv6';
}

/** As `10.0.0.0/8`; undefined where it is none. */
export function parseRange(text: string): Range | undefined {
  const [address = '', prefix = '', ...more] = text.split('/');
  const family = familyOf(address);
  if (family === undefined || more.length > 0 || !/^[0-9]+$/.test(prefix)) return undefined;
  return Number(prefix) <= (family === 'IPv4' ? 32 : 128) ? { address, prefix, family } : undefined;
}

/** Of an address and a range that are such. */
export function isWithinRange(address: string, range: string): boolean {
  const { address: base = '', prefix = '' } = parseRange(range) ?? {};
  const [one, other] = [addressBits(address) ?? '', addressBits(base) ?? ''];
  return one.length === other.length && one.startsWith(other.slice(0, Number(prefix)));
}

function bitsOf(address: string, family: 'IPv4' | 'IPv6'): string {
  const binary = (digits: string, radix: number, width: number): string =>
    Number.parseInt(digits, radix).toString(2).padStart(width, '0');
  if (family === 'IPv4')
    return address
      .split('.')
      .map((part) => binary(part, 10, 8))
      .join('');
  const [head = '', tail] = canonicalIpv6(address).split('::');
  const groups = (text: string): string[] => text.split(':').filter((group) => group !== '');
  const [before, after] = [groups(head), groups(tail ?? '')];
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => '0');
  return [...before, ...zeros, ...after].map((group) => binary(group, 16, 16)).join('');
}
