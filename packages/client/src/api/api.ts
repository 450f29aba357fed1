// One resource of one cluster, in one namespace or over all: a method for each verb, which sends one request. The
// watcher, which keeps many objects up to date, needs only `openList` and `openWatch`.

import {
  type ApplyIntent,
  type ApplyParams,
  apiVersionOf,
  type CallOptions,
  type Codec,
  type DeleteParams,
  type ExpectedType,
  type GetParams,
  type HttpRequest,
  isObjectNotFound,
  isStatus,
  type KubeObject,
  type ListParams,
  type NewObject,
  type ObjectList,
  type Representation,
  type Resource,
  ResourceRequest,
  type ResponseBody,
  type Scope,
  type WatchParams,
  type WriteParams,
} from '@kube-rx/core';
import type { Client, RequestOptions } from '../client.ts';
import {
  type CreateOrPatchAccess,
  type CreateOrPatchResult,
  createOrPatch,
  requireNamed,
  type WantedObject,
} from './create-or-patch.ts';
import {
  type DeleteCollectionResult,
  type DeleteResult,
  decodeDeletedCollection,
  decodeObject,
  decodePage,
  withoutManagedFields,
} from './decode.ts';
import { Entry, type EntryAccess } from './entry.ts';
import { type ListAllParams, listAll } from './list-all.ts';
import { MetadataVerbs } from './metadata-verbs.ts';
import { PatchVerbs } from './patch-verbs.ts';
import type { ReadOptions } from './read-options.ts';
import { RefusedAccepts } from './refused-accepts.ts';
import { type ModifyOptions, modify, type ObjectChange } from './retry-on-conflict.ts';
import { SubresourceVerbs } from './subresource-verbs.ts';
import { WatchStream } from './watch-stream.ts';

/** Makes a cluster-scoped resource a compile error, in words. A scope known only at run time passes. */
export type NamespacedOnly<S extends Scope> = 'Namespaced' extends S
  ? unknown
  : 'this resource is cluster-scoped: use Api.all';

/**
 * The last argument of each verb holds the request's parameters, under the server's names, and the options of the
 * call: `signal` and `timeout`.
 *
 * Errors, besides those of `Client`: every method throws `InvalidRequestError`, before anything is sent, for a
 * name, parameter or scope that no server accepts, and `DecodeError` for an answer that is not of this kind.
 *
 * @example
 * const pods = Api.namespaced(client, Pod, 'shop');
 * for (const pod of await pods.list({ labelSelector: { app: 'web' } })) console.log(pod.metadata.name);
 */
export class Api<K extends KubeObject = KubeObject, Sub extends string = string> extends SubresourceVerbs<
  K,
  Sub
> {
  readonly resource: Resource<K, Scope, Sub>;
  /** Undefined for cluster-scoped resources and for all namespaces. */
  readonly namespace: string | undefined;
  /** Changes parts of an object. */
  readonly patch: PatchVerbs<K>;
  /** Whose cluster this is. */
  readonly client: Client;
  readonly #requests: ResourceRequest;
  readonly #type: ExpectedType;
  readonly #accepts: RefusedAccepts;

  private constructor(client: Client, resource: Resource<K, Scope, Sub>, namespace: string | undefined) {
    const requests = new ResourceRequest(resource, namespace, client.codec);
    const type = { apiVersion: apiVersionOf(resource), kind: resource.kind };
    super({ client, requests, type });
    this.client = client;
    this.resource = resource;
    this.namespace = namespace;
    this.#requests = requests;
    this.#type = type;
    this.#accepts = RefusedAccepts.of(client);
    this.patch = new PatchVerbs((name, patch, options) =>
      this.#send(this.#requests.patch(name, patch, options), options),
    );
  }

  /** Objects of every namespace, or of a cluster-scoped resource. */
  static all<K extends KubeObject, Sub extends string>(
    client: Client,
    resource: Resource<K, Scope, Sub>,
  ): Api<K, Sub> {
    return new Api(client, resource, undefined);
  }

  /** Objects of one namespace. */
  static namespaced<K extends KubeObject, S extends Scope, Sub extends string>(
    client: Client,
    resource: Resource<K, S, Sub> & NamespacedOnly<S>,
    namespace: string,
  ): Api<K, Sub> {
    return new Api<K, Sub>(client, resource, namespace);
  }

  /** Objects of the namespace that the kubeconfig's context or the service account names. */
  static defaultNamespaced<K extends KubeObject, S extends Scope, Sub extends string>(
    client: Client,
    resource: Resource<K, S, Sub> & NamespacedOnly<S>,
  ): Api<K, Sub> {
    return new Api<K, Sub>(client, resource, client.defaultNamespace);
  }

  /**
   * The same resource in one namespace.
   *
   * @throws InvalidRequestError for a cluster-scoped resource, and for what is no namespace.
   */
  inNamespace(namespace: string): Api<K, Sub> {
    return new Api(this.client, this.resource, namespace);
  }

  /** The same resource, in the same namespace or over all, of another client's cluster. */
  withClient(client: Client): Api<K, Sub> {
    return new Api(client, this.resource, this.namespace);
  }

  /** The client's. */
  get codec(): Codec {
    return this.client.codec;
  }

  /** The same verbs for the metadata of objects alone. */
  get metadata(): MetadataVerbs<K> {
    return new MetadataVerbs({
      client: this.client,
      requests: this.#requests,
      type: this.#type,
      openWatch: (options) => this.openWatch(options),
    });
  }

  /** One page: all objects, unless `limit` is set; then `continue` says how to go on. */
  async list(options: ListParams & ReadOptions = {}): Promise<ObjectList<K>> {
    const { keepManagedFields = true } = options;
    const body = await this.#accepts.read(this.resource, { keepManagedFields }, (representation) =>
      this.client.requestBytes(this.#requests.list({ ...options, ...representation }), options),
    );
    return decodePage<K>(body, this.codec, { type: this.#type, keepManagedFields });
  }

  /**
   * All objects of one moment, page after page (500 each, unless `limit` says else), as they are asked for.
   *
   * @throws ApiError (`isExpired`) where the reader takes longer than the server keeps that moment, about five
   * minutes. The objects given out by then are no complete list: begin again.
   */
  listAll(options: ListAllParams & ReadOptions = {}): AsyncGenerator<K, void, undefined> {
    return listAll((page) => this.list(page), options);
  }

  /** @throws ApiError (`isNotFound`) where there is none. */
  async get(name: string, options: GetParams & ReadOptions = {}): Promise<K> {
    const { keepManagedFields = true } = options;
    const object = await this.#accepts.read(this.resource, { keepManagedFields }, (representation) =>
      this.#send(this.#requests.get(name, { ...options, ...representation }), options),
    );
    return keepManagedFields ? object : withoutManagedFields(object);
  }

  /** Undefined where there is none. A resource that the server does not serve is still an error, as is any 404 that names no object. */
  async getOptional(name: string, options: GetParams & ReadOptions = {}): Promise<K | undefined> {
    try {
      return await this.get(name, options);
    } catch (error) {
      if (isObjectNotFound(error)) return undefined;
      throw error;
    }
  }

  /** @throws ApiError (`isAlreadyExists`) where the name is taken. */
  async create<V extends string, N extends string>(
    object: NewObject<K, V, N>,
    options: WriteParams & RequestOptions = {},
  ): Promise<K> {
    return this.#send(this.#requests.create(object, options), options);
  }

  /**
   * Replaces the stored object by `object`.
   *
   * @throws ApiError (`isConflict`) where the stored object no longer has the resourceVersion that `object` names.
   */
  async replace<V extends string, N extends string>(
    name: string,
    object: NewObject<K, V, N>,
    options: WriteParams & RequestOptions = {},
  ): Promise<K> {
    return this.#send(this.#requests.replace(name, object, options), options);
  }

  /**
   * Reads the object and replaces it by what `change` makes of it; starts over where somebody else was faster, as
   * `retryOnConflict` does. Where `change` gives its argument back, nothing is written.
   *
   * @example await pods.modify('web-0', (pod) => withLabels(pod, { tier: 'front' }), { signal });
   */
  async modify(name: string, change: ObjectChange<K>, options: WriteParams & ModifyOptions = {}): Promise<K> {
    const get = (): Promise<K> => this.get(name, options);
    const replace = (object: NewObject<K>): Promise<K> => this.replace(name, object, options);
    const { clock = this.client.clock, random = this.client.random } = options;
    return modify({ get, replace }, change, { ...options, clock, random });
  }

  /**
   * Looks the object up, to change it as often as one likes and to write it once, whether it is there or not.
   *
   * @example
   * const entry = await pods.entry('web-0');
   * entry.modify((pod) => withLabels(pod, { tier: 'front' }));
   * await entry.commit(); // creates, replaces or writes nothing; starts over where somebody else was faster
   */
  async entry(name: string, options: GetParams & RequestOptions = {}): Promise<Entry<K>> {
    const access: EntryAccess<K> = {
      clock: this.client.clock,
      random: this.client.random,
      getOptional: (call) => this.getOptional(name, call),
      create: (object, call) => this.#send(this.#requests.create(object, call), call),
      replace: (object, call) => this.#send(this.#requests.replace(name, object, call), call),
    };
    return new Entry(access, { name, namespace: this.namespace }, await this.getOptional(name, options));
  }

  /**
   * Creates what `want` makes of nothing, or merges into the object what differs between it and what `want` makes of it:
   * all fields that it leaves as they are stay as others set them meanwhile. The status is merged on its own, where the
   * token declares it; a creation has none.
   *
   * `want` must make its answer of its argument. What it leaves out is removed, but for the status.
   *
   * @example
   * const want = (found: Pod = pod) => withLabels(found, { tier: 'front' });
   * const { outcome } = await pods.createOrPatch(pod.metadata.name, want); // 'created', 'patched' or 'unchanged'
   */
  async createOrPatch(
    name: string,
    want: WantedObject<K>,
    options: WriteParams & ModifyOptions = {},
  ): Promise<CreateOrPatchResult<K>> {
    const merge = (body: object, call: WriteParams & RequestOptions, subresource?: string): Promise<K> =>
      this.#send(
        this.#requests.patch(name, { type: 'merge', body }, { ...call, ...(subresource && { subresource }) }),
        call,
      );
    const access: CreateOrPatchAccess<K> = {
      clock: this.client.clock,
      random: this.client.random,
      hasStatus: this.resource.subresources?.some((part) => part === 'status') ?? false,
      getOptional: (call) => this.getOptional(name, call),
      create: (object, call) => this.#send(this.#requests.create(requireNamed(object, name), call), call),
      patch: (body, call) => merge(body, call),
      patchStatus: (body, call) => merge(body, call, 'status'),
    };
    return createOrPatch(access, want, options);
  }

  /**
   * Server-side apply: the fields of `intent` are set and owned by `fieldManager`; those that it owned before
   * and no longer names are removed. Creates the object where there is none.
   * https://kubernetes.io/docs/reference/using-api/server-side-apply/
   *
   * @throws ApiError (`isConflict`) where another manager owns a field, unless `force` is set.
   */
  async apply<V extends string, N extends string, T extends K = K>(
    name: string,
    intent: ApplyIntent<NoInfer<T>, V, N>,
    options: ApplyParams & RequestOptions,
  ): Promise<K> {
    const patch = { type: 'apply', body: intent } as const;
    return this.#send(this.#requests.patch(name, patch, options), options);
  }

  /**
   * Begins a deletion; finalizers and grace periods decide when it is over. By an object that was read, it deletes this
   * very object and no namesake, as its uid is a precondition.
   *
   * @throws ApiError (`isConflict`) where a precondition does not hold.
   * @example await pods.delete(pod); // or by name, whatever is there: await pods.delete('web-0');
   */
  async delete(target: string | K, options: DeleteParams & RequestOptions = {}): Promise<DeleteResult<K>> {
    const requests = this.#requests;
    const request =
      typeof target === 'string' ? requests.delete(target, options) : requests.deleteObject(target, options);
    const answer = await this.client.request(request, options);
    if (isStatus(answer)) return { type: 'status', status: answer };
    return { type: 'object', object: decodeObject<K>(answer, request, this.#type) };
  }

  /** Begins the deletion of all objects that the options select; without a selector, of every object. */
  async deleteCollection(
    options: ListParams & DeleteParams & RequestOptions = {},
  ): Promise<DeleteCollectionResult<K>> {
    const request = this.#requests.deleteCollection(options);
    const body = await this.client.requestBytes(request, options);
    return decodeDeletedCollection<K>(body, this.codec, this.#type);
  }

  /**
   * The raw watch: one request, whose end and errors are the caller's to handle. The watcher heals itself.
   *
   * @example
   * const { resourceVersion } = await pods.list();
   * for await (const event of pods.watch({ resourceVersion })) console.log(event.type);
   */
  watch(options: WatchParams & ReadOptions = {}): WatchStream<K> {
    const { keepManagedFields, signal } = options;
    const open = (call: CallOptions): Promise<ResponseBody> => this.openWatch({ ...options, ...call });
    return new WatchStream({ open, codec: this.codec, type: this.#type, keepManagedFields, signal });
  }

  /**
   * The bytes of one page of a list, when the head of the answer is there and says 200 and what `codec` decodes.
   *
   * Guarantees: the call is repeated only after its credentials expired, and after a 406 to `metadataOnly` or
   * `keepManagedFields: false`, once and without them; only a `timeout` of its own bounds the wait for the head; the rest
   * is the caller's. What the server was asked to leave out may still come: `codec` decodes by the same two options.
   * `return()` and the signal free the connection.
   *
   * @throws TransportError (`NOT_KUBERNETES`) for a 200 of another content type.
   */
  async openList(options: ListParams & Representation & RequestOptions = {}): Promise<ResponseBody> {
    return this.#accepts.read(this.resource, options, (representation) =>
      this.#open(this.#requests.list({ ...options, ...representation }), options),
    );
  }

  /** The bytes of a watch; for the rest as `openList`. */
  async openWatch(options: WatchParams & Representation & RequestOptions = {}): Promise<ResponseBody> {
    return this.#accepts.read(this.resource, options, (representation) =>
      this.#open(this.#requests.watch({ ...options, ...representation }), options),
    );
  }

  async #open(request: HttpRequest, options: RequestOptions): Promise<ResponseBody> {
    const { body } = await this.client.openEncoded(request, { ...options, retry: false });
    return body;
  }

  async #send(request: HttpRequest, options: RequestOptions): Promise<K> {
    return decodeObject<K>(await this.client.request(request, options), request, this.#type);
  }
}
