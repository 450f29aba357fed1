// A watcher's view of a server's Tables: rows come and go as objects do, so that columns stay the server's (of
// custom resources, too) while the watch heals itself.
//
// Lists and frames are rewritten on their way: a Table becomes the list, or the object, whose metadata its row
// carries, with the cells beside it. What is no Table passes as it is, and gets our own columns.

import type { ApiResource, Client } from '@kube-rx/client';
import {
  apiVersionOf,
  type DynamicObject,
  type HttpRequest,
  type ListParams,
  ResourceRequest,
  readBody,
  type WatchParams,
} from '@kube-rx/core';
import { LineSplitter, parseJson } from '@kube-rx/encoding';
import type { ListWatch } from '@kube-rx/runtime';
import { fallbackColumns, fallbackRow } from './fallback-columns.ts';
import { type Column, type Row, readTable, type TablePage, tableAccept } from './table.ts';

const cellsField = 'kube-rx/cells';

export class TableSource implements ListWatch<DynamicObject> {
  readonly resource: ApiResource;
  readonly namespace: string | undefined;
  readonly client: Client;
  readonly #requests: ResourceRequest;
  #columns: readonly Column[];

  constructor(client: Client, resource: ApiResource, namespace: string | undefined) {
    this.resource = resource;
    this.namespace = namespace;
    this.client = client;
    this.#requests = new ResourceRequest(resource, namespace);
    this.#columns = fallbackColumns(resource);
  }

  /** Those of the last Table that had any. */
  get columns(): readonly Column[] {
    return this.#columns;
  }

  /** The row that an object from here stands for. */
  rowOf(object: DynamicObject, now: number): Row {
    const cells = object[cellsField];
    return Array.isArray(cells)
      ? { metadata: object.metadata, cells }
      : fallbackRow(this.resource, object, now);
  }

  async openList(
    params: ListParams,
    options: { readonly signal: AbortSignal },
  ): Promise<AsyncIterable<Uint8Array>> {
    const body = await this.#open(this.#requests.list(params), options.signal);
    return rewritten(body, (page) => this.#rewriteList(page));
  }

  async openWatch(
    params: WatchParams,
    options: { readonly signal: AbortSignal },
  ): Promise<AsyncIterable<Uint8Array>> {
    const body = await this.#open(this.#requests.watch(params), options.signal);
    return rewrittenFrames(body, (frame) => this.#rewriteFrame(frame));
  }

  async #open(request: HttpRequest, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>> {
    const headers = { ...request.headers, accept: tableAccept };
    const response = await this.client.openJson({ ...request, headers }, { signal, retry: false });
    return response.body;
  }

  #rewriteList(page: Uint8Array): Uint8Array {
    const { plural, kind } = this.resource;
    const table = readTable(parseJson(page, `the list of ${plural}`));
    if (!table) return page;
    this.#takeColumns(table);
    const { resourceVersion, continue: next } = table;
    return encode({
      kind: `${kind}List`,
      apiVersion: apiVersionOf(this.resource),
      metadata: { resourceVersion, ...(next !== undefined && { continue: next }) },
      items: table.rows.map(toItem),
    });
  }

  #rewriteFrame(frame: Uint8Array): Uint8Array {
    const event = parseJson(frame, 'a frame of the watch') as { type?: unknown; object?: unknown } | null;
    const table = readTable(event?.object);
    if (!table) return frame;
    this.#takeColumns(table);
    const [row] = table.rows;
    const object = row ? toItem(row) : { metadata: { resourceVersion: table.resourceVersion } };
    return encode({ type: event?.type, object });
  }

  #takeColumns({ columns }: TablePage): void {
    if (columns.length > 0) this.#columns = columns;
  }
}

function toItem({ metadata, cells }: Row): object {
  return { metadata, [cellsField]: cells };
}

const utf8 = new TextEncoder();

function encode(value: object): Uint8Array {
  return utf8.encode(JSON.stringify(value));
}

const newline = new Uint8Array([0x0a]);

async function* rewritten(
  body: AsyncIterable<Uint8Array>,
  rewrite: (page: Uint8Array) => Uint8Array,
): AsyncGenerator<Uint8Array, void, undefined> {
  yield rewrite(await readBody(body));
}

async function* rewrittenFrames(
  body: AsyncIterable<Uint8Array>,
  rewrite: (frame: Uint8Array) => Uint8Array,
): AsyncGenerator<Uint8Array, void, undefined> {
  const splitter = new LineSplitter();
  for await (const chunk of body)
    for (const frame of splitter.push(chunk)) {
      yield rewrite(frame);
      yield newline;
    }
  splitter.end();
}
