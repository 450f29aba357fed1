// What changes while an initial state is streamed. Deletions are told after its end, as the grammar has no place for them
// before.

import {
  compareResourceVersions,
  type EncodedObject,
  isResourceVersion,
  type KubeObject,
} from '@kube-rx/core';
import { ObjectWatcherEvent } from './event.ts';

export class StreamedChanges<K extends KubeObject> {
  readonly #deletions = new Map<string, ObjectWatcherEvent<K>>();
  // Keys of which a state came after the deletion, and is not newer: late, where versions have an order.
  readonly #outlived = new Set<string>();
  #isOutOfOrder = false;

  /** Whether something came after what is newer, if versions have an order. */
  get isOutOfOrder(): boolean {
    return this.#isOutOfOrder;
  }

  /** Of each change: whatever existed when the watch began, and all changes before, are older. */
  note({ resourceVersion }: EncodedObject<K>, newest: string | undefined): void {
    if (newest === undefined || this.#isOutOfOrder) return;
    const isComparable = isResourceVersion(newest) && isResourceVersion(resourceVersion);
    this.#isOutOfOrder = isComparable && compareResourceVersions(resourceVersion, newest) < 0;
  }

  noteDeletion(encoded: EncodedObject<K>): void {
    const { key } = encoded;
    this.#outlived.delete(key);
    const order = this.#deletions.get(key)?.encoded.compareVersion(encoded) ?? -1;
    if (order < 0) this.#deletions.set(key, new ObjectWatcherEvent('Delete', encoded.own()));
  }

  /** An object was told that exists, or did. */
  noteState(encoded: EncodedObject<K>): void {
    if (this.#deletions.size === 0) return;
    const { key } = encoded;
    const deletion = this.#deletions.get(key);
    if (!deletion) return;
    const order = deletion.encoded.compareVersion(encoded) ?? -1;
    if (order >= 0) this.#outlived.add(key);
    else {
      this.#deletions.delete(key);
      this.#outlived.delete(key);
    }
  }

  /** The deletions that hold at the end. */
  deletions({ isOrdered }: { readonly isOrdered: boolean }): ObjectWatcherEvent<K>[] {
    const all = [...this.#deletions.values()];
    return isOrdered ? all : all.filter(({ encoded }) => !this.#outlived.has(encoded.key));
  }
}
