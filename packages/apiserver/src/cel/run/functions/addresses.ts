// https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-ip-address-library

import { isIPv4, isIPv6 } from 'node:net';
import { goQuoted } from '../../../json/go-text.ts';
import { libraryType } from '../../check/signatures.ts';
import type { CelType } from '../../type.ts';
import { CelError, Opaque, type Value } from '../../value.ts';
import { arg, type Implementation, type Implementations, textArg } from './implementation.ts';

const ipType = libraryType('net.IP');
const cidrType = libraryType('net.CIDR');

class IpValue extends Opaque {
  readonly type: CelType = ipType;
  readonly bits: bigint;
  readonly width: 32 | 128;

  constructor(bits: bigint, width: 32 | 128) {
    super();
    this.bits = bits;
    this.width = width;
  }

  override get size(): number {
    return this.width / 8;
  }

  equals(other: Value): boolean {
    return other instanceof IpValue && other.bits === this.bits && other.width === this.width;
  }

  get text(): string {
    return this.width === 32 ? v4Text(this.bits) : v6Text(this.bits);
  }
}

class CidrValue extends Opaque {
  readonly type: CelType = cidrType;
  readonly address: IpValue;
  readonly length: number;

  constructor(address: IpValue, length: number) {
    super();
    this.address = address;
    this.length = length;
  }

  override get size(): number {
    return Math.ceil(this.length / 8);
  }

  equals(other: Value): boolean {
    return other instanceof CidrValue && other.length === this.length && other.address.equals(this.address);
  }

  get text(): string {
    return `${this.address.text}/${this.length}`;
  }

  get masked(): CidrValue {
    return new CidrValue(masked(this.address, this.length), this.length);
  }
}

function masked({ bits, width }: IpValue, length: number): IpValue {
  const rest = BigInt(width - length);
  return new IpValue((bits >> rest) << rest, width);
}

function v4Text(bits: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => String((bits >> shift) & 255n)).join('.');
}

function v6Text(bits: bigint): string {
  const groups = Array.from({ length: 8 }, (_, index) =>
    ((bits >> BigInt(112 - 16 * index)) & 0xffffn).toString(16),
  );
  return new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1);
}

function v4Bits(text: string): bigint {
  return text.split('.').reduce((bits, part) => bits * 256n + BigInt(part), 0n);
}

function v6Bits(text: string): bigint {
  const [head = '', tail] = new URL(`http://[${text}]`).hostname.slice(1, -1).split('::');
  const groups = (part: string | undefined): string[] => (part ? part.split(':') : []);
  const [front, back] = [groups(head), groups(tail)];
  const all = [...front, ...Array<string>(8 - front.length - back.length).fill('0'), ...back];
  return all.reduce((bits, group) => bits * 65_536n + BigInt(`0x${group}`), 0n);
}

// The words of Go's net/netip; undefined: it is an address.
function fault(text: string): string | undefined {
  const quoted = goQuoted(text);
  const sign = /[.:%]/.exec(text)?.[0];
  if (sign === undefined) return `ParseAddr(${quoted}): unable to parse IP`;
  if (sign === '%') return `ParseAddr(${quoted}): missing IPv6 address`;
  if (sign === '.') return isIPv4(text) ? undefined : v4Fault(text);
  const [address = ''] = text.split('%');
  return isIPv6(address) ? undefined : v6Fault(text, address);
}

function v4Fault(text: string): string {
  const start = `ParseAddr(${goQuoted(text)})`;
  const parts = text.split('.');
  for (const part of parts) {
    const bad = /\D/.exec(part);
    if (bad) return `${start}: unexpected character (at ${goQuoted(text.slice(text.indexOf(bad[0])))})`;
    if (part === '')
      return `${start}: IPv4 field must have at least one digit (at ${goQuoted(text.slice(emptyField(text)))})`;
    if (part.length > 1 && part.startsWith('0')) return `${start}: IPv4 field has octet with leading zero`;
    if (Number(part) > 255) return `${start}: IPv4 field has value >255`;
  }
  return `${start}: IPv4 address too ${parts.length < 4 ? 'short' : 'long'}`;
}

// Where a field of IPv4 is empty.
function emptyField(text: string): number {
  const double = text.indexOf('..');
  if (double >= 0) return double + 1;
  return text.startsWith('.') ? 0 : text.length - 1;
}

function v6Fault(text: string, address: string): string {
  const start = `ParseAddr(${goQuoted(text)})`;
  const groups = address.split(':');
  const long = groups.find((group) => group.length > 4 && /^[0-9a-fA-F]+$/.test(group));
  if (long !== undefined) {
    const at = goQuoted(text.slice(text.indexOf(long)));
    return `${start}: each group must have 4 or less digits (at ${at})`;
  }
  const bad = /[^0-9a-fA-F:.]/.exec(address);
  if (bad) {
    const at = goQuoted(text.slice(bad.index));
    const isFirst = bad.index === 0 || address[bad.index - 1] === ':';
    const why = isFirst
      ? 'each colon-separated field must have at least one digit'
      : 'unexpected character, want colon';
    return `${start}: ${why} (at ${at})`;
  }
  return groups.length < 8
    ? `${start}: address string too short`
    : `${start}: trailing garbage after address (at ${goQuoted(groups.slice(8).join(':'))})`;
}

function parse(text: string): IpValue | CelError {
  const wrong = fault(text);
  if (wrong !== undefined)
    return new CelError(`IP Address ${goQuoted(text)} parse error during conversion from string: ${wrong}`);
  if (text.includes('%')) return new CelError(`IP address ${goQuoted(text)} with zone value is not allowed`);
  if (isIPv4(text)) return new IpValue(v4Bits(text), 32);
  const bits = v6Bits(text);
  if (bits >> 32n === 0xffffn)
    return new CelError(`IPv4-mapped IPv6 address ${goQuoted(text)} is not allowed`);
  return new IpValue(bits, 128);
}

function parseCidr(text: string): CidrValue | CelError {
  const start = 'network address parse error during conversion from string: ';
  const parsing = `${start}${start}netip.ParsePrefix(${goQuoted(text)}): `;
  const slash = text.lastIndexOf('/');
  if (slash < 0) return new CelError(`${parsing}no '/'`);
  const [address, length] = [text.slice(0, slash), text.slice(slash + 1)];
  const wrong = fault(address);
  if (wrong !== undefined) return new CelError(`${parsing}${wrong}`);
  if (address.includes('%')) return new CelError(`${parsing}IPv6 zones cannot be present in a prefix`);
  if (!/^(?:0|[1-9]\d{0,2})$/.test(length))
    return new CelError(`${parsing}bad bits after slash: ${goQuoted(length)}`);
  const width = isIPv4(address) ? 32 : 128;
  if (Number(length) > width) return new CelError(`${parsing}prefix length out of range`);
  const bits = width === 32 ? v4Bits(address) : v6Bits(address);
  if (width === 128 && bits >> 32n === 0xffffn)
    return new CelError(`${start}IPv4-mapped IPv6 address ${goQuoted(text)} is not allowed`);
  return new CidrValue(new IpValue(bits, width), Number(length));
}

const noOverload = new CelError('no such overload');

function ofIp(answer: (ip: IpValue) => Value): Implementation {
  return (args) => {
    const ip = arg(args, 0);
    return ip instanceof IpValue ? answer(ip) : noOverload;
  };
}

function ofCidr(answer: (cidr: CidrValue, args: readonly Value[]) => Value): Implementation {
  return (args) => {
    const cidr = arg(args, 0);
    return cidr instanceof CidrValue ? answer(cidr, args) : noOverload;
  };
}

/** Whether the first bits of an address are these. */
function startsWith({ bits, width }: IpValue, prefix: bigint, length: number): boolean {
  return bits >> BigInt(width - length) === prefix;
}

function isLoopback(ip: IpValue): boolean {
  return ip.width === 32 ? startsWith(ip, 127n, 8) : ip.bits === 1n;
}

function isLinkLocal(ip: IpValue): boolean {
  return ip.width === 32 ? startsWith(ip, 0xa9fen, 16) : startsWith(ip, 0xfe80n >> 6n, 10);
}

function isLinkLocalMulticast(ip: IpValue): boolean {
  if (ip.width === 32) return startsWith(ip, 0xe00000n, 24);
  return startsWith(ip, 0xffn, 8) && ((ip.bits >> 112n) & 0xfn) === 2n;
}

function isMulticast(ip: IpValue): boolean {
  return ip.width === 32 ? startsWith(ip, 0xen, 4) : startsWith(ip, 0xffn, 8);
}

function isGlobal(ip: IpValue): boolean {
  const isBroadcast = ip.width === 32 && ip.bits === 0xffffffffn;
  return ip.bits !== 0n && !isBroadcast && !isLoopback(ip) && !isMulticast(ip) && !isLinkLocal(ip);
}

function containsIp(cidr: CidrValue, ip: Value): Value {
  if (!(ip instanceof IpValue)) return noOverload;
  return ip.width === cidr.address.width && masked(ip, cidr.length).equals(cidr.masked.address);
}

function containsCidr(cidr: CidrValue, other: Value): Value {
  if (!(other instanceof CidrValue)) return other instanceof CelError ? other : noOverload;
  return cidr.length <= other.length && containsIp(cidr, other.address) === true;
}

export const addressFunctions: Implementations = {
  ip: (args) => {
    const from = arg(args, 0);
    return from instanceof CidrValue ? from.address : parse(textArg(args, 0));
  },
  isIP: (args) => parse(textArg(args, 0)) instanceof IpValue,
  'ip.isCanonical': (args) => {
    const ip = parse(textArg(args, 0));
    return ip instanceof IpValue ? ip.text === textArg(args, 0) : ip;
  },
  family: ofIp((ip) => (ip.width === 32 ? 4n : 6n)),
  isUnspecified: ofIp((ip) => ip.bits === 0n),
  isLoopback: ofIp(isLoopback),
  isLinkLocalMulticast: ofIp(isLinkLocalMulticast),
  isLinkLocalUnicast: ofIp(isLinkLocal),
  isGlobalUnicast: ofIp(isGlobal),
  cidr: (args) => parseCidr(textArg(args, 0)),
  isCIDR: (args) => parseCidr(textArg(args, 0)) instanceof CidrValue,
  prefixLength: ofCidr((cidr) => BigInt(cidr.length)),
  masked: ofCidr((cidr) => cidr.masked),
  containsIP: ofCidr((cidr, args) => {
    const ip = arg(args, 1);
    return containsIp(cidr, typeof ip === 'string' ? parse(ip) : ip);
  }),
  containsCIDR: ofCidr((cidr, args) => {
    const other = arg(args, 1);
    return containsCidr(cidr, typeof other === 'string' ? parseCidr(other) : other);
  }),
};

/** Undefined: it is neither an address nor a range. */
export function addressText(value: Value): string | undefined {
  return value instanceof IpValue || value instanceof CidrValue ? value.text : undefined;
}
