// The body of a LIST, decoded while it arrives.

import type { ExpectedType, KubeObject, ListMeta } from '@kube-rx/core';
import { ListSlicer, type ListSlicerOptions, notAList } from '../json/list-slicer.ts';
import type { EncodedObject } from '../object/encoded-object.ts';
import { formatKind } from '../object/raw-object.ts';

/** A page as a cache takes it in. */
export interface EncodedList<K extends KubeObject> extends ListMeta {
  readonly items: readonly EncodedObject<K>[];
}

/**
 * Decodes the body of a LIST while it arrives. Items of built-in kinds come without apiVersion and kind; both
 * are filled in. `push` gives the objects that a chunk completes, `end` what the list says besides them.
 *
 * Both throw a DecodeError where the body is cut, is no list, is a list of another kind, or holds an object
 * without name or resourceVersion. A page is taken whole or not at all: what was given before is void then.
 */
export class ListDecoder<K extends KubeObject = KubeObject> {
  readonly #type: ExpectedType;
  readonly #slicer: ListSlicer<K>;

  constructor(type: ExpectedType, options: ListSlicerOptions = {}) {
    this.#type = type;
    this.#slicer = new ListSlicer(type, options);
  }

  push(chunk: Uint8Array): EncodedObject<K>[] {
    return this.#slicer.push(chunk);
  }

  end(): ListMeta {
    const { kind, metadata } = this.#slicer.end();
    if (kind !== `${this.#type.kind}List`) throw notAList(this.#type, `has the kind ${formatKind(kind)}`);
    const { resourceVersion, remainingItemCount, continue: token } = (metadata ?? {}) as RawListMeta;
    if (typeof resourceVersion !== 'string' || resourceVersion === '')
      throw notAList(this.#type, 'has no metadata.resourceVersion');
    // A token that cannot be followed would make the first page look like the whole list.
    const next = token ?? '';
    if (typeof next !== 'string') throw notAList(this.#type, 'has a metadata.continue that is no string');
    return {
      resourceVersion,
      ...(next !== '' && { continue: next }),
      ...(typeof remainingItemCount === 'number' && { remainingItemCount }),
    };
  }
}

/** Decodes the whole body of a LIST, as `ListDecoder` does. */
export function decodeList<K extends KubeObject>(body: Uint8Array, type: ExpectedType): EncodedList<K> {
  const decoder = new ListDecoder<K>(type);
  const items = decoder.push(body);
  return { items, ...decoder.end() };
}

interface RawListMeta {
  readonly resourceVersion?: unknown;
  readonly continue?: unknown;
  readonly remainingItemCount?: unknown;
}
