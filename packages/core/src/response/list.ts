// One page of a LIST.

import type { EncodedObject } from '../codec/encoded-object.ts';
import type { KubeObject } from '../resource/object.ts';

/** What the server says of a list besides its items. */
export interface ListMeta {
  /** The version of which the list is a snapshot, the same on all its pages; `''` from an API that stores nothing. */
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
