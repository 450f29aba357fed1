// An initial state under way: what a list says is compared with what is held while it arrives (mark), and
// takes effect as a whole at its end (sweep). An unchanged object costs one mark, not a second copy; readers
// never see the middle.

import type { EncodedObject, KubeObject } from '@kube-rx/core';
import { KeyIndex } from '@kube-rx/encoding';
import { Change } from './change.ts';
import type { IndexValues } from './indexes.ts';
import { type ChangeBatch, Contents, type StoreState } from './store-state.ts';

export class InitialState<K extends KubeObject> {
  readonly #state: StoreState<K>;
  // Where nothing is held there is nothing to compare: the next contents are built aside.
  readonly #fresh: Contents<K> | undefined;
  // By slot, 1 for what is held and in this state as it is.
  readonly #unchanged: Uint8Array;
  #unchangedCount = 0;
  // What is in this state and not held so.
  readonly #staged: KeyIndex<K>;
  readonly #values = new Map<number, IndexValues>();
  // Keys of what could not be taken in.
  readonly #failed = new Set<string>();
  // Staged objects that replace a state of the same object.
  #updates = 0;

  constructor(state: StoreState<K>) {
    this.#state = state;
    this.#unchanged = new Uint8Array(state.arena.slots);
    this.#staged = new KeyIndex(state.arena);
    if (state.contents.keys.size === 0) this.#fresh = new Contents(state.arena, state.indexes);
  }

  /** How many objects are held that this state does not have so far. */
  get missing(): number {
    return this.#state.contents.keys.size - this.#unchangedCount - this.#updates;
  }

  /** True where just this version is held. */
  keepUnchanged(encoded: EncodedObject<K>): boolean {
    const slot = this.#heldSlot(encoded);
    if (slot === undefined) return false;
    const held = this.#state.arena.at(slot);
    if (held.compareVersion(encoded) !== 0 || !held.isSameAs(encoded)) return false;
    this.#unstage(encoded);
    this.#mark(slot, 1);
    return true;
  }

  /** The object exists, but its state could not be taken in: the last good one stays, of this list or of before. */
  keepLast(encoded: EncodedObject<K>): void {
    this.#failed.add(encoded.key);
    if (this.#staged.findKeyOf(encoded) !== undefined) return;
    const slot = this.#heldSlot(encoded);
    if (slot !== undefined) this.#mark(slot, 1);
  }

  /** Takes over an object of the arena. */
  stage(slot: number): void {
    const { arena, contents } = this.#state;
    const encoded = arena.at(slot);
    const { indexes } = this.#fresh ?? contents;
    const values = indexes.valuesOf(encoded);
    // Nobody has asked for it yet. To remember thousands that indexes asked for keeps the engine busy moving them.
    arena.forget(slot);
    if (this.#failed.size > 0) this.#failed.delete(encoded.key);
    if (this.#fresh) {
      const before = this.#fresh.keys.findKeyOf(encoded);
      if (before === undefined) this.#fresh.add(slot, encoded, values);
      else this.#replace(before, slot, values);
      return;
    }
    this.#unstage(encoded);
    const held = this.#heldSlot(encoded);
    if (held !== undefined) this.#mark(held, 0);
    if (held !== undefined && arena.at(held).isSameAs(encoded)) this.#updates += 1;
    this.#staged.add(slot, encoded);
    this.#values.set(slot, values);
  }

  /** Lets this state take effect. Returns what it changed: deletions first, so that a name is free to be taken. */
  swap(): ChangeBatch<K> {
    const { arena, listeners, stale } = this.#state;
    const isHeard = listeners.size > 0;
    // The list has said of all others that they are gone, or as they are held.
    for (const key of stale) if (!this.#failed.has(key)) stale.delete(key);
    if (this.#fresh) {
      this.#fresh.indexes.build(this.#fresh.keys.slots(), arena);
      this.#state.contents = this.#fresh;
      return isHeard ? added(arena.snapshot(this.#fresh.keys.slots())) : [];
    }
    return arena.together(() => [...this.#sweep(isHeard), ...this.#place(isHeard)]);
  }

  /** Another one begins instead. */
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
      // Of indexes that were declared since it was staged, too.
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

  #replace(before: number, slot: number, values: IndexValues): void {
    this.#state.arena.replace(before, slot);
    (this.#fresh ?? this.#state.contents).indexes.put(before, values);
  }

  /** What is held and not in this state, or another object under its name. Walks only where there is such. */
  #swept(): number[] {
    const { arena, contents } = this.#state;
    const swept: number[] = [];
    const { missing } = this;
    if (missing === 0) return swept;
    for (const slot of contents.keys.slots()) {
      if (this.#unchanged[slot] === 1) continue;
      const held = arena.at(slot);
      const staged = this.#staged.findKeyOf(held);
      if (staged !== undefined && arena.at(staged).isSameAs(held)) continue;
      swept.push(slot);
      if (swept.length === missing) break;
    }
    return swept;
  }

  #unstage(encoded: EncodedObject<K>): void {
    const slot = this.#staged.findKeyOf(encoded);
    if (slot === undefined) return;
    const { arena } = this.#state;
    const held = this.#heldSlot(encoded);
    if (held !== undefined && arena.at(held).isSameAs(arena.at(slot))) this.#updates -= 1;
    this.#staged.delete(slot, encoded);
    this.#values.delete(slot);
    arena.delete(slot);
  }
}

function added<K extends KubeObject>(objects: Iterable<EncodedObject<K>>): ChangeBatch<K> {
  return {
    *[Symbol.iterator]() {
      for (const encoded of objects) yield new Change('added', encoded);
    },
  };
}
