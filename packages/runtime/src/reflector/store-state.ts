// The state that the writer writes and the store reads.

import { type EncodedObject, type KubeObject, LabelQuery } from '@kube-rx/core';
import { KeyIndex, ObjectArena } from '@kube-rx/core/encoding';
import type { Change } from './change.ts';
import { DeclaredIndexes } from './declared-indexes.ts';
import { decodedObjects } from './decoded-cache.ts';
import { Indexes, type IndexValues } from './indexes.ts';
import type { ResolvedStoreOptions } from './store-options.ts';
import { type Versions, VersionWaiters } from './version-waiters.ts';

/** Changes that took effect together, in order. May be iterated more than once, and later. */
export type ChangeBatch<K extends KubeObject> = Iterable<Change<K>>;

export type BatchListener<K extends KubeObject> = (batch: ChangeBatch<K>) => void;

/** Whether a key is of a namespace, or of any. */
export function isWithin(key: string, namespace: string | undefined): boolean {
  return namespace === undefined || key.startsWith(`${namespace}/`);
}

/** Finds objects by key and by index. The first list replaces it as a whole. */
export class Contents<K extends KubeObject> {
  readonly keys: KeyIndex<K>;
  readonly indexes: Indexes<K>;

  constructor(arena: ObjectArena<K>, declared: DeclaredIndexes<K>) {
    this.keys = new KeyIndex(arena);
    this.indexes = new Indexes(declared);
  }

  add(slot: number, encoded: EncodedObject<K>, values: IndexValues): void {
    this.keys.add(slot, encoded);
    this.indexes.add(slot, encoded.namespace, values);
  }

  delete(slot: number, encoded: EncodedObject<K>): void {
    this.keys.delete(slot, encoded);
    this.indexes.delete(slot, encoded.namespace);
  }

  /** How many objects a namespace has, or all. */
  sizeOf(namespace: string | undefined): number {
    return namespace === undefined ? this.keys.size : (this.indexes.inNamespace(namespace)?.length ?? 0);
  }

  /** The objects of a namespace, or all, as they are now. */
  slotsOf(namespace: string | undefined): Iterable<number> {
    return namespace === undefined ? this.keys.slots() : (this.indexes.inNamespace(namespace)?.all() ?? []);
  }

  /** The smallest known superset of the slots that the selector and the namespace select. */
  candidates(namespace: string | undefined, labels: LabelQuery | undefined): Iterable<number> {
    let best: ReadonlySet<number> | undefined;
    for (const { key, operator, values } of labels?.requirements ?? []) {
      if (operator !== 'In') continue;
      const sets = values.map((value) => this.indexes.get('label', key, value));
      if (!sets.every((set) => set !== undefined)) continue;
      const slots = sets.length === 1 ? sets[0] : new Set(sets.flatMap((set) => [...set]));
      if (slots && (!best || slots.size < best.size)) best = slots;
    }
    if (namespace === undefined) return best ? [...best] : this.keys.slots();
    const inNamespace = this.indexes.inNamespace(namespace);
    return best && best.size < (inNamespace?.length ?? 0) ? [...best] : (inNamespace?.all() ?? []);
  }
}

export class StoreState<K extends KubeObject> {
  readonly options: ResolvedStoreOptions<K>;
  readonly indexes: DeclaredIndexes<K>;
  readonly arena: ObjectArena<K> = new ObjectArena<K>(decodedObjects);
  contents: Contents<K>;
  readonly listeners: Set<BatchListener<K>> = new Set();
  /** Where the store is. */
  readonly versions: Versions;
  /** Settled when the first whole list is in. */
  readonly ready: PromiseWithResolvers<void> = Promise.withResolvers();
  /** Keys on whose newest state a function of the user threw: the store has the last good one. */
  readonly stale: Set<string> = new Set();

  #telling = false;
  readonly #untold: { readonly batch: ChangeBatch<K>; readonly to: readonly BatchListener<K>[] }[] = [];

  constructor(options: ResolvedStoreOptions<K>, versions: Versions = new VersionWaiters()) {
    this.options = options;
    this.versions = versions;
    this.indexes = new DeclaredIndexes(options);
    this.contents = new Contents(this.arena, this.indexes);
  }

  /**
   * Reentrant: a change that a listener causes is told after this one was told to all. A listener that is added meanwhile
   * finds this change in the store already.
   */
  tell(batch: ChangeBatch<K>): void {
    this.#untold.push({ batch, to: [...this.listeners] });
    if (this.#telling) return;
    this.#telling = true;
    try {
      for (let next = this.#untold.shift(); next; next = this.#untold.shift())
        for (const listener of next.to) if (this.listeners.has(listener)) listener(next.batch);
    } finally {
      this.#telling = false;
    }
  }
}
