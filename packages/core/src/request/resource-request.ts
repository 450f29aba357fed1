// From a resource, a verb and its parameters to an HTTP request. Only this file knows how a path is made.

import type { Codec } from '../codec/codec.ts';
import { printExactJson } from '../codec/exact-json.ts';
import { InvalidRequestError } from '../errors.ts';
import type { KubeObject, NewObject } from '../resource/object.ts';
import { apiVersionOf, type Resource, resourceName } from '../resource/resource.ts';
import { quotedText } from '../values/quoted-text.ts';
import { type CommandParams, commandProtocols, commandQuery } from './command-params.ts';
import type { HttpMethod, HttpRequest, QueryParameter } from './http-request.ts';
import { type LogParams, logQuery } from './log-params.ts';
import {
  type DeleteParams,
  deleteOptions,
  type GetParams,
  getQuery,
  type ListParams,
  listQuery,
  type PatchParams,
  type WatchParams,
  type WriteParams,
  watchQuery,
  writeQuery,
} from './params.ts';
import { type Patch, patchContentType } from './patch.ts';
import { acceptOf, isPlain, type PartialForm, type Representation } from './representation.ts';

type Headers = HttpRequest['headers'];

interface Parts {
  readonly query?: readonly QueryParameter[];
  readonly body?: object | undefined;
  readonly headers?: Headers;
}

/** Parameters of a verb that may also be for a part of the object. */
export type WithSubresource<P> = P & {
  /** As it stands in the URL: `status`, `scale`. Absent: the whole object. */
  readonly subresource?: string;
};

// The body of these subresources is the object itself. Others have a kind of their own, as Scale.
const wholeObject: ReadonlySet<string> = new Set([
  'approval',
  'ephemeralcontainers',
  'finalize',
  'resize',
  'status',
]);

/** What a request needs of an encoding. */
export type RequestCodec = Pick<Codec, 'accept' | 'acceptWatch' | 'contentType' | 'encode'>;

/**
 * Builds the requests of one resource, in one namespace or over all.
 *
 * Every method throws `InvalidRequestError` for a name, parameter or scope that the server would refuse.
 *
 * @example new ResourceRequest(Pod, 'shop', jsonCodec).get('web-0').path; // '/api/v1/namespaces/shop/pods/web-0'
 */
export class ResourceRequest {
  readonly resource: Resource;
  /** Undefined for cluster-scoped resources and for all namespaces. */
  readonly namespace: string | undefined;
  readonly #codec: RequestCodec;
  readonly #noBody: Headers;
  readonly #withBody: Headers;
  readonly #watch: Headers;
  // Those of representations that were asked for.
  readonly #represented = new Map<string, Headers>();

  constructor(resource: Resource, namespace: string | undefined, codec: RequestCodec) {
    if (namespace !== undefined) {
      if (resource.scope === 'Cluster')
        throw new InvalidRequestError(
          `${resourceName(resource)} are cluster-scoped: leave the namespace out`,
        );
      requireNamespace(namespace);
    }
    this.resource = resource;
    this.namespace = namespace;
    this.#codec = codec;
    const { accept, acceptWatch, contentType } = codec;
    // All requests share these. They are frozen, so that a layer that writes to them fails at once.
    this.#noBody = Object.freeze({ accept });
    this.#withBody = Object.freeze({ accept, 'content-type': contentType });
    // A server compresses each frame by itself. For small frames that costs more than it saves.
    this.#watch = Object.freeze({ accept: acceptWatch, 'accept-encoding': 'identity' });
  }

  list(params: ListParams & Representation = {}): HttpRequest {
    const headers = this.#headersFor(params, 'PartialObjectMetadataList', this.#noBody);
    return this.#request('GET', this.#collection(this.namespace), { query: listQuery(params), headers });
  }

  watch(params: WatchParams & Representation = {}): HttpRequest {
    const path = this.#collection(this.namespace);
    const headers = this.#headersFor(params, 'PartialObjectMetadata', this.#watch);
    return { method: 'GET', path, query: watchQuery(params), headers };
  }

  get(name: string, params: WithSubresource<GetParams & Representation> = {}): HttpRequest {
    const headers = this.#headersFor(params, 'PartialObjectMetadata', this.#noBody);
    return this.#request('GET', this.#object(name, params.subresource), { query: getQuery(params), headers });
  }

  /** A container's log, which is text. An error is JSON, so both are asked for, as kubectl does. */
  log(name: string, params: LogParams = {}): HttpRequest {
    const headers = { accept: 'application/json, */*' };
    return { method: 'GET', path: this.#object(name, 'log'), query: logQuery(params), headers };
  }

  /** A WebSocket that carries the streams of a command. */
  exec(name: string, command: readonly string[], params: CommandParams = {}): HttpRequest {
    const [first = ''] = command;
    if (first === '') throw new InvalidRequestError('a command must begin with the name of a program');
    return this.#connect(name, 'exec', commandQuery(params, command));
  }

  /** A WebSocket that carries the streams of what runs in a container. */
  attach(name: string, params: CommandParams = {}): HttpRequest {
    return this.#connect(name, 'attach', commandQuery(params));
  }

  /** A WebSocket that carries one connection to a port of a Pod. */
  portForward(name: string, port: number): HttpRequest {
    if (!Number.isInteger(port) || port < 1 || port > 65_535)
      throw new InvalidRequestError(`${port} is no port: a whole number from 1 to 65535`);
    return {
      method: 'GET',
      path: this.#object(name, 'portforward'),
      query: [['ports', `${port}`]],
      headers: {},
      webSocket: ['v4.channel.k8s.io'],
    };
  }

  /**
   * Where this addresses all namespaces, the object's own namespace is used. The server refuses an object
   * without `name` and `generateName`, unless its kind is never stored (as TokenReview).
   */
  create(object: Pick<NewObject<KubeObject>, 'metadata'>, params: WriteParams = {}): HttpRequest {
    if (object.metadata.name) requireName(object.metadata.name);
    const path = this.#collection(this.#namespaceOf(object));
    return this.#request('POST', path, { query: writeQuery(params), body: this.#typed(object) });
  }

  /** Creates through a subresource, as `eviction`, `binding` or `token`. */
  createSubresource(
    name: string,
    body: object,
    params: WriteParams & { readonly subresource: string },
  ): HttpRequest {
    return this.#request('POST', this.#object(name, params.subresource), { query: writeQuery(params), body });
  }

  replace(name: string, object: object, params: WithSubresource<WriteParams> = {}): HttpRequest {
    const { subresource } = params;
    const body = this.#typed(object, subresource);
    return this.#request('PUT', this.#object(name, subresource), { query: writeQuery(params), body });
  }

  patch(name: string, patch: Patch, params: WithSubresource<PatchParams & Representation> = {}): HttpRequest {
    const { subresource } = params;
    if (patch.type === 'apply') {
      if (!params.fieldManager) throw this.#refusal('cannot be applied without a fieldManager');
    } else if (params.force)
      throw new InvalidRequestError(`force is for apply, not for a ${patch.type} patch`);
    const body = patch.type === 'apply' ? this.#typed(named(patch.body, name), subresource) : patch.body;
    return {
      method: 'PATCH',
      path: this.#object(name, subresource),
      query: writeQuery(params),
      headers: {
        ...this.#headersFor(params, 'PartialObjectMetadata', this.#noBody),
        'content-type': patchContentType[patch.type],
      },
      // A patch is JSON by its definition, whatever the encoding of objects.
      body: patch.type === 'apply' ? printYamlJson(body) : printExactJson(body),
    };
  }

  delete(name: string, params: DeleteParams = {}): HttpRequest {
    const body = deleteOptions(params);
    return this.#request('DELETE', this.#object(name), { body });
  }

  /**
   * Of this very object and no namesake: its uid is a precondition. Where this addresses all namespaces, the object's
   * own namespace is used.
   */
  deleteObject(object: KubeObject, params: DeleteParams = {}): HttpRequest {
    const { resource } = this;
    const { kind = resource.kind, metadata } = object;
    if (kind !== resource.kind) throw this.#refusal(`are not what a ${quotedText(kind, 63)} is deleted from`);
    const preconditions = { ...params.preconditions, uid: uidOf(object) };
    const body = deleteOptions({ ...params, preconditions });
    const path = this.#object(metadata.name, undefined, this.#namespaceOf(object, 'deleted from'));
    return this.#request('DELETE', path, { body });
  }

  /** Of one namespace only, where the resource is namespaced: servers have no deletion across namespaces. */
  deleteCollection(params: ListParams & DeleteParams = {}): HttpRequest {
    if (this.resource.scope === 'Namespaced' && this.namespace === undefined)
      throw this.#refusal('can only be deleted as a collection within a namespace');
    const body = deleteOptions(params);
    const path = this.#collection(this.namespace);
    return this.#request('DELETE', path, { query: listQuery(params), body });
  }

  #request(
    method: HttpMethod,
    path: string,
    { query = [], body, headers = this.#noBody }: Parts,
  ): HttpRequest {
    if (body === undefined) return { method, path, query, headers };
    return { method, path, query, headers: this.#withBody, body: this.#codec.encode(body) };
  }

  #headersFor(representation: Representation, form: PartialForm, plain: Headers): Headers {
    if (isPlain(representation)) return plain;
    const accept = acceptOf(plain['accept'] ?? '', representation, form);
    // A watch and a get may accept the same, and differ in the rest.
    const key = plain === this.#watch ? `watch ${accept}` : accept;
    const headers = this.#represented.get(key) ?? Object.freeze({ ...plain, accept });
    this.#represented.set(key, headers);
    return headers;
  }

  #collection(namespace: string | undefined): string {
    const { group, version, plural } = this.resource;
    const root = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
    return namespace === undefined ? `${root}/${plural}` : `${root}/namespaces/${namespace}/${plural}`;
  }

  #connect(name: string, subresource: string, query: QueryParameter[]): HttpRequest {
    const path = this.#object(name, subresource);
    return { method: 'GET', path, query, headers: {}, webSocket: commandProtocols };
  }

  #object(name: string, subresource?: string, namespace: string | undefined = this.namespace): string {
    if (this.resource.scope === 'Namespaced' && namespace === undefined)
      throw this.#refusal(`${JSON.stringify(name)} can only be addressed within a namespace`);
    requireName(name);
    const path = `${this.#collection(namespace)}/${encodeURIComponent(name)}`;
    if (subresource === undefined) return path;
    if (!/^[a-z][-a-z0-9]*$/.test(subresource))
      throw new InvalidRequestError(`${JSON.stringify(subresource)} is no subresource`);
    const known = this.resource.subresources;
    if (known && !known.includes(subresource))
      throw this.#refusal(
        `have no subresource ${JSON.stringify(subresource)} (they have ${known.join(', ') || 'none'})`,
      );
    return `${path}/${subresource}`;
  }

  #namespaceOf(object: Pick<NewObject<KubeObject>, 'metadata'>, act = 'created in'): string | undefined {
    if (this.resource.scope === 'Cluster') return undefined;
    const own = object.metadata.namespace || undefined;
    const namespace = this.namespace ?? own;
    if (namespace === undefined) throw this.#refusal(`to be ${act.slice(0, 7)} needs a namespace`);
    requireNamespace(namespace);
    if (own !== undefined && own !== namespace)
      throw this.#refusal(
        `of namespace ${JSON.stringify(own)} cannot be ${act} ${JSON.stringify(namespace)}`,
      );
    return namespace;
  }

  // Servers refuse a body without apiVersion and kind, and the token knows both.
  #typed(object: object, subresource?: string): object {
    if (subresource !== undefined && !wholeObject.has(subresource)) return object;
    const { resource } = this;
    const {
      apiVersion = apiVersionOf(resource),
      kind = resource.kind,
      ...rest
    }: Partial<KubeObject> = object;
    return { apiVersion, kind, ...rest };
  }

  #refusal(why: string): InvalidRequestError {
    return new InvalidRequestError(`${resourceName(this.resource)} ${why}`);
  }
}

/**
 * What tells an object from a namesake.
 *
 * @throws InvalidRequestError for one that was not read from a server.
 * @example await pods.delete('web-0', { preconditions: { uid: uidOf(pod) } });
 */
export function uidOf({ metadata }: KubeObject): string {
  if (metadata.uid) return metadata.uid;
  throw new InvalidRequestError(
    `${quotedText(metadata.name, 253)} has no uid, so it cannot be told from a namesake: name it by its name instead`,
  );
}

// A server refuses to create by apply what does not name itself, though the path does.
function named(intent: object, name: string): object {
  const metadata = 'metadata' in intent ? intent.metadata : undefined;
  return { ...intent, metadata: { name, ...(typeof metadata === 'object' && metadata) } };
}

// https://github.com/kubernetes/apimachinery/blob/v0.36.3/pkg/api/validate/content/path.go
function requireName(name: string): void {
  if (name === '') throw new InvalidRequestError('an empty name would address the whole collection');
  if (name === '.' || name === '..' || /[/%]/.test(name) || !name.isWellFormed())
    throw new InvalidRequestError(
      `${JSON.stringify(name)} is no object name: it may not be . or .. nor contain / or % or half a surrogate pair`,
    );
}

function requireNamespace(namespace: string): void {
  if (namespace.length > 63 || !/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(namespace))
    throw new InvalidRequestError(
      `${JSON.stringify(namespace)} is no namespace: at most 63 lower-case letters, digits and -`,
    );
}

/** JSON that is YAML as well: there, some characters of a text are breaks of lines, and others may not stand at all. */
function printYamlJson(value: object): string {
  return printExactJson(value).replace(
    /[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
