// The write side of a store: applies the events of a watcher.

import { type EncodedObject, type KubeObject, toError } from '@kube-rx/core';
import type { Doubt } from '../watcher/classify.ts';
import type { WatcherEvent } from '../watcher/event.ts';
import { isOrdered } from '../watcher/position.ts';
import { Change } from './change.ts';
import { InitialState } from './initial-state.ts';
import { type Shape, shapeOf } from './shape.ts';
import { isWithin, type StoreState } from './store-state.ts';
import type { VersionWaiters } from './version-waiters.ts';

/** Which part of a store a writer writes, and who is told how far it is. */
export interface WriterOptions {
  /** The only namespace of which it takes objects. Default: all; then it is the store's only writer. */
  readonly namespace?: string | undefined;
  readonly versions: VersionWaiters;
  /** A whole list is in; `deleted`: without so much of what was held that it was doubted. Called before it is told. */
  readonly onSynced: (deleted: Doubt | undefined) => void;
}

/**
 * @example
 * watcher(pods).subscribe((event) => writer.apply(event));
 */
export class StoreWriter<K extends KubeObject> {
  readonly #state: StoreState<K>;
  readonly #namespace: string | undefined;
  readonly #versions: VersionWaiters;
  readonly #onSynced: WriterOptions['onSynced'];
  readonly #shape: Shape<K>;
  #initial: InitialState<K> | undefined;
  // False where the last list has a version without order: a change may then bear any.
  #ordered = true;
  #dropped = 0;

  /** Use `createStore`. */
  constructor(state: StoreState<K>, { namespace, versions, onSynced }: WriterOptions) {
    this.#state = state;
    this.#namespace = namespace;
    this.#versions = versions;
    this.#onSynced = onSynced;
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

  /**
   * How many objects the initial state under way would delete if it ended now, without those that were made anew under
   * their names; all, if none is under way.
   */
  get missing(): number {
    return this.#initial?.missing ?? this.#held;
  }

  /** How many objects its part of the store has. */
  get #held(): number {
    return this.#state.contents.sizeOf(this.#namespace);
  }

  /** Applies one event, and keeps nothing of its bytes. The store is up to date when this returns. */
  apply(event: WatcherEvent<K>): void {
    switch (event.type) {
      case 'Init':
        this.#initial?.discard();
        this.#initial = new InitialState(this.#state, {
          namespace: this.#namespace,
          anew: event.anew === true,
        });
        event.guard?.(() => this.#doubt());
        event.hold?.((encoded) => this.#heldAs(encoded));
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
        this.#versions.reach(event.resourceVersion);
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

  /** No event follows: the initial state under way, if any, is void. */
  stop(): void {
    this.#initial?.discard();
    this.#initial = undefined;
  }

  /** Takes its namespace out of the store: what is there is told as deleted, though it may live on in the cluster. */
  leave(): void {
    this.stop();
    const { arena, contents, listeners, stale } = this.#state;
    const changes: Change<K>[] = [];
    for (const slot of [...contents.slotsOf(this.#namespace)]) {
      const held = arena.at(slot);
      if (listeners.size > 0) {
        held.leave();
        changes.push(Change.leftScope(held));
      }
      contents.delete(slot, held);
      arena.delete(slot);
    }
    for (const key of stale) if (isWithin(key, this.#namespace)) stale.delete(key);
    if (changes.length > 0) this.#state.tell(changes);
  }

  /** What the initial state under way would delete, if that is more than `confirmMassDeletion` allows. */
  #doubt(): Doubt | undefined {
    const { missing } = this;
    const held = this.#held;
    const limits = this.#state.options.confirmMassDeletion;
    const tooMany = limits && missing > limits.objects && missing > held * limits.share;
    return tooMany ? { missing, held } : undefined;
  }

  /** An object that exists is not told. */
  #skip(key: string | undefined): void {
    if (key !== undefined && !isWithin(key, this.#namespace)) return;
    if (key !== undefined) this.#state.stale.add(key);
    this.#initial?.keepLast(key);
  }

  #stage(encoded: EncodedObject<K>): void {
    const initial = this.#initial;
    if (!initial || this.#isForeign(encoded) || initial.keepUnchanged(encoded)) return;
    const slot = this.#storeShaped(encoded);
    if (slot === undefined) initial.keepLast(encoded.key);
    else initial.stage(slot);
  }

  #swap(resourceVersion: string): void {
    this.#ordered = isOrdered(resourceVersion);
    const deleted = this.#doubt();
    const batch = this.#initial?.swap() ?? [];
    this.#initial = undefined;
    this.#versions.reach(resourceVersion);
    this.#onSynced(deleted);
    this.#state.tell(batch);
  }

  #put(encoded: EncodedObject<K>): void {
    if (this.#isForeign(encoded)) return;
    const { arena, contents, listeners, stale } = this.#state;
    const { keys, indexes } = contents;
    const slot = keys.findKeyOf(encoded);
    const held = slot === undefined ? undefined : arena.at(slot);
    if (held && this.#isOld(encoded, held)) return;
    const taken = this.#storeShaped(encoded);
    if (taken === undefined) {
      this.#versions.reachForward(encoded.resourceVersion);
      return;
    }
    if (stale.size > 0) stale.delete(encoded.key);
    const next = arena.at(taken);
    const values = indexes.valuesOf(next);
    if (slot === undefined || !held) {
      contents.add(taken, next, values);
      this.#versions.reachForward(encoded.resourceVersion);
      if (listeners.size > 0) this.#state.tell([new Change('added', next)]);
      return;
    }
    if (listeners.size > 0) held.leave();
    const same = held.isSameAs(next);
    arena.replace(slot, taken);
    indexes.put(slot, values);
    this.#versions.reachForward(encoded.resourceVersion);
    if (listeners.size === 0) return;
    if (same) this.#state.tell([new Change('updated', next, held)]);
    else this.#state.tell([Change.unseenDeletion(held, held), new Change('added', next)]);
  }

  #remove(encoded: EncodedObject<K>): void {
    if (this.#isForeign(encoded)) return;
    const { arena, contents, listeners, stale } = this.#state;
    const slot = contents.keys.findKeyOf(encoded);
    const held = slot === undefined ? undefined : arena.at(slot);
    if (held && this.#ordered && this.#isBefore(encoded, held)) return;
    this.#versions.reachForward(encoded.resourceVersion);
    if (stale.size > 0) stale.delete(encoded.key);
    if (slot === undefined || !held) return;
    held.leave();
    contents.delete(slot, held);
    arena.delete(slot);
    if (listeners.size === 0) return;
    // The object was recreated, and a transform threw on the new one: only the old one was told.
    const isKnown = held.isSameAs(encoded);
    this.#state.tell([
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
    this.#state.options.onError(toError(thrown));
  }

  #isOld(encoded: EncodedObject<K>, held: EncodedObject<K>): boolean {
    const order = encoded.compareVersion(held);
    const old = order === 0 || (order !== undefined && order < 0 && this.#ordered);
    if (old) this.#dropped += 1;
    return old;
  }

  /** Whether a deletion was before what is held. Some servers delete an object under the version that it had. */
  #isBefore(encoded: EncodedObject<K>, held: EncodedObject<K>): boolean {
    const order = encoded.compareVersion(held);
    const before = order !== undefined && (order < 0 || (order === 0 && !held.isSameAs(encoded)));
    if (before) this.#dropped += 1;
    return before;
  }

  /** What is held under the key of an object. */
  #heldAs({ key }: EncodedObject): EncodedObject<K> | undefined {
    const { arena, contents } = this.#state;
    const slot = isWithin(key, this.#namespace) ? contents.keys.peek(key) : undefined;
    return slot === undefined ? undefined : arena.at(slot);
  }

  // A server that is asked for one namespace and answers with another must not write into what others write.
  #isForeign(encoded: EncodedObject<K>): boolean {
    if (this.#namespace === undefined || encoded.namespace === this.#namespace) return false;
    this.#dropped += 1;
    return true;
  }
}
