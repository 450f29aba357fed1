// One page of a LIST.

import { EncodedObject, type ExpectedType, formatKind, parseJson } from '../encoding/encoded-object.ts';
import { DecodeError } from '../errors.ts';
import type { KubeObject } from '../resource/object.ts';

/** What the server says of a list besides its items. */
export interface ListMeta {
  /** The moment at which the list is a snapshot. All pages of one list share it. */
  readonly resourceVersion: string;
  /** The token of the next page; absent on the last one. */
  readonly continue?: string;
  readonly remainingItemCount?: number;
}

/** A page: an array of objects that also knows its resourceVersion and how to go on. */
export type ObjectList<K extends KubeObject> = readonly K[] & ListMeta;

/** A page as a cache takes it in. */
export interface EncodedList<K extends KubeObject> extends ListMeta {
  readonly items: readonly EncodedObject<K>[];
}

/**
 * Decodes the body of a LIST. Items of built-in kinds come without apiVersion and kind; both are filled in.
 *
 * @throws DecodeError where the body is cut, is no list, is a list of another kind, or holds an object
 * without name or resourceVersion. A page is taken whole or not at all.
 */
export function decodeList<K extends KubeObject>(body: Uint8Array, type: ExpectedType): EncodedList<K> {
  const value = parseJson(body, `the list of ${type.kind}`) as RawList | null;
  if (value?.kind !== `${type.kind}List`) throw notAList(type, `has the kind ${formatKind(value?.kind)}`);
  const { metadata, items } = value;
  if (!Array.isArray(items ?? [])) throw notAList(type, 'has no items');
  const { resourceVersion, remainingItemCount } = metadata ?? {};
  if (typeof resourceVersion !== 'string' || resourceVersion === '')
    throw notAList(type, 'has no metadata.resourceVersion');
  // A token that cannot be followed would make the first page look like the whole list.
  const next = metadata?.continue ?? '';
  if (typeof next !== 'string') throw notAList(type, 'has a metadata.continue that is no string');
  return {
    items: (items ?? []).map((item) => EncodedObject.from<K>(item, type)),
    resourceVersion,
    ...(next !== '' && { continue: next }),
    ...(typeof remainingItemCount === 'number' && { remainingItemCount }),
  };
}

interface RawList {
  readonly kind?: unknown;
  readonly metadata?: { resourceVersion?: unknown; continue?: unknown; remainingItemCount?: unknown } | null;
  // Go's nil slice arrives as null.
  readonly items?: unknown[] | null;
}

function notAList(type: ExpectedType, what: string): DecodeError {
  return new DecodeError(`asked for a ${type.kind}List of ${type.apiVersion}, but the answer ${what}`, {
    fault: 'protocol',
  });
}
