// What a server answers a get or a list with: a Table if it makes them, else a list or one object.

import type { ApiResource } from '@kube-rx/client';
import type { DynamicObject } from '@kube-rx/core';
import { fallbackColumns, fallbackRow } from './fallback-columns.ts';
import { readTable, type TablePage } from './table.ts';

export type Answer = DynamicObject & {
  readonly items?: readonly DynamicObject[] | null;
  readonly metadata: { readonly resourceVersion?: string; readonly continue?: string };
};

export function objectsOf(answer: Answer, resource: ApiResource): readonly DynamicObject[] {
  return answer.kind === `${resource.kind}List` ? (answer.items ?? []) : [answer];
}

/** The server's Table, or ours. `now` is the time that ages are counted to, in milliseconds since the Unix epoch. */
export function tableOf(answer: Answer, resource: ApiResource, now: number): TablePage {
  const ours = (): TablePage => ({
    columns: fallbackColumns(resource),
    rows: objectsOf(answer, resource).map((object) => fallbackRow(resource, object, now)),
    resourceVersion: answer.metadata.resourceVersion ?? '',
    continue: answer.metadata.continue || undefined,
  });
  return readTable(answer) ?? ours();
}
