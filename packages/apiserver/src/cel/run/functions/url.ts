// https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-url-library

import { goQuoted } from '../../../json/go-text.ts';
import { libraryType } from '../../check/signatures.ts';
import type { CelType } from '../../type.ts';
import { ArrayList, CelError, EntryMap, Opaque, type Value } from '../../value.ts';
import { arg, type Implementation, type Implementations, textArg } from './implementation.ts';

const type = libraryType('kubernetes.URL');

interface Parts {
  readonly scheme: string;
  readonly host: string;
  readonly path: string;
  readonly query: string;
}

class UrlValue extends Opaque {
  readonly type: CelType = type;
  readonly text: string;
  readonly parts: Parts;

  constructor(text: string, parts: Parts) {
    super();
    this.text = text;
    this.parts = parts;
  }

  override get weight(): number {
    return this.text.length;
  }

  equals(other: Value): boolean {
    return other instanceof UrlValue && other.text === this.text;
  }
}

/** What Go finds wrong with a URI that a request could have; undefined: nothing. */
export function requestUriFault(text: string): string | undefined {
  const parts = parseUri(text);
  return typeof parts === 'string' ? `parse ${goQuoted(text)}: ${parts}` : undefined;
}

// A text: what is wrong.
function parseUri(text: string): Parts | string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (/[\u0000-\u001f\u007f]/.test(text)) return 'net/url: invalid control character in URL';
  if (text === '') return 'empty url';
  if (text === '*') return { scheme: '', host: '', path: '*', query: '' };
  const colon = /^([^:/?#]*):/.exec(text)?.[1];
  if (colon === '') return 'missing protocol scheme';
  const isScheme = colon !== undefined && /^[A-Za-z][A-Za-z0-9+.-]*$/.test(colon);
  if (colon !== undefined && !isScheme) return 'invalid URI for request';
  const scheme = isScheme ? colon.toLowerCase() : '';
  const rest = isScheme ? text.slice(colon.length + 1) : text;
  const mark = rest.indexOf('?');
  const [before, query] = mark < 0 ? [rest, ''] : [rest.slice(0, mark), rest.slice(mark + 1)];
  if (!before.startsWith('/')) {
    if (scheme === '') return 'invalid URI for request';
    return { scheme, host: '', path: '', query };
  }
  return hierarchical({ scheme, before, query });
}

function hierarchical({
  scheme,
  before,
  query,
}: {
  scheme: string;
  before: string;
  query: string;
}): Parts | string {
  let [host, path] = ['', before];
  if (before.startsWith('//') && (scheme !== '' || !before.startsWith('///'))) {
    const slash = before.indexOf('/', 2);
    const authority = slash < 0 ? before.slice(2) : before.slice(2, slash);
    path = slash < 0 ? '' : before.slice(slash);
    const at = authority.lastIndexOf('@');
    if (at >= 0 && !/^[A-Za-z0-9\-._:~!$&'()*+,;=%@]*$/.test(authority.slice(0, at)))
      return 'net/url: invalid userinfo';
    host = authority.slice(at + 1);
    const wrong = hostFault(host);
    if (wrong !== undefined) return wrong;
  }
  return (
    escapeFault(path) ?? { scheme, host: host.startsWith('[') ? host.replace('%25', '%') : host, path, query }
  );
}

function escapeFault(text: string): string | undefined {
  const bad = /%(?![0-9A-Fa-f]{2}).{0,2}/s.exec(text);
  return bad ? `invalid URL escape ${goQuoted(bad[0])}` : undefined;
}

function hostFault(host: string): string | undefined {
  if (host.startsWith('[')) {
    const end = host.lastIndexOf(']');
    if (end < 0) return "missing ']' in host";
    return portFault(host.slice(end + 1));
  }
  const colon = host.lastIndexOf(':');
  const wrong = colon < 0 ? undefined : portFault(host.slice(colon));
  if (wrong !== undefined) return wrong;
  const bad = /[ "<>\\^`{|}]/.exec(host)?.[0];
  return bad === undefined ? escapeFault(host) : `invalid character ${goQuoted(bad)} in host name`;
}

function portFault(text: string): string | undefined {
  return /^(?::\d*)?$/.test(text) ? undefined : `invalid port ${goQuoted(text)} after host`;
}

function read(text: string): UrlValue | CelError {
  const wrong = requestUriFault(text);
  if (wrong !== undefined) return new CelError(`URL parse error during conversion from string: ${wrong}`);
  const hash = text.indexOf('#');
  const parts = parseUri(hash < 0 ? text : text.slice(0, hash));
  if (typeof parts === 'string')
    return new CelError(`URL parse error during conversion from string: parse ${goQuoted(text)}: ${parts}`);
  return new UrlValue(text, parts);
}

function query(text: string): Value {
  const found = new Map<string, string[]>();
  for (const part of text.split('&')) {
    if (part === '' || part.includes(';')) continue;
    const equals = part.indexOf('=');
    const [key, value] = equals < 0 ? [part, ''] : [part.slice(0, equals), part.slice(equals + 1)];
    const [name, content] = [unescaped(key), unescaped(value)];
    if (name === undefined || content === undefined) continue;
    const known = found.get(name);
    if (known) known.push(content);
    else found.set(name, [content]);
  }
  const map = new EntryMap();
  for (const [key, values] of found) map.add(key, new ArrayList(values));
  return map;
}

function unescaped(text: string): string | undefined {
  if (escapeFault(text) !== undefined) return undefined;
  const bytes = text
    .replaceAll('+', ' ')
    .split(/(%[0-9A-Fa-f]{2})/)
    .map((part) => (/^%[0-9A-Fa-f]{2}$/.test(part) ? Buffer.from(part.slice(1), 'hex') : Buffer.from(part)));
  return Buffer.concat(bytes).toString();
}

// Go leaves a path as it is written, if it is a valid one, and escapes it otherwise.
function escapedPath(path: string): string {
  if (/^[A-Za-z0-9\-._~!$&'()*+,;=:@/[\]%]*$/.test(path)) return path;
  const bytes = Buffer.from(unescaped(path.replaceAll('+', '%2B')) ?? path);
  return [...bytes]
    .map((byte) => String.fromCharCode(byte))
    .map((one) => (/[A-Za-z0-9\-._~$&+,/:;=@]/.test(one) ? one : escapedByte(one)))
    .join('');
}

function escapedByte(one: string): string {
  return `%${one.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}

function hostname(host: string): string {
  const inner = host.startsWith('[') ? /^\[([^\]]*)\]/.exec(host)?.[1] : undefined;
  return inner ?? host.replace(/:\d*$/, '');
}

function part(of: (parts: Parts) => Value): Implementation {
  return (args) => {
    const url = arg(args, 0);
    return url instanceof UrlValue ? of(url.parts) : new CelError('no such overload');
  };
}

export const urlFunctions: Implementations = {
  url: (args) => read(textArg(args, 0)),
  isURL: (args) => requestUriFault(textArg(args, 0)) === undefined,
  getScheme: part(({ scheme }) => scheme),
  getHost: part(({ host }) => host),
  getHostname: part(({ host }) => hostname(host)),
  getPort: part(({ host }) => /:(\d*)$/.exec(host)?.[1] ?? ''),
  getEscapedPath: part(({ path }) => escapedPath(path)),
  getQuery: part(({ query: text }) => query(text)),
};
