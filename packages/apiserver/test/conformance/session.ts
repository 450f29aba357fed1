// One script of requests, sent to any server, written down in a form in which two servers can be compared.
//
// What differs by nature (uids, times, revisions, generated names) is replaced; everything else must be equal.

import { type HttpMethod, type HttpService, parseWithBigInts, printExactJson, readBody } from '@kube-rx/core';
import { jsonCodec } from '@kube-rx/core/encoding';

export interface Exchange {
  readonly request: string;
  readonly status: number;
  readonly contentType: string;
  readonly warning?: string;
  readonly retryAfter?: string;
  readonly body: unknown;
}

export interface Ask {
  readonly query?: Readonly<Record<string, string | number | boolean>>;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent once for each value. */
  readonly repeatedHeaders?: Readonly<Record<string, readonly string[]>>;
  /** Keep only these fields of an object, where the real server fills in defaults of the kind. */
  readonly only?: readonly string[];
  /** Not written down. */
  readonly quiet?: boolean;
  /** What is special about the request, where its path does not tell. */
  readonly note?: string;
  /** Causes are compared in their order; without it, their order is chance. */
  readonly inOrder?: boolean;
}

// The answer as a script reads it on its way.
export interface Answer {
  readonly status: number;
  readonly metadata: Readonly<Record<string, string>>;
  readonly object: Readonly<Record<string, unknown>>;
}

/** A part of the script, about one thing. */
export interface Group {
  (session: Session): Promise<void>;
  /** Asks a real server with a controller manager beside it. */
  readonly isControlled?: true;
  /** Asks servers that insist on ServiceAccounts. */
  readonly hasAccounts?: true;
  /** Asks servers with these admission plugins besides. */
  readonly plugins?: readonly string[];
}

export function controlled(group: Group): Group {
  return Object.assign((session: Session) => group(session), { isControlled: true } as const);
}

export function withAccounts(group: Group): Group {
  return Object.assign(controlled(group), { hasAccounts: true } as const);
}

/** Asks servers of their own, which have these admission plugins besides. */
export function withPlugins(plugins: readonly string[], group: Group): Group {
  return Object.assign((session: Session) => group(session), { plugins });
}

/** Lets a real server take its time; the embedded one needs none. */
export type Pause = (ms: number) => Promise<void>;

export class Session {
  readonly namespace: string;
  readonly exchanges: Exchange[] = [];
  readonly #service: HttpService;
  readonly #pause: Pause;

  constructor(service: HttpService, namespace: string, pause: Pause = () => Promise.resolve()) {
    this.#service = service;
    this.namespace = namespace;
    this.#pause = pause;
  }

  /** After the plugins of a real server have heard of what was written: they learn of it by watches. */
  heard(ms = 500): Promise<void> {
    return this.#pause(ms);
  }

  /** A path within the group's own namespace. */
  at(plural: string, name = ''): string {
    return `/api/v1/namespaces/${this.namespace}/${plural}${name && `/${name}`}`;
  }

  get(path: string, query: Ask['query'] = {}, ask: Ask = {}): Promise<Answer> {
    return this.send('GET', path, { query, ...ask });
  }

  post(path: string, body: unknown, ask: Ask = {}): Promise<Answer> {
    return this.send('POST', path, { body, ...ask });
  }

  put(path: string, body: unknown, ask: Ask = {}): Promise<Answer> {
    return this.send('PUT', path, { body, ...ask });
  }

  merge(path: string, body: unknown, ask: Ask = {}): Promise<Answer> {
    return this.#patch('merge-patch+json', path, { ...ask, body });
  }

  json(path: string, body: unknown, ask: Ask = {}): Promise<Answer> {
    return this.#patch('json-patch+json', path, { ...ask, body });
  }

  strategic(path: string, body: unknown, ask: Ask = {}): Promise<Answer> {
    return this.#patch('strategic-merge-patch+json', path, { ...ask, body });
  }

  apply(path: string, body: unknown, ask: Ask = {}): Promise<Answer> {
    return this.#patch('apply-patch+yaml', path, {
      ...ask,
      body,
      query: { fieldManager: 'tester', ...ask.query },
    });
  }

  delete(path: string, body?: unknown, ask: Ask = {}): Promise<Answer> {
    return this.send('DELETE', path, { ...(body !== undefined && { body }), ...ask });
  }

  /** Deletes an object at once and beside the record, so that other groups can use its name: no controller does it. */
  async remove(path: string): Promise<void> {
    await this.delete(path, { gracePeriodSeconds: 0 }, { quiet: true });
    await this.merge(path, { metadata: { finalizers: null } }, { quiet: true });
  }

  #patch(type: string, path: string, ask: Ask): Promise<Answer> {
    return this.send('PATCH', path, {
      ...ask,
      headers: { 'content-type': `application/${type}`, ...ask.headers },
    });
  }

  async send(method: HttpMethod, path: string, ask: Ask = {}): Promise<Answer> {
    const { query = {}, body, headers = {}, repeatedHeaders, only, quiet, note, inOrder = false } = ask;
    const response = await this.#service({
      method,
      path,
      query: Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]),
      headers: {
        accept: 'application/json',
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(repeatedHeaders && { repeatedHeaders }),
      ...(body !== undefined && { body: encode(body) }),
    });
    const decoded = decode(await readBody(response.body));
    const parameters = Object.entries(query).map(([name, value]) => `${name}=${String(value)}`);
    const target = `${method} ${path}${parameters.length > 0 ? `?${parameters.join('&')}` : ''}`;
    if (!quiet)
      this.exchanges.push({
        request: neutral(note === undefined ? target : `${target}: ${note}`, this.namespace),
        status: response.status,
        contentType: response.headers['content-type'] ?? '',
        ...(response.headers['warning'] !== undefined && { warning: response.headers['warning'] }),
        ...(response.headers['retry-after'] !== undefined && { retryAfter: response.headers['retry-after'] }),
        body: normalise(only ? pick(decoded, only) : decoded, { namespace: this.namespace, inOrder }),
      });
    const object = isRecord(decoded) ? decoded : {};
    const metadata = isRecord(object['metadata']) ? (object['metadata'] as Record<string, string>) : {};
    return { status: response.status, metadata, object };
  }
}

function encode(body: unknown): string | Uint8Array {
  if (typeof body === 'string' || body instanceof Uint8Array) return body;
  return typeof body === 'object' && body ? printExactJson(body) : JSON.stringify(body);
}

function decode(bytes: Uint8Array): unknown {
  const splitter = jsonCodec.createFrameSplitter();
  const text = new TextDecoder().decode(bytes);
  if (!text.startsWith('{"type":"')) {
    try {
      return parseWithBigInts(text);
    } catch {
      return text;
    }
  }
  return splitter.push(bytes).map((frame) => parseWithBigInts(new TextDecoder().decode(frame)));
}

type Fields = Readonly<Record<string, unknown>>;

function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

// Errors are kept whole, of lists each item is cut down, of watches each object.
function pick(value: unknown, only: readonly string[]): unknown {
  if (Array.isArray(value))
    return value.map((frame: unknown) =>
      isRecord(frame) && frame['type'] !== 'ERROR'
        ? { ...frame, object: pick(frame['object'], only) }
        : frame,
    );
  if (!isRecord(value) || value['kind'] === 'Status') return value;
  if (Array.isArray(value['items']))
    return { ...value, items: value['items'].map((item) => pick(item, only)) };
  return Object.fromEntries(Object.entries(value).filter(([key]) => only.includes(key)));
}

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const moment = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g;

function neutral(text: string, namespace: string): string {
  return (
    text
      .replaceAll(namespace, '<namespace>')
      .replace(uuid, '<uid>')
      .replace(moment, '<time>')
      // A type in CEL is named by the moment.
      .replace(/selfType\d+/g, 'selfType')
      .replace(
        /("resourceVersion":|resource version: |resourceVersion=|ResourceVersion in (precondition|record) \()"?[1-9]\d*"?/g,
        '$1<revision>',
      )
      .replace(/current: \d+/, 'current: <revision>')
      .replace(/(too old resource version: )\S+ \(\d+\)/, '$1<revision> (<revision>)')
      .replace(/(is invalid: )\[.+, .+\]$/s, '$1[<causes>]')
      .replace(/https:\/\/\d+\.\d+\.\d+\.\d+:\d+/g, 'https://<address>')
      .replace(/\d+\.\d+\.\d+\.\d+:\d+/, '<address>')
      .replace(/\bJTI=<uid>/, 'JTI=<jti>')
      .replace(/(resourceVersion: ")\d+"/g, '$1<revision>"')
      .replace(/continue=[\w-]+/, 'continue=<token>')
      .replace(/\b(kube-api-access-)[a-z0-9]{5}\b/, '$1<random>')
      .replace(/10\.0\.0\.\d+/, '<cluster-ip>')
  );
}

interface Terms {
  readonly namespace: string;
  readonly inOrder: boolean;
}

function normalise(value: unknown, terms: Terms, key = ''): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => normalise(item, terms));
    // Entries of one second are in the order of their names, and which second it was is chance.
    if (key === 'managedFields') return items.toSorted((a, b) => (ownerOf(a) < ownerOf(b) ? -1 : 1));
    // Rules of bindings in the order of chance.
    if (key.endsWith('Rules'))
      return items.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
    // The real server checks metadata up to four times and repeats itself.
    if (key !== 'causes') return items;
    const once = items.filter((item, at) => items.findIndex((other) => same(item, other)) === at);
    // It also walks some maps in the order of chance.
    return terms.inOrder ? once : once.toSorted((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
  }
  if (isRecord(value)) {
    const entries = Object.entries(value).map(([name, inner]) => [name, normalise(inner, terms, name)]);
    const record = Object.fromEntries(entries) as Record<string, unknown>;
    const base = record['generateName'];
    if (typeof base === 'string' && typeof record['name'] === 'string' && record['name'].startsWith(base))
      record['name'] = `${base}<random>`;
    return record;
  }
  if (key === 'nodePort' || key === 'healthCheckNodePort') return '<port>';
  // JSON cannot hold it without rounding.
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value !== 'string') return value;
  if (key === 'resourceVersion') return '<revision>';
  if (key === 'continue' && value !== '') return normaliseToken(value);
  if (key === 'token') return neutral(readableToken(value), terms.namespace);
  // Ages grow: in seconds while this runs, in days and years from one day to the next.
  return neutral(value, terms.namespace).replace(
    /^(\d+ \()?(\d+s|\d+d(\d+h)?|\d+y(\d+d)?)( ago\))?$/,
    '$1<age>$5',
  );
}

function ownerOf(entry: unknown): string {
  if (!isRecord(entry)) return '';
  return [entry['manager'], entry['operation'], entry['subresource'], entry['apiVersion']].join(' ');
}

function orderOf(cause: unknown): string {
  return isRecord(cause) ? `${String(cause['field'])} ${String(cause['message'])}` : '';
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** What a token says, with its moments counted from when it was issued; key and signature are of chance. */
function readableToken(token: string): string {
  if (!/^eyJ[\w-]+\.eyJ[\w-]+\.[\w-]+$/.test(token)) return token.replace(/[\w-]{40,}/g, '<part>');
  const claims = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString();
  const issued = Number(/"iat":(\d+)/.exec(claims)?.[1]);
  const moments = /("(?:exp|iat|nbf|warnafter)":)(\d+)/g;
  const told = claims.replace(
    moments,
    (_, name: string, at: string) => `${name}<issued> + ${Number(at) - issued}`,
  );
  return `<token> ${told}`;
}

function normaliseToken(token: string): string {
  const text = Buffer.from(token, 'base64url').toString();
  return text.replace(/"rv":(\d+)/, '"rv":<revision>');
}
