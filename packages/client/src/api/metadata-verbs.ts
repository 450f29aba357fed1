// The metadata of objects alone: a fraction of the bytes, for whoever needs names, labels, owners or finalizers.
// https://kubernetes.io/docs/reference/using-api/api-concepts/#receiving-resources-as-partialobjectmetadata

import {
  type CallOptions,
  type Codec,
  type ExpectedType,
  type GetParams,
  isObjectNotFound,
  type KubeObject,
  type ListParams,
  type ObjectList,
  type PartialObjectMetadata,
  type Representation,
  type ResourceRequest,
  type ResponseBody,
  type WatchParams,
} from '@kube-rx/core';
import type { Client, RequestOptions } from '../client.ts';
import { decodeMetadata, decodePage, withoutManagedFields } from './decode.ts';
import { type ListAllParams, listAll } from './list-all.ts';
import { PatchVerbs } from './patch-verbs.ts';
import type { ReadOptions } from './read-options.ts';
import { RefusedAccepts } from './refused-accepts.ts';
import { WatchStream } from './watch-stream.ts';

export interface MetadataVerbsOptions {
  readonly client: Client;
  readonly requests: ResourceRequest;
  /** What the objects are. */
  readonly type: ExpectedType;
  readonly openWatch: (options: WatchParams & Representation & RequestOptions) => Promise<ResponseBody>;
}

/**
 * The verbs of an `Api` for apiVersion, kind and metadata alone. The server is asked for no more; where it sends whole
 * objects all the same, as an aggregated one may, the rest is left out here. Errors are those of `Api`.
 *
 * @example
 * for await (const { metadata } of pods.metadata.listAll()) console.log(metadata.name, metadata.labels);
 */
export class MetadataVerbs<K extends KubeObject> {
  /** Changes metadata, and answers with metadata. A server that refuses to answer so refuses the patch. */
  readonly patch: PatchVerbs<PartialObjectMetadata<K>>;
  readonly #options: MetadataVerbsOptions;
  readonly #accepts: RefusedAccepts;

  constructor(options: MetadataVerbsOptions) {
    const { client, requests, type } = options;
    this.#options = options;
    this.#accepts = RefusedAccepts.of(client);
    this.patch = new PatchVerbs(async (name, patch, callOptions) => {
      const representation = this.#accepts.representation(requests.resource, { metadataOnly: true });
      // A write that was refused is not sent again: who knows whether it was carried out.
      const request = requests.patch(name, patch, { ...callOptions, ...representation });
      return decodeMetadata<K>(await client.request(request, callOptions), request, type);
    });
  }

  /** As `Api.get`. */
  async get(name: string, options: GetParams & ReadOptions = {}): Promise<PartialObjectMetadata<K>> {
    const { client, requests, type } = this.#options;
    return this.#read(options, async (representation) => {
      const request = requests.get(name, { ...options, ...representation });
      const answer = decodeMetadata<K>(await client.request(request, options), request, type);
      return options.keepManagedFields === false ? withoutManagedFields(answer) : answer;
    });
  }

  /** As `Api.getOptional`. */
  async getOptional(
    name: string,
    options: GetParams & ReadOptions = {},
  ): Promise<PartialObjectMetadata<K> | undefined> {
    try {
      return await this.get(name, options);
    } catch (error) {
      if (isObjectNotFound(error)) return undefined;
      throw error;
    }
  }

  /** As `Api.list`. */
  async list(options: ListParams & ReadOptions = {}): Promise<ObjectList<PartialObjectMetadata<K>>> {
    const { client, requests, type } = this.#options;
    const { keepManagedFields } = options;
    return this.#read(options, async (representation) => {
      const body = await client.requestBytes(requests.list({ ...options, ...representation }), options);
      return decodePage(body, this.#codec, { type, metadataOnly: true, keepManagedFields });
    });
  }

  /** As `Api.listAll`. */
  listAll(
    options: ListAllParams & ReadOptions = {},
  ): AsyncGenerator<PartialObjectMetadata<K>, void, undefined> {
    return listAll((page) => this.list(page), options);
  }

  /** As `Api.watch`. */
  watch(options: WatchParams & ReadOptions = {}): WatchStream<PartialObjectMetadata<K>> {
    const { openWatch, type } = this.#options;
    const { signal, keepManagedFields } = options;
    const open = (call: CallOptions): Promise<ResponseBody> =>
      openWatch({ ...options, ...call, metadataOnly: true });
    return new WatchStream({ open, codec: this.#codec, type, metadataOnly: true, keepManagedFields, signal });
  }

  get #codec(): Codec {
    return this.#options.client.codec;
  }

  #read<T>(options: ReadOptions, send: (representation: Required<Representation>) => Promise<T>): Promise<T> {
    const { keepManagedFields = true } = options;
    const { resource } = this.#options.requests;
    return this.#accepts.read(resource, { metadataOnly: true, keepManagedFields }, send);
  }
}
