// A part of an object that is read and written on its own: `status`, `scale`, `ephemeralcontainers`.
// https://kubernetes.io/docs/concepts/overview/kubernetes-api/

import type {
  ApplyIntent,
  ApplyParams,
  ExpectedType,
  GetParams,
  HttpRequest,
  KubeObject,
  NewObject,
  ResourceRequest,
  WriteParams,
} from '@kube-rx/core';
import type { Client, RequestOptions } from '../client.ts';
import { decodeObject } from './decode.ts';
import { PatchVerbs } from './patch-verbs.ts';
import { type ModifyOptions, modify, type ObjectChange } from './retry-on-conflict.ts';

export interface SubresourceOptions {
  readonly client: Client;
  readonly requests: ResourceRequest;
  /** As it stands in the URL. */
  readonly subresource: string;
  /** What it answers with; absent: anything with metadata. */
  readonly type?: ExpectedType | undefined;
}

/**
 * `T` is what the subresource is read and written as: for most, the object itself.
 *
 * @example
 * console.log((await pods.status.get('web-0')).status?.phase);
 */
export class Subresource<T extends KubeObject> {
  /** Changes parts of it. */
  readonly patch: PatchVerbs<T>;
  readonly #options: SubresourceOptions;

  constructor(options: SubresourceOptions) {
    const { requests, subresource } = options;
    this.#options = options;
    this.patch = new PatchVerbs((name, patch, callOptions) =>
      this.#send(requests.patch(name, patch, { ...callOptions, subresource }), callOptions),
    );
  }

  async get(name: string, options: GetParams & RequestOptions = {}): Promise<T> {
    const { requests, subresource } = this.#options;
    return this.#send(requests.get(name, { ...options, subresource }), options);
  }

  /** Answers with a conflict where `body` has a resourceVersion and the object is at another. */
  async replace<V extends string, N extends string>(
    name: string,
    body: NewObject<T, V, N>,
    options: WriteParams & RequestOptions = {},
  ): Promise<T> {
    const { requests, subresource } = this.#options;
    return this.#send(requests.replace(name, body, { ...options, subresource }), options);
  }

  /** Reads, changes and replaces it, again where somebody else was faster; see `Api.modify`. */
  async modify(name: string, change: ObjectChange<T>, options: WriteParams & ModifyOptions = {}): Promise<T> {
    const get = (): Promise<T> => this.get(name, options);
    const replace = (object: NewObject<T>): Promise<T> => this.replace(name, object, options);
    const { clock = this.#options.client.clock, random = this.#options.client.random } = options;
    return modify({ get, replace }, change, { ...options, clock, random });
  }

  /** Server-side apply; see `Api.apply`. The intent of a subresource with a kind of its own, as Scale, needs apiVersion and kind. */
  async apply<V extends string, N extends string, K extends T = T>(
    name: string,
    intent: ApplyIntent<NoInfer<K>, V, N>,
    options: ApplyParams & RequestOptions,
  ): Promise<T> {
    const { requests, subresource } = this.#options;
    const patch = { type: 'apply', body: intent } as const;
    return this.#send(requests.patch(name, patch, { ...options, subresource }), options);
  }

  /** A POST, as `eviction`, `binding` and `token` want; answers with the decoded body. */
  async create(name: string, body: object, options: WriteParams & RequestOptions = {}): Promise<unknown> {
    const { client, requests, subresource } = this.#options;
    const request = requests.createSubresource(name, body, { ...options, subresource });
    return client.request(request, options);
  }

  async #send(request: HttpRequest, options: RequestOptions): Promise<T> {
    const { client, type } = this.#options;
    return decodeObject<T>(await client.request(request, options), request, type);
  }
}

/** https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/scale-v1/ */
export interface ScaleObject extends KubeObject {
  readonly spec?: { readonly replicas?: number };
  readonly status?: {
    /** How many there are. */
    readonly replicas: number;
    /** The label selector of the replicas, as text. */
    readonly selector?: string;
  };
}

const scaleType = { apiVersion: 'autoscaling/v1', kind: 'Scale' };

/**
 * How many replicas: alike for every kind that has a `scale` subresource.
 *
 * @example
 * await Api.namespaced(client, Deployment, 'shop').scale.replace('web', { replicas: 3 });
 */
export class ScaleSubresource {
  /** Changes parts of the Scale, as `{ spec: { replicas: 3 } }`. */
  readonly patch: PatchVerbs<ScaleObject>;
  readonly #scale: Subresource<ScaleObject>;
  readonly #namespace: string | undefined;

  constructor(options: Omit<SubresourceOptions, 'subresource' | 'type'>) {
    this.#scale = new Subresource({ ...options, subresource: 'scale', type: scaleType });
    this.#namespace = options.requests.namespace;
    this.patch = this.#scale.patch;
  }

  async get(name: string, options: GetParams & RequestOptions = {}): Promise<ScaleObject> {
    return this.#scale.get(name, options);
  }

  /** Sets the number. With a `resourceVersion`, answers with a conflict where the object is at another. */
  async replace(
    name: string,
    { replicas, resourceVersion }: { readonly replicas: number; readonly resourceVersion?: string },
    options: WriteParams & RequestOptions = {},
  ): Promise<ScaleObject> {
    const metadata = {
      name,
      ...(this.#namespace !== undefined && { namespace: this.#namespace }),
      ...(resourceVersion !== undefined && { resourceVersion }),
    };
    return this.#scale.replace(name, { ...scaleType, metadata, spec: { replicas } }, options);
  }
}
