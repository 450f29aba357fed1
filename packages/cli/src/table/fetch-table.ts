// Fetches a Table, and makes one of the answer if the server did not.

import type { ApiResource, Client } from '@kube-rx/client';
import type { CallOptions, DynamicObject, HttpRequest } from '@kube-rx/core';
import { jsonCodec } from '@kube-rx/encoding';
import { fallbackColumns, fallbackRow } from './fallback-columns.ts';
import { readTable, type TablePage, tableAccept } from './table.ts';

interface FetchOptions extends CallOptions {
  readonly resource: ApiResource;
  /** The time that ages are counted to, in milliseconds since the Unix epoch. */
  readonly now: number;
}

/** Sends a get or a list. */
export async function fetchTable(
  client: Client,
  request: HttpRequest,
  { resource, now, ...options }: FetchOptions,
): Promise<TablePage> {
  const headers = { ...request.headers, accept: tableAccept };
  const answer = await client.request({ ...request, headers }, { ...options, codec: jsonCodec });
  return readTable(answer) ?? tableOf(answer as Answer, resource, now);
}

/** A list, or one object. */
export type Answer = DynamicObject & {
  readonly items?: readonly DynamicObject[] | null;
  readonly metadata: { readonly resourceVersion?: string; readonly continue?: string };
};

export function objectsOf(answer: Answer, resource: ApiResource): readonly DynamicObject[] {
  return answer.kind === `${resource.kind}List` ? (answer.items ?? []) : [answer];
}

function tableOf(answer: Answer, resource: ApiResource, now: number): TablePage {
  return {
    columns: fallbackColumns(resource),
    rows: objectsOf(answer, resource).map((object) => fallbackRow(resource, object, now)),
    resourceVersion: answer.metadata.resourceVersion ?? '',
    continue: answer.metadata.continue || undefined,
  };
}
