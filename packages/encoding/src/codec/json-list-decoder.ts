// The body of a LIST, decoded while it arrives.

import type { EncodedList, EncodedObject, ExpectedType, KubeObject, ListDecoder } from '@kube-rx/core';
import { ListSlicer, type ListSlicerOptions } from '../json/list-slicer.ts';
import { listMetaOf } from './list-meta.ts';

export class JsonListDecoder<K extends KubeObject = KubeObject> implements ListDecoder<K> {
  readonly #type: ExpectedType;
  readonly #slicer: ListSlicer<K>;

  constructor(options: ListSlicerOptions & { readonly type: ExpectedType }) {
    this.#type = options.type;
    this.#slicer = new ListSlicer(options.type, options);
  }

  push(chunk: Uint8Array): EncodedObject<K>[] {
    return this.#slicer.push(chunk);
  }

  end(): EncodedList<K> {
    return { items: [], ...listMetaOf(this.#slicer.end(), this.#type) };
  }
}
