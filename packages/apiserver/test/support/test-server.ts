// A server under a virtual clock, and the shortest way to ask it something.

import { ApiServer, type ApiServerOptions } from '@kube-rx/apiserver';
import { type HttpMethod, type HttpResponse, readBody, settle, VirtualClock } from '@kube-rx/core';
import { jsonCodec } from '@kube-rx/core/encoding';

/** Whatever the server sends, as far as tests look into it. Only what a test asks for is really there. */
export interface Wire {
  readonly kind: string;
  readonly apiVersion: string;
  readonly metadata: WireMetadata;
  readonly data: Readonly<Record<string, string>>;
  readonly spec: Readonly<Record<string, unknown>>;
  readonly status: {
    readonly phase: string;
    readonly conditions: readonly Readonly<Record<string, string>>[];
  };
  readonly items: readonly Wire[];
  readonly code: number;
  readonly reason: string;
  readonly message: string;
  readonly details: unknown;
}

interface WireMetadata {
  readonly name: string;
  readonly generateName: string;
  readonly uid: string;
  readonly resourceVersion: string;
  readonly generation: number;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly finalizers: readonly string[];
  readonly managedFields: readonly Readonly<Record<string, unknown>>[];
  readonly continue: string;
  readonly remainingItemCount: number;
}

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  /** Empty where the text is no JSON. */
  readonly body: Wire;
}

function decode(text: string): Wire {
  return JSON.parse(text.startsWith('{') ? text : '{}') as Wire;
}

export type Query = Readonly<Record<string, string | number | boolean>>;

export interface Ask {
  readonly query?: Query;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export class TestServer {
  readonly clock: VirtualClock = new VirtualClock();
  readonly server: ApiServer;

  constructor(options: ApiServerOptions = {}) {
    let seed = 1;
    // A linear congruential generator: the same chance at every run.
    const random = (): number => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return seed / 2_147_483_648;
    };
    this.server = new ApiServer({ clock: this.clock, random, ...options });
  }

  async open(
    method: HttpMethod,
    path: string,
    { query = {}, body, headers = {} }: Ask = {},
  ): Promise<HttpResponse> {
    const parameters = Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]);
    const isRaw = typeof body === 'string' || body instanceof Uint8Array;
    return this.server.service({
      method,
      path,
      query: parameters,
      headers,
      ...(body !== undefined && { body: isRaw ? body : JSON.stringify(body) }),
    });
  }

  async ask(method: HttpMethod, path: string, ask: Ask = {}): Promise<Reply> {
    const { status, headers, body } = await this.open(method, path, ask);
    const text = new TextDecoder().decode(await readBody(body));
    return { status, headers, text, body: decode(text) };
  }

  get(path: string, query: Query = {}): Promise<Reply> {
    return this.ask('GET', path, { query });
  }

  post(path: string, body: unknown, query: Query = {}): Promise<Reply> {
    return this.ask('POST', path, { body, query });
  }

  put(path: string, body: unknown, query: Query = {}): Promise<Reply> {
    return this.ask('PUT', path, { body, query });
  }

  delete(path: string, body?: unknown, query: Query = {}): Promise<Reply> {
    return this.ask('DELETE', path, { query, ...(body !== undefined && { body }) });
  }

  patch(path: string, type: 'merge' | 'json' | 'strategic', body: unknown): Promise<Reply> {
    const prefix = type === 'strategic' ? 'strategic-merge' : type === 'merge' ? 'merge' : 'json';
    return this.ask('PATCH', path, {
      body,
      headers: { 'content-type': `application/${prefix}-patch+json` },
    });
  }

  /** Opens a watch that is read at once. */
  async watch(path: string, query: Query = {}): Promise<Watched> {
    return new Watched(await this.open('GET', path, { query: { watch: true, ...query } }));
  }

  /** As many revisions as `count` writes take. */
  async writeConfigMaps(count: number, prefix = 'c'): Promise<void> {
    for (let at = 0; at < count; at += 1) await this.post(configMaps, configMap(`${prefix}${at}`));
  }
}

export const configMaps = '/api/v1/namespaces/default/configmaps';

export function configMap(
  name: string,
  data: Readonly<Record<string, string>> = {},
  metadata: object = {},
): object {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, ...metadata }, data };
}

export function pod(name: string, spec: object = {}, metadata: object = {}): object {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, ...metadata },
    spec: { containers: [{ name: 'c', image: 'i' }], ...spec },
  };
}

export function definition(plural: string, kind: string, version: object = {}): object {
  const group = 'example.com';
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      scope: 'Namespaced',
      names: { plural, kind },
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
          ...version,
        },
      ],
    },
  };
}

interface Frame {
  readonly type: string;
  readonly object: Wire;
}

/** The frames of one watch as they have come so far. */
export class Watched {
  readonly frames: Frame[] = [];
  readonly response: HttpResponse;
  #end: 'open' | 'clean' | Error = 'open';
  readonly #iterator: AsyncIterator<Uint8Array>;

  constructor(response: HttpResponse) {
    this.response = response;
    this.#iterator = response.body[Symbol.asyncIterator]();
    void this.#read();
  }

  /** Once everything that needs no time has happened. */
  async seen(): Promise<string[]> {
    await settle();
    return this.frames.map(describeFrame);
  }

  /** As `seen`, of what came since the last call of `fresh`. */
  async fresh(): Promise<string[]> {
    await settle();
    return this.frames.splice(0).map(describeFrame);
  }

  async end(): Promise<'open' | 'clean' | Error> {
    await settle();
    return this.#end;
  }

  async close(): Promise<void> {
    await this.#iterator.return?.();
  }

  async #read(): Promise<void> {
    const splitter = jsonCodec.createFrameSplitter();
    try {
      for (let next = await this.#iterator.next(); !next.done; next = await this.#iterator.next())
        for (const frame of splitter.push(next.value))
          this.frames.push(JSON.parse(new TextDecoder().decode(frame)) as Frame);
      splitter.end();
      this.#end = 'clean';
    } catch (error) {
      this.#end = error instanceof Error ? error : new Error(String(error));
    }
  }
}

// `ADDED a@7`, `BOOKMARK @9 end`, `ERROR 410`.
function describeFrame({ type, object }: Frame): string {
  if (type === 'ERROR') return `ERROR ${object.code}`;
  const { name, resourceVersion, annotations = {} } = object.metadata as Partial<WireMetadata>;
  return `${type} ${name ?? ''}@${resourceVersion ?? ''}${annotations['k8s.io/initial-events-end'] ? ' end' : ''}`;
}
