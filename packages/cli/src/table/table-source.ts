// A watcher's view of a server's Tables: rows come and go as objects do, so that columns stay the server's (of
// custom resources, too) while the watch heals itself.

import type { ApiResource, Client } from '@kube-rx/client';
import { type DynamicObject, type HttpRequest, ResourceRequest, type ResponseBody } from '@kube-rx/core';
import type { ListWatch } from '@kube-rx/runtime';
import { fallbackColumns, fallbackRow } from './fallback-columns.ts';
import type { Column, Row } from './table.ts';
import { cellsOf, tableCodec } from './table-codec.ts';

export interface TableSource extends ListWatch<DynamicObject> {
  /** Those of the last Table that had any. */
  readonly columns: readonly Column[];
  /** The row that an object from here stands for. */
  rowOf(object: DynamicObject, now: number): Row;
}

export function tableSource(
  client: Client,
  resource: ApiResource,
  namespace: string | undefined,
): TableSource {
  let columns = fallbackColumns(resource);
  const codec = tableCodec((found) => void (columns = found));
  const requests = new ResourceRequest(resource, namespace, codec);
  const open = async (request: HttpRequest, signal: AbortSignal): Promise<ResponseBody> =>
    (await client.openEncoded(request, { codec, signal, retry: false })).body;
  return {
    client,
    resource,
    namespace,
    codec,
    get columns() {
      return columns;
    },
    rowOf: (object, now) => {
      const cells = cellsOf(object);
      return cells ? { metadata: object.metadata, cells } : fallbackRow(resource, object, now);
    },
    openList: (options) => open(requests.list(options), options.signal),
    openWatch: (options) => open(requests.watch(options), options.signal),
  };
}
