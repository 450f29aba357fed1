// The read side of a cache: complete (all objects that the server has and the selection selects), atomic (a reader
// never sees a part of a relist), possibly a moment old, and written only by its one writer.
//
// It evicts no object: the selection bounds its memory. Only decoded objects are evicted, by decoded-cache.ts, and
// decoded again when they are read.

import {
  type EncodedObject,
  type KubeObject,
  LabelQuery,
  type LabelSelectorInput,
  objectKey,
} from '@kube-rx/core';
import type { Change } from './change.ts';
import { Delivery } from './delivery.ts';
import { type IndexOptions, resolveStoreOptions, type StoreOptions } from './store-options.ts';
import { type BatchListener, StoreState } from './store-state.ts';
import { VersionWaiters } from './version-waiters.ts';
import { StoreWriter } from './writer.ts';

/** Names an object: its key, or anything that has a name and perhaps a namespace. */
export type StoreKey = string | { readonly name: string; readonly namespace?: string };

export interface StoreSelection {
  /** Default: all. */
  readonly namespace?: string;
  /** Default: all. */
  readonly labelSelector?: LabelSelectorInput;
}

export type ChangeListener<K extends KubeObject> = (change: Change<K>) => void;

/**
 * @example
 * const { store } = reflector(pods);
 * console.log(store.get('shop/web-0'), store.list({ labelSelector: { app: 'web' } }).length);
 */
export class Store<K extends KubeObject> {
  readonly #state: StoreState<K>;

  /** Use `createStore` or `reflector`. */
  constructor(state: StoreState<K>) {
    this.#state = state;
  }

  /** One lookup; decodes where the object has not been asked for lately. */
  get(key: StoreKey): K | undefined {
    const { arena, contents } = this.#state;
    const slot = contents.keys.find(keyOf(key));
    return slot === undefined ? undefined : arena.object(slot);
  }

  /**
   * As `get`, for who reads each object once in a while: what it decodes takes no place in the cache of decoded objects, so
   * it has another identity each time.
   */
  peek(key: StoreKey): K | undefined {
    const { arena, contents } = this.#state;
    const slot = contents.keys.peek(keyOf(key));
    return slot === undefined ? undefined : arena.peek(slot);
  }

  has(key: StoreKey): boolean {
    return this.#state.contents.keys.find(keyOf(key)) !== undefined;
  }

  get size(): number {
    return this.#state.contents.keys.size;
  }

  /** The keys of a selection, one at a time. Decodes nothing. @throws as `list`. */
  *keys(selection: StoreSelection = {}): IterableIterator<string> {
    for (const { key } of this.#select(selection)) yield key;
  }

  /**
   * The objects of a selection, each decoded when the iterator reaches it, as it is then. An object that is added during
   * the iteration may be missing; one that is deleted and created again may come twice.
   *
   * @throws as `list`.
   */
  *values(selection: StoreSelection = {}): IterableIterator<K> {
    for (const encoded of this.#select(selection)) yield encoded.object;
  }

  [Symbol.iterator](): IterableIterator<K> {
    return this.values();
  }

  /** How many objects a selection has. Decodes nothing. @throws as `list`. */
  count(selection: StoreSelection = {}): number {
    const selected = this.#select(selection);
    let count = 0;
    while (!selected.next().done) count += 1;
    return count;
  }

  /**
   * The objects of a namespace, or with certain labels. Walks over those of the namespace, or with the label
   * where `labelIndexes` has it, otherwise over all; decodes only what matches.
   *
   * @throws InvalidRequestError for a bad selector.
   */
  list(selection: StoreSelection = {}): K[] {
    return Array.from(this.#select(selection), ({ object }) => object);
  }

  /** The first object that satisfies the predicate. Decodes as it walks. */
  find(predicate: (object: K) => boolean): K | undefined {
    for (const object of this.values()) if (predicate(object)) return object;
    return undefined;
  }

  /**
   * The objects that an index has under a value. Touches only these.
   *
   * @throws RangeError where no such index was declared.
   */
  byIndex(name: string, value: string): K[] {
    const { arena, contents } = this.#state;
    const slots = contents.indexes.get('function', name, value);
    if (!slots)
      throw new RangeError(`the store has no index ${JSON.stringify(name)}; declare it in its options`);
    return Array.from(slots, (slot) => arena.object(slot));
  }

  /**
   * The objects whose controller has this uid, whatever it is called. Touches and decodes only these.
   *
   * @throws RangeError where `controllerIndex` was not asked for.
   */
  controlledBy(uid: string): K[] {
    const { arena, contents } = this.#state;
    const slots = contents.indexes.get('controller', '', uid);
    if (!slots) throw new RangeError('the store has no index of controllers; ask for `controllerIndex`');
    return Array.from(slots, (slot) => arena.object(slot));
  }

  /**
   * Adds indexes to a running store, built from all its objects before this returns. Idempotent. An index by a function
   * decodes every object: up to 30 µs each, during which the event loop is blocked.
   *
   * @throws InvalidRequestError, and adds none of them, for a bad label or a name that has another function.
   */
  addIndexes(options: IndexOptions<K>): void {
    const { arena, contents, indexes } = this.#state;
    indexes.declare(options);
    contents.indexes.build(contents.keys.slots(), arena);
  }

  /** The version up to which the server's changes are in; undefined before the first whole list. */
  get resourceVersion(): string | undefined {
    return this.#state.versions.version;
  }

  /**
   * Resolves when the store holds the changes up to this version, as that of an object just written. Of
   * versions that cannot be ordered it waits for just this one. In a store of several namespaces each of them has to come
   * so far, unless one is named.
   *
   * @throws the signal's reason.
   */
  waitForResourceVersion(
    version: string,
    options: { readonly signal?: AbortSignal | undefined; readonly namespace?: string | undefined } = {},
  ): Promise<void> {
    return this.#state.versions.wait(version, options.signal, options.namespace);
  }

  /** Resolves when the first whole list is in, and at once ever after. */
  get whenReady(): Promise<unknown> {
    return this.#state.ready.promise;
  }

  /**
   * Whether the object's newest state could not be taken in (a transform threw, or it cannot be decoded): an older one is
   * here, or none.
   */
  isStale(key: StoreKey): boolean {
    return this.#state.stale.has(keyOf(key));
  }

  /**
   * Calls back after each change, synchronously and in order; readers already see the change then. What is
   * more than 250 changes at once is told in portions. A listener that throws is reported as an
   * uncaught exception and does not disturb the others. Returns the end of it.
   */
  observe(listener: ChangeListener<K>): () => void {
    const delivery = new Delivery<K>(this, (change) => {
      try {
        listener(change);
      } catch (error) {
        queueMicrotask(() => {
          throw error;
        });
      }
    });
    return () => delivery.close();
  }

  /** As `observe`, with what took effect together in one call, and for listeners that never throw. */
  observeBatches(listener: BatchListener<K>): () => void {
    // A wrapper for each call, so that the same function may listen twice.
    const own: BatchListener<K> = (batch) => listener(batch);
    this.#state.listeners.add(own);
    return () => void this.#state.listeners.delete(own);
  }

  /** An object without decoding it: its key, version, labels and JSON are known from its bytes. */
  encoded(key: StoreKey): EncodedObject<K> | undefined {
    const { arena, contents } = this.#state;
    const slot = contents.keys.find(keyOf(key));
    return slot === undefined ? undefined : arena.at(slot);
  }

  /** Every object, without decoding it. */
  *entries(): IterableIterator<[key: string, encoded: EncodedObject<K>]> {
    for (const encoded of this.#select({})) yield [encoded.key, encoded];
  }

  /** Every object as it is now, also if it is iterated later. */
  snapshot(): Iterable<EncodedObject<K>> {
    const { arena, contents } = this.#state;
    return arena.snapshot(contents.keys.slots());
  }

  *#select({ namespace, labelSelector }: StoreSelection): Generator<EncodedObject<K>> {
    const { arena, contents } = this.#state;
    const labels = labelSelector === undefined ? undefined : LabelQuery.of(labelSelector);
    for (const slot of contents.candidates(namespace, labels)) {
      // The object may have been deleted since, and its slot reused.
      if (!contents.keys.has(slot)) continue;
      const encoded = arena.at(slot);
      if (namespace !== undefined && encoded.namespace !== namespace) continue;
      if (!labels || labels.matches(encoded.labels)) yield encoded;
    }
  }
}

export function keyOf(key: StoreKey): string {
  return typeof key === 'string' ? key : objectKey(key.name, key.namespace);
}

/**
 * A store and its only writer.
 *
 * @throws InvalidRequestError for options that contradict each other.
 * @example
 * const { store, writer } = createStore<Pod>({ labelIndexes: ['app'] });
 * watcher(pods).pipe(reflect(writer)).subscribe(() => console.log(store.size));
 */
export function createStore<K extends KubeObject>(
  options: StoreOptions<K> = {},
): { store: Store<K>; writer: StoreWriter<K> } {
  const versions = new VersionWaiters();
  const state = new StoreState<K>(resolveStoreOptions(options), versions);
  const onSynced = (): void => state.ready.resolve();
  return { store: new Store(state), writer: new StoreWriter(state, { versions, onSynced }) };
}
