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
  // States that came after the deletion, and are not newer: late where versions have an order, and else the last.
  readonly #outlived = new Map<string, ObjectWatcherEvent<K>>();
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
    if (order >= 0) this.#outlived.set(key, new ObjectWatcherEvent('Apply', encoded.own()));
    else {
      this.#deletions.delete(key);
      this.#outlived.delete(key);
    }
  }

  /** What is to be told after the end. */
  events({ isOrdered }: { readonly isOrdered: boolean }): ObjectWatcherEvent<K>[] {
    if (isOrdered) return [...this.#deletions.values()];
    return Array.from(this.#deletions, ([key, deletion]) => this.#outlived.get(key) ?? deletion);
  }
}
