// The read side of a cache: complete (all that the server has and the selection admits), atomic (a reader
// never sees the middle of a relist), possibly a moment old, and never written by its readers.
//
// It never forgets by itself; what bounds memory is the selection. Changes come through the one writer.

import { type EncodedObject, type KubeObject, LabelSelector, type LabelSelectorInput } from '@kube-rx/core';
import type { Change } from './change.ts';
import { StoreWriter } from './writer.ts';

/** Names an object: its key, or anything that has a name and perhaps a namespace. */
export type StoreKey = string | { readonly name: string; readonly namespace?: string };

export interface StoreSelection {
  readonly namespace?: string;
  readonly labelSelector?: LabelSelectorInput;
}

export type ChangeListener<K extends KubeObject> = (change: Change<K>) => void;

/** What the writer keeps and the store shows. */
export interface StoreState<K extends KubeObject> {
  readonly objects: ReadonlyMap<string, EncodedObject<K>>;
  /** Undefined until the first whole list. */
  resourceVersion: string | undefined;
  readonly listeners: Set<ChangeListener<K>>;
  readonly whenReady: Promise<unknown>;
}

export class Store<K extends KubeObject> {
  readonly #state: StoreState<K>;

  /** Use `createStore` or `reflector`. */
  constructor(state: StoreState<K>) {
    this.#state = state;
  }

  /** One lookup. */
  get(key: StoreKey): K | undefined {
    return this.#state.objects.get(keyOf(key))?.object;
  }

  has(key: StoreKey): boolean {
    return this.#state.objects.has(keyOf(key));
  }

  get size(): number {
    return this.#state.objects.size;
  }

  /** Decodes nothing. */
  keys(): IterableIterator<string> {
    return this.#state.objects.keys();
  }

  /** Every object, decoded one at a time. The order is none that may be relied upon. */
  *values(): IterableIterator<K> {
    for (const encoded of this.#state.objects.values()) yield encoded.object;
  }

  [Symbol.iterator](): IterableIterator<K> {
    return this.values();
  }

  /**
   * The objects of a namespace, or with certain labels. A walk over all; decodes only what matches.
   *
   * @throws InvalidRequestError for a bad selector.
   */
  list(selection: StoreSelection = {}): K[] {
    const { namespace, labelSelector } = selection;
    const labels = labelSelector === undefined ? undefined : LabelSelector.of(labelSelector);
    const matches: K[] = [];
    for (const encoded of this.#state.objects.values()) {
      if (namespace !== undefined && encoded.namespace !== namespace) continue;
      if (labels && !labels.matches(encoded.labels)) continue;
      matches.push(encoded.object);
    }
    return matches;
  }

  /** The first object that satisfies the predicate. Decodes as it walks. */
  find(predicate: (object: K) => boolean): K | undefined {
    for (const object of this.values()) if (predicate(object)) return object;
    return undefined;
  }

  /** The version up to which the server's changes are in; undefined before the first whole list. */
  get resourceVersion(): string | undefined {
    return this.#state.resourceVersion;
  }

  /** Resolves when the first whole list is in, and at once ever after. */
  get whenReady(): Promise<unknown> {
    return this.#state.whenReady;
  }

  /**
   * Calls back after each change, synchronously and in order; readers already see the change then. A listener
   * that throws is reported as an uncaught exception and does not disturb the others. Returns the end of it.
   */
  observe(listener: ChangeListener<K>): () => void {
    this.#state.listeners.add(listener);
    return () => void this.#state.listeners.delete(listener);
  }

  /** Every object with what its bytes told, without decoding. */
  entries(): IterableIterator<[key: string, encoded: EncodedObject<K>]> {
    return this.#state.objects.entries();
  }
}

/** A store and its only writer. */
export function createStore<K extends KubeObject>(): { store: Store<K>; writer: StoreWriter<K> } {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const objects = new Map<string, EncodedObject<K>>();
  const state: StoreState<K> = {
    objects,
    resourceVersion: undefined,
    listeners: new Set(),
    whenReady: promise,
  };
  return { store: new Store(state), writer: new StoreWriter(state, objects, () => resolve(undefined)) };
}

function keyOf(key: StoreKey): string {
  if (typeof key === 'string') return key;
  return key.namespace ? `${key.namespace}/${key.name}` : key.name;
}
