// A watcher's view of a server's Tables: rows come and go as objects do, so that columns stay the server's (of
// custom resources, too) while the watch heals itself.

import type { ApiResource, Client } from '@kube-rx/client';
import {
  type Codec,
  type DynamicObject,
  type HttpRequest,
  type ListParams,
  ResourceRequest,
  type ResponseBody,
  type WatchParams,
} from '@kube-rx/core';
import type { ListWatch } from '@kube-rx/runtime';
import { fallbackColumns, fallbackRow } from './fallback-columns.ts';
import type { Column, Row } from './table.ts';
import { cellsOf, tableCodec } from './table-codec.ts';

export class TableSource implements ListWatch<DynamicObject> {
  readonly resource: ApiResource;
  readonly namespace: string | undefined;
  readonly client: Client;
  readonly codec: Codec;
  readonly #requests: ResourceRequest;
  #columns: readonly Column[];

  constructor(client: Client, resource: ApiResource, namespace: string | undefined) {
    this.resource = resource;
    this.namespace = namespace;
    this.client = client;
    this.codec = tableCodec((columns) => void (this.#columns = columns));
    this.#requests = new ResourceRequest(resource, namespace, this.codec);
    this.#columns = fallbackColumns(resource);
  }

  /** Those of the last Table that had any. */
  get columns(): readonly Column[] {
    return this.#columns;
  }

  /** The row that an object from here stands for. */
  rowOf(object: DynamicObject, now: number): Row {
    const cells = cellsOf(object);
    return cells ? { metadata: object.metadata, cells } : fallbackRow(this.resource, object, now);
  }

  openList(params: ListParams, options: { readonly signal: AbortSignal }): Promise<ResponseBody> {
    return this.#open(this.#requests.list(params), options.signal);
  }

  openWatch(params: WatchParams, options: { readonly signal: AbortSignal }): Promise<ResponseBody> {
    return this.#open(this.#requests.watch(params), options.signal);
  }

  async #open(request: HttpRequest, signal: AbortSignal): Promise<ResponseBody> {
    const { codec } = this;
    const { body } = await this.client.openEncoded(request, { codec, signal, retry: false });
    return body;
  }
}
