// An initial state under way, as mark and sweep: each object of the list is compared with the store while it arrives,
// and the list takes effect as a whole at its end. An unchanged object costs one mark, not a second copy. Readers never
// see a part of it.

import { isDeepStrictEqual } from 'node:util';
import type { EncodedObject, KubeObject } from '@kube-rx/core';
import { KeyIndex } from '@kube-rx/core/encoding';
import { addedChanges, Change } from './change.ts';
import type { IndexValues } from './indexes.ts';
import { type ChangeBatch, Contents, isWithin, type StoreState } from './store-state.ts';

/** Which objects an initial state is of. */
export interface InitialStateOptions {
  /** Only those of this namespace. Default: all. */
  readonly namespace?: string | undefined;
  /** Of another history than the store, maybe: one version then says nothing of another. Default false. */
  readonly anew?: boolean;
}

export class InitialState<K extends KubeObject> {
  readonly #state: StoreState<K>;
  /** The namespace that it is of; undefined: all of the store. */
  readonly #namespace: string | undefined;
  readonly #anew: boolean;
  // If the store is empty: the next contents, built aside. There is nothing to compare.
  readonly #fresh: Contents<K> | undefined;
  // By slot: 1 for an object of the store that this state has unchanged.
  readonly #unchanged: Uint8Array;
  #unchangedCount = 0;
  // Objects of this state that are new or changed.
  readonly #staged: KeyIndex<K>;
  readonly #values = new Map<number, IndexValues>();
  // Keys of objects on which a function of the user threw.
  readonly #failed = new Set<string>();
  // An object of this state has no key that could be read.
  #keepsMissing = false;
  // How many staged objects replace an older state of the same object.
  #updates = 0;
  // How many replace another object of the same name that is older: whoever lists these knows more than the store.
  #successors = 0;

  constructor(state: StoreState<K>, { namespace, anew = false }: InitialStateOptions = {}) {
    this.#state = state;
    this.#namespace = namespace;
    this.#anew = anew;
    this.#unchanged = new Uint8Array(state.arena.slots);
    this.#staged = new KeyIndex(state.arena);
    if (namespace === undefined && state.contents.keys.size === 0)
      this.#fresh = new Contents(state.arena, state.indexes);
  }

  /** How many objects of the store this state lacks so far. One that was made anew under its name is not among them. */
  get missing(): number {
    return this.#keepsMissing ? 0 : this.#unseen - this.#successors;
  }

  get #unseen(): number {
    return this.#state.contents.sizeOf(this.#namespace) - this.#unchangedCount - this.#updates;
  }

  /** True if the store has just this version, which is kept then, or if this state has a newer one already. */
  keepUnchanged(encoded: EncodedObject<K>): boolean {
    const slot = this.#anew ? undefined : this.#heldSlot(encoded);
    if (slot === undefined) return false;
    const held = this.#state.arena.at(slot);
    if (held.compareVersion(encoded) !== 0 || !held.isSameAs(encoded)) return this.#isOutdated(encoded, slot);
    if (this.#unstage(encoded)) this.#mark(slot, 1);
    return true;
  }

  /**
   * An object of this state could not be taken in. Its last good state stays, of this list or from before. Without a key
   * it may be any that is missing, so all of these stay.
   */
  keepLast(key: string | undefined): void {
    if (key === undefined) {
      this.#keepsMissing = true;
      return;
    }
    this.#failed.add(key);
    if (this.#fresh || this.#staged.find(key) !== undefined) return;
    const slot = this.#state.contents.keys.find(key);
    if (slot !== undefined) this.#mark(slot, 1);
  }

  /** Takes over an object of the arena. */
  stage(slot: number): void {
    const { arena, contents } = this.#state;
    const encoded = arena.at(slot);
    const { indexes } = this.#fresh ?? contents;
    const values = indexes.valuesOf(encoded);
    // Nobody else asked for it. Keeping thousands that only indexes decoded makes garbage collection slow.
    arena.forget(slot);
    const before = this.#fresh?.keys.findKeyOf(encoded);
    const isTaken = this.#fresh
      ? before === undefined || !isNewer(arena.at(before), encoded)
      : this.#unstage(encoded);
    if (!isTaken) {
      arena.delete(slot);
      return;
    }
    if (this.#failed.size > 0) this.#failed.delete(encoded.key);
    if (this.#fresh) {
      if (before === undefined) this.#fresh.add(slot, encoded, values);
      else this.#replace(before, slot, values);
      return;
    }
    const held = this.#heldSlot(encoded);
    if (held !== undefined && this.#anew) {
      const isSame = isCopy(arena.at(held), encoded);
      if (isSame) this.#mark(held, 1);
      if (isSame || this.#isOutdated(encoded, held)) {
        arena.delete(slot);
        return;
      }
    }
    if (held !== undefined) {
      this.#mark(held, 0);
      this.#count(encoded, held, 1);
    }
    this.#staged.add(slot, encoded);
    this.#values.set(slot, values);
  }

  /** Makes this state the store's. Returns the changes, deletions first, so that a name is free before it is reused. */
  swap(): ChangeBatch<K> {
    const { arena, listeners, stale } = this.#state;
    const isHeard = listeners.size > 0;
    // All other keys are current: the list had a good state of them, or none.
    for (const key of stale) if (!this.#failed.has(key) && isWithin(key, this.#namespace)) stale.delete(key);
    if (this.#fresh) {
      this.#fresh.indexes.build(this.#fresh.keys.slots(), arena);
      this.#state.contents = this.#fresh;
      return isHeard ? addedChanges(arena.snapshot(this.#fresh.keys.slots())) : [];
    }
    return arena.together(() => [...this.#sweep(isHeard), ...this.#place(isHeard)]);
  }

  /** Frees the staged objects: another initial state begins instead. */
  discard(): void {
    for (const slot of (this.#fresh?.keys ?? this.#staged).slots()) this.#state.arena.delete(slot);
  }

  #sweep(isHeard: boolean): Change<K>[] {
    const { arena, contents } = this.#state;
    const changes: Change<K>[] = [];
    for (const slot of this.#swept()) {
      const held = arena.at(slot).leave();
      contents.delete(slot, held);
      arena.delete(slot);
      if (isHeard) changes.push(Change.unseenDeletion(held, held));
    }
    return changes;
  }

  #place(isHeard: boolean): Change<K>[] {
    const { arena, contents } = this.#state;
    const changes: Change<K>[] = [];
    for (const slot of this.#staged.slots()) {
      const encoded = arena.at(slot);
      // Also for indexes that were declared after it was staged.
      const values = contents.indexes.valuesOf(encoded, this.#values.get(slot));
      const before = contents.keys.findKeyOf(encoded);
      const held = before === undefined || !isHeard ? undefined : arena.at(before).leave();
      if (before === undefined) contents.add(slot, encoded, values);
      else this.#replace(before, slot, values);
      if (isHeard) changes.push(held ? new Change('updated', encoded, held) : new Change('added', encoded));
    }
    return changes;
  }

  #heldSlot(encoded: EncodedObject<K>): number | undefined {
    return this.#fresh ? undefined : this.#state.contents.keys.findKeyOf(encoded);
  }

  #mark(slot: number, mark: 0 | 1): void {
    this.#unchangedCount += mark - (this.#unchanged[slot] ?? 0);
    this.#unchanged[slot] = mark;
  }

  /** What is staged under the name of an object that is held. */
  #count(staged: EncodedObject<K>, held: number, by: 1 | -1): void {
    const before = this.#state.arena.at(held);
    if (before.isSameAs(staged)) this.#updates += by;
    else if (isNewer(staged, before)) this.#successors += by;
  }

  #replace(before: number, slot: number, values: IndexValues): void {
    this.#state.arena.replace(before, slot);
    (this.#fresh ?? this.#state.contents).indexes.put(before, values);
  }

  /** Objects of the store that this state lacks, or has with another uid. Walks only if there are some. */
  #swept(): number[] {
    const { arena, contents } = this.#state;
    const swept: number[] = [];
    const unseen = this.#unseen;
    if (unseen === 0) return swept;
    for (const slot of contents.slotsOf(this.#namespace)) {
      if (this.#unchanged[slot] === 1) continue;
      const held = arena.at(slot);
      const staged = this.#staged.findKeyOf(held);
      if (staged !== undefined && arena.at(staged).isSameAs(held)) continue;
      if (staged === undefined && this.#keepsMissing) {
        this.#state.stale.add(held.key);
        continue;
      }
      swept.push(slot);
      if (swept.length === unseen) break;
    }
    return swept;
  }

  /** Makes room for what came after it. False if what is staged is newer: where changes come out of order, it stays. */
  #unstage(encoded: EncodedObject<K>): boolean {
    const slot = this.#staged.findKeyOf(encoded);
    if (slot === undefined) return true;
    const { arena } = this.#state;
    if (isNewer(arena.at(slot), encoded)) return false;
    const held = this.#heldSlot(encoded);
    if (held !== undefined) this.#count(arena.at(slot), held, -1);
    this.#staged.delete(slot, encoded);
    this.#values.delete(slot);
    arena.delete(slot);
    return true;
  }

  /** Whether this state has a newer one of the object already: what the store held. */
  #isOutdated(encoded: EncodedObject<K>, held: number): boolean {
    if (this.#unchanged[held] !== 1 || !isNewer(this.#state.arena.at(held), encoded)) return false;
    return !this.#failed.has(encoded.key);
  }
}

/** By all that they say: only where versions say nothing. A list has kind and apiVersion in another order than a watch. */
function isCopy<K extends KubeObject>(one: EncodedObject<K>, other: EncodedObject<K>): boolean {
  if (one.compareVersion(other) !== 0 || !one.isSameAs(other)) return false;
  const [some, others] = [one.jsonBytes(), other.jsonBytes()];
  return Buffer.compare(some, others) === 0 || isDeepStrictEqual(parsed(some), parsed(others));
}

/** What cannot be parsed is like nothing else. */
function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString());
  } catch {
    return bytes;
  }
}

function isNewer<K extends KubeObject>(one: EncodedObject<K>, other: EncodedObject<K>): boolean {
  return (one.compareVersion(other) ?? 0) > 0;
}
