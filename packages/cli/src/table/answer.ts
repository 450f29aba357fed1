// What a server answers a get or a list with: a Table if it makes them, else a list or one object.

import type { ApiResource } from '@kube-rx/client';
import { DecodeError, type DynamicObject, type ListMeta, objectKey, resourceName } from '@kube-rx/core';
import { fallbackColumns, fallbackRow } from './fallback-columns.ts';
import { readTable, type TablePage } from './table.ts';

export type Answer = DynamicObject & {
  readonly items?: readonly DynamicObject[] | null;
  readonly metadata: Partial<ListMeta>;
};

/**
 * The token of the next page, where there is one. A Table need not have metadata.
 *
 * @throws DecodeError (`protocol`) for a token that is no text.
 */
export function continueOf(
  page: { readonly metadata?: Partial<ListMeta> | null } | null,
): string | undefined {
  const token: unknown = page?.metadata?.continue ?? '';
  // What cannot be followed would make the first page look like the whole list.
  if (typeof token !== 'string')
    throw new DecodeError('a page of the list has a metadata.continue that is no string', {
      fault: 'protocol',
    });
  return token || undefined;
}

/** What the last object of a page of a list, or of a Table, is called; undefined where it has none with a name. */
export function lastOf(page: Answer): string | undefined {
  const last = (readTable(page)?.rows ?? page.items ?? []).at(-1);
  return isNamed(last) ? objectKey(last.metadata.name, last.metadata.namespace) : undefined;
}

/**
 * A list is known by its items, as its kind may have any name; and a single object may have a field `items`.
 *
 * @throws DecodeError (`protocol`) for what is no object with a name.
 */
export function objectsOf(answer: Answer, resource: ApiResource): readonly DynamicObject[] {
  const { kind, items } = (answer as Partial<Answer> | null) ?? {};
  const isList = kind !== resource.kind && (Array.isArray(items) || items === null);
  const objects: unknown = isList || kind === `${resource.kind}List` ? (items ?? []) : [answer];
  if (Array.isArray(objects) && objects.every(isNamed)) return objects;
  throw new DecodeError(
    `asked for ${resourceName(resource)}, but the answer holds what is no object with a name`,
    { fault: 'protocol' },
  );
}

function isNamed(object: unknown): object is DynamicObject {
  const { metadata } = (object as Partial<DynamicObject> | null) ?? {};
  return typeof metadata?.name === 'string';
}

/** The server's Table, or ours. `now` is the time that ages are counted to, in milliseconds since the Unix epoch. */
export function tableOf(answer: Answer, resource: ApiResource, now: number): TablePage {
  const table = readTable(answer);
  if (table) return table;
  const rows = objectsOf(answer, resource).map((object) => fallbackRow(resource, object, now));
  return { columns: fallbackColumns(resource), rows, metadata: answer.metadata };
}
