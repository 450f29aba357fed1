// The write side of a store: applies the events of a watcher.

import type { EncodedObject, KubeObject } from '@kube-rx/core';
import type { Doubt } from '../watcher/classify.ts';
import type { WatcherEvent } from '../watcher/event.ts';
import { isOrdered } from '../watcher/position.ts';
import { Change } from './change.ts';
import { InitialState } from './initial-state.ts';
import { type Shape, shapeOf } from './shape.ts';
import type { BatchListener, ChangeBatch, StoreState } from './store-state.ts';

/**
 * @example
 * watcher(pods).subscribe((event) => writer.apply(event));
 */
export class StoreWriter<K extends KubeObject> {
  readonly #state: StoreState<K>;
  readonly #shape: Shape<K>;
  #initial: InitialState<K> | undefined;
  // False where the last list has a version without order: a change may then bear any.
  #ordered = true;
  #dropped = 0;
  #telling = false;
  readonly #untold: { readonly batch: ChangeBatch<K>; readonly to: readonly BatchListener<K>[] }[] = [];

  /** Use `createStore`. */
  constructor(state: StoreState<K>) {
    this.#state = state;
    this.#shape = shapeOf(state.options);
  }

  /** Changes that were dropped because the store held something as new or newer. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Bytes that the objects take. */
  get bytes(): number {
    return this.#state.arena.allocatedBytes;
  }

  /** How many objects the initial state under way would delete if it ended now; all, if none is under way. */
  get missing(): number {
    return this.#initial?.missing ?? this.#state.contents.keys.size;
  }

  /** Applies one event, and keeps nothing of its bytes. The store is up to date when this returns. */
  apply(event: WatcherEvent<K>): void {
    switch (event.type) {
      case 'Init':
        this.#initial?.discard();
        this.#initial = new InitialState(this.#state);
        event.guard?.(() => this.#doubt());
        return;
      case 'InitApply':
        this.#stage(event.encoded);
        return;
      case 'InitDone':
        this.#swap(event.resourceVersion);
        return;
      case 'Apply':
        this.#put(event.encoded);
        return;
      case 'Delete':
        this.#remove(event.encoded);
        return;
      case 'Skipped':
        this.#skip(event.key);
        return;
      case 'Bookmark':
        this.#state.waiters.reach(event.resourceVersion);
        return;
      case 'Interrupted':
        return;
      default:
        event satisfies never;
    }
  }

  /** No event is expected any more, so that memory may be collected. The store stays as it is. */
  close(): void {
    this.#state.arena.close();
  }

  /** What the initial state under way would delete, if that is more than `confirmMassDeletion` allows. */
  #doubt(): Doubt | undefined {
    const { missing } = this;
    const held = this.#state.contents.keys.size;
    const limits = this.#state.options.confirmMassDeletion;
    const tooMany = limits && missing > limits.objects && missing > held * limits.share;
    return tooMany ? { missing, held } : undefined;
  }

  /** An object that exists is not told. */
  #skip(key: string | undefined): void {
    if (key !== undefined) this.#state.stale.add(key);
    this.#initial?.keepLast(key);
  }

  #stage(encoded: EncodedObject<K>): void {
    const initial = this.#initial;
    if (!initial || initial.keepUnchanged(encoded)) return;
    const slot = this.#storeShaped(encoded);
    if (slot === undefined) initial.keepLast(encoded.key);
    else initial.stage(slot);
  }

  #swap(resourceVersion: string): void {
    this.#ordered = isOrdered(resourceVersion);
    const batch = this.#initial?.swap() ?? [];
    this.#initial = undefined;
    this.#state.waiters.reach(resourceVersion);
    this.#state.ready.resolve();
    this.#tell(batch);
  }

  #put(encoded: EncodedObject<K>): void {
    const { arena, contents, listeners, stale, waiters } = this.#state;
    const { keys, indexes } = contents;
    const slot = keys.findKeyOf(encoded);
    const held = slot === undefined ? undefined : arena.at(slot);
    if (held && this.#isOld(encoded, held)) return;
    const taken = this.#storeShaped(encoded);
    if (taken === undefined) {
      waiters.reach(encoded.resourceVersion);
      return;
    }
    if (stale.size > 0) stale.delete(encoded.key);
    const next = arena.at(taken);
    const values = indexes.valuesOf(next);
    if (slot === undefined || !held) {
      contents.add(taken, next, values);
      waiters.reach(encoded.resourceVersion);
      if (listeners.size > 0) this.#tell([new Change('added', next)]);
      return;
    }
    if (listeners.size > 0) held.leave();
    const same = held.isSameAs(next);
    arena.replace(slot, taken);
    indexes.put(slot, values);
    waiters.reach(encoded.resourceVersion);
    if (listeners.size === 0) return;
    if (same) this.#tell([new Change('updated', next, held)]);
    else this.#tell([Change.unseenDeletion(held, held), new Change('added', next)]);
  }

  #remove(encoded: EncodedObject<K>): void {
    const { arena, contents, listeners, stale, waiters } = this.#state;
    const slot = contents.keys.findKeyOf(encoded);
    const held = slot === undefined ? undefined : arena.at(slot);
    // Some servers without ordered versions delete an object under the version that it had.
    if (held && this.#ordered && this.#isOld(encoded, held)) return;
    waiters.reachForward(encoded.resourceVersion);
    if (stale.size > 0) stale.delete(encoded.key);
    if (slot === undefined || !held) return;
    held.leave();
    contents.delete(slot, held);
    arena.delete(slot);
    if (listeners.size === 0) return;
    // The object was recreated, and a transform threw on the new one: only the old one was told.
    const isKnown = held.isSameAs(encoded);
    this.#tell([
      isKnown
        ? new Change('deleted', this.#lastState(encoded, held), held)
        : Change.unseenDeletion(held, held),
    ]);
  }

  #lastState(encoded: EncodedObject<K>, held: EncodedObject<K>): EncodedObject<K> {
    try {
      return this.#shape(encoded).own();
    } catch (error) {
      this.#report(error);
      return held;
    }
  }

  /** Stores the part of an object that is kept. Returns its slot; undefined if a function of the user threw on it. */
  #storeShaped(encoded: EncodedObject<K>): number | undefined {
    const { arena, stale } = this.#state;
    try {
      return arena.add(this.#shape(encoded));
    } catch (error) {
      stale.add(encoded.key);
      this.#report(error);
      return undefined;
    }
  }

  #report(thrown: unknown): void {
    this.#state.options.onError(thrown instanceof Error ? thrown : new Error(String(thrown)));
  }

  #isOld(encoded: EncodedObject<K>, held: EncodedObject<K>): boolean {
    const order = encoded.compareVersion(held);
    const old = order === 0 || (order !== undefined && order < 0 && this.#ordered);
    if (old) this.#dropped += 1;
    return old;
  }

  // Reentrant: a change that a listener causes is told after this one was told to all. A listener that is added meanwhile
  // finds this change in the store already.
  #tell(batch: ChangeBatch<K>): void {
    const { listeners } = this.#state;
    this.#untold.push({ batch, to: [...listeners] });
    if (this.#telling) return;
    this.#telling = true;
    try {
      for (let next = this.#untold.shift(); next; next = this.#untold.shift())
        for (const listener of next.to) if (listeners.has(listener)) listener(next.batch);
    } finally {
      this.#telling = false;
    }
  }
}
