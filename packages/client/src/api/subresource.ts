// A part of an object that is read and written on its own: `status`, `scale`, `ephemeralcontainers`.
// https://kubernetes.io/docs/concepts/overview/kubernetes-api/

import type {
  ApplyParams,
  ExpectedType,
  GetParams,
  HttpRequest,
  KubeObject,
  ResourceRequest,
  WriteParams,
} from '@kube-rx/core';
import type { Client, RequestOptions } from '../client.ts';
import { decodeObject } from './decode.ts';
import { PatchVerbs } from './patch-verbs.ts';

export interface SubresourceOptions {
  readonly client: Client;
  readonly requests: ResourceRequest;
  /** As it stands in the URL. */
  readonly subresource: string;
  /** What it answers with; absent: anything with metadata. */
  readonly type?: ExpectedType;
}

/** `T` is what the subresource is read and written as: for most, the object itself. */
export class Subresource<T extends KubeObject> {
  /** Changes parts of it. */
  readonly patch: PatchVerbs<T>;
  readonly #options: SubresourceOptions;

  constructor(options: SubresourceOptions) {
    const { requests, subresource } = options;
    this.#options = options;
    this.patch = new PatchVerbs((name, patch, params, callOptions) =>
      this.#send(requests.patch(name, patch, { ...params, subresource }), callOptions),
    );
  }

  async get(name: string, params: GetParams = {}, options: RequestOptions = {}): Promise<T> {
    const { requests, subresource } = this.#options;
    return this.#send(requests.get(name, { ...params, subresource }), options);
  }

  /** A body with a resourceVersion is refused with a conflict where the object is at another. */
  async replace(name: string, body: T, params: WriteParams = {}, options: RequestOptions = {}): Promise<T> {
    const { requests, subresource } = this.#options;
    return this.#send(requests.replace(name, body, { ...params, subresource }), options);
  }

  /** Server-side apply; see `Api.apply`. The intent needs apiVersion and kind. */
  async apply(name: string, intent: object, params: ApplyParams, options: RequestOptions = {}): Promise<T> {
    const { requests, subresource } = this.#options;
    const patch = { type: 'apply', body: intent } as const;
    return this.#send(requests.patch(name, patch, { ...params, subresource }), options);
  }

  /** Creates through it, as `eviction`, `binding` and `token` want; answers with the decoded body. */
  async create(
    name: string,
    body: object,
    params: WriteParams = {},
    options: RequestOptions = {},
  ): Promise<unknown> {
    const { client, requests, subresource } = this.#options;
    return client.request(requests.createSubresource(name, body, { ...params, subresource }), options);
  }

  async #send(request: HttpRequest, options: RequestOptions): Promise<T> {
    return decodeObject<T>(await this.#options.client.request(request, options), request, this.#options.type);
  }
}
