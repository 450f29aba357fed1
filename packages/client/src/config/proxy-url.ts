// Reads the URL of a proxy as Go does, since the same variables and files serve kubectl: what one takes, the other must.
// https://pkg.go.dev/net/url#Parse

import { isIPv6 } from 'node:net';
import { domainToASCII } from 'node:url';

/** What a URL says of a proxy. What it does not say is empty. */
export interface ProxyUrl {
  /** In lower case. */
  readonly scheme: string;
  /** Without brackets. */
  readonly host: string;
  /** Digits. */
  readonly port: string;
  /** Bytes, as a proxy gets them. Absent where the URL has no `@`. */
  readonly credentials?: ProxyCredentials | undefined;
}

export interface ProxyCredentials {
  readonly user: Buffer;
  readonly password: Buffer;
}

/** Undefined for what Go refuses. */
export function parseProxyUrl(text: string): ProxyUrl | undefined {
  if (hasControl(text)) return undefined;
  const [beforeFragment, fragment] = cut(text, '#');
  if (unescaped(fragment) === undefined) return undefined;
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(beforeFragment)?.[1] ?? '';
  if (beforeFragment.startsWith(':')) return undefined;
  const [rest] = cut(scheme === '' ? beforeFragment : beforeFragment.slice(scheme.length + 1), '?');
  if (!rest.startsWith('/')) {
    // All of it is opaque, or a path, whose first part has no colon.
    const isPath = scheme !== '' || !cut(rest, '/')[0].includes(':');
    return isPath && (scheme !== '' || unescaped(rest) !== undefined)
      ? { scheme: scheme.toLowerCase(), host: '', port: '' }
      : undefined;
  }
  const hasAuthority = rest.startsWith('//') && (scheme !== '' || !rest.startsWith('///'));
  const authority = hasAuthority ? cut(rest.slice(2), '/')[0] : '';
  const path = hasAuthority ? rest.slice(2 + authority.length) : rest;
  if (unescaped(path) === undefined) return undefined;
  const at = authority.lastIndexOf('@');
  const host = readHost(authority.slice(at + 1), scheme.toLowerCase());
  const credentials = at === -1 ? undefined : readCredentials(authority.slice(0, at));
  if (!host || (at !== -1 && !credentials)) return undefined;
  return { scheme: scheme.toLowerCase(), ...host, ...(credentials && { credentials }) };
}

/** A host name as name servers know it; unchanged where it is none. */
export function asciiName(name: string): string {
  const isPlain = Buffer.byteLength(name) === name.length;
  // Node ends a name at the first character that no host has.
  const isName = !isPlain && !/[\x20-,/:-@[-^`{-~]/.test(name);
  return (isName && domainToASCII(name)) || name;
}

function readCredentials(text: string): ProxyCredentials | undefined {
  if (!/^[A-Za-z0-9\-._:~!$&'()*+,;=%@]*$/.test(text)) return undefined;
  const [name, secret] = cut(text, ':');
  const user = unescaped(name);
  const password = unescaped(secret);
  return user && password && { user, password };
}

function readHost(text: string, scheme: string): Pick<ProxyUrl, 'host' | 'port'> | undefined {
  const bracket = text.lastIndexOf('[');
  if (bracket > 0) return undefined;
  if (bracket === 0) return readAddress(text);
  const isStrict = scheme === 'http' || scheme === 'https';
  const colon = isStrict ? text.indexOf(':') : text.lastIndexOf(':');
  const host = unescapedHost(colon === -1 ? text : text.slice(0, colon));
  const port = colon === -1 ? '' : text.slice(colon + 1);
  return host === undefined || !/^[0-9]*$/.test(port) ? undefined : { host, port };
}

/** Of an IPv6 address in brackets, which may have a zone. */
function readAddress(text: string): Pick<ProxyUrl, 'host' | 'port'> | undefined {
  const end = text.lastIndexOf(']');
  const port = /^(?::([0-9]*))?$/.exec(text.slice(end + 1));
  if (end === -1 || !port) return undefined;
  const inside = text.slice(1, end);
  const zoneAt = inside.indexOf('%25');
  const address = unescapedHost(zoneAt === -1 ? inside : inside.slice(0, zoneAt));
  const zone = zoneAt === -1 ? '' : unescapedZone(inside.slice(zoneAt));
  if (address === undefined || zone === undefined || zone === '%' || !isIPv6(address)) return undefined;
  return { host: address + zone, port: port[1] ?? '' };
}

/** In a host only what is not ASCII may be escaped, and the `%` itself. */
function unescapedHost(text: string): string | undefined {
  if (/[\x20#/?@\\^`{|}]/.test(text)) return undefined;
  for (const [escape] of text.matchAll(/%.?.?/g))
    if (/^%[0-7]/.test(escape) && escape !== '%25') return undefined;
  return unescaped(text)?.toString();
}

/** In a zone only what may stand in a host may be escaped, and a blank. */
function unescapedZone(text: string): string | undefined {
  if (/[\x20#/?@\\^`{|}]/.test(text)) return undefined;
  for (const [escape] of text.matchAll(/%.?.?/g)) {
    const byte = Number.parseInt(escape.slice(1), 16);
    const isMeant =
      escape === '%25' ||
      byte === 0x20 ||
      /[A-Za-z0-9\-._~!$&'()*+,;=:[\]<>"]/.test(String.fromCharCode(byte));
    if (!isMeant) return undefined;
  }
  return unescaped(text)?.toString();
}

/** The bytes of a text with escapes; undefined where an escape is broken. */
function unescaped(text: string): Buffer | undefined {
  if (/%(?![0-9A-Fa-f]{2})/.test(text)) return undefined;
  const bytes = Buffer.from(text).toString('latin1');
  const plain = bytes.replace(/%(..)/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(plain, 'latin1');
}

function hasControl(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code < 0x20 || code === 0x7f) return true;
  }
  return false;
}

/** What is before a separator, and what is behind it. */
function cut(text: string, separator: string): [before: string, after: string] {
  const at = text.indexOf(separator);
  return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + separator.length)];
}
