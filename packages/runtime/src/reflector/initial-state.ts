// An initial state under way: what a list says is compared with what is held while it arrives (mark), and
// takes effect as a whole at its end (sweep). An unchanged object costs one mark, not a second copy; readers
// never see the middle.

import type { EncodedObject, KubeObject, ObjectArena } from '@kube-rx/core';
import { Change } from './change.ts';
import type { IndexValues } from './indexes.ts';
import { KeyMap } from './key-map.ts';
import { type ChangeBatch, Contents, type StoreState } from './store-state.ts';

interface Staged<K extends KubeObject> {
  readonly encoded: EncodedObject<K>;
  readonly values: IndexValues;
}

export class InitialState<K extends KubeObject> {
  readonly #state: StoreState<K>;
  readonly #arena: ObjectArena<K>;
  // Where nothing is held there is nothing to compare: the next contents are built aside.
  readonly #fresh: Contents<K> | undefined;
  // What was put into them, in order: to copy half a million at the swap would hold the event loop up.
  readonly #added: EncodedObject<K>[] = [];
  readonly #replaced = new Set<EncodedObject<K>>();
  readonly #unchanged = new KeyMap<true>();
  readonly #staged = new KeyMap<Staged<K>>();
  // Staged objects that replace a state of the same object.
  #updates = 0;

  constructor(state: StoreState<K>, arena: ObjectArena<K>) {
    this.#state = state;
    this.#arena = arena;
    if (state.contents.objects.size === 0) this.#fresh = new Contents(state.options);
  }

  /** How many objects are held that this state does not have so far. */
  get missing(): number {
    return this.#state.contents.objects.size - this.#unchanged.size - this.#updates;
  }

  /** True where just this version is held. */
  keepUnchanged(encoded: EncodedObject<K>): boolean {
    const { key } = encoded;
    const held = this.#state.contents.objects.get(key);
    if (held?.resourceVersion !== encoded.resourceVersion || !held.isSameAs(encoded)) return false;
    this.#unstage(key);
    this.#unchanged.set(key, true);
    return true;
  }

  /** The object exists, but its state could not be taken in: the one before stays. */
  keepLast(key: string): void {
    this.#unstage(key);
    if (this.#state.contents.objects.has(key)) this.#unchanged.set(key, true);
  }

  stage(encoded: EncodedObject<K>): void {
    const { key } = encoded;
    const { objects, indexes } = this.#fresh ?? this.#state.contents;
    const values = indexes.valuesOf(encoded);
    if (!this.#fresh) {
      this.#unstage(key);
      this.#unchanged.delete(key);
      if (objects.get(key)?.isSameAs(encoded)) this.#updates += 1;
      this.#staged.set(key, { encoded, values });
      return;
    }
    const before = objects.get(key);
    if (before) {
      this.#arena.release(before);
      this.#replaced.add(before);
    }
    this.#added.push(encoded);
    objects.set(key, encoded);
    if (before) indexes.put(encoded, values);
    else indexes.add(encoded, values);
  }

  /** Lets this state take effect. Returns what it changed: deletions first, so that a name is free to be taken. */
  swap(): ChangeBatch<K> {
    if (this.#fresh) {
      this.#state.contents = this.#fresh;
      return this.#isHeard ? added(this.#added, this.#replaced) : [];
    }
    const { objects, indexes } = this.#state.contents;
    const changes: Change<K>[] = [];
    for (const held of this.#swept()) {
      objects.delete(held.key);
      indexes.delete(held);
      this.#arena.release(held);
      this.#state.stale.delete(held.key);
      if (this.#isHeard) changes.push(new Change('deleted', held, held, true));
    }
    for (const [key, { encoded, values }] of this.#staged) {
      const held = objects.get(key);
      objects.set(key, encoded);
      if (held) indexes.put(encoded, values);
      else indexes.add(encoded, values);
      if (held) this.#arena.release(held);
      if (this.#isHeard)
        changes.push(held ? new Change('updated', encoded, held) : new Change('added', encoded));
    }
    return changes;
  }

  /** Another one begins instead. */
  discard(): void {
    for (const { encoded } of this.#staged.values()) this.#arena.release(encoded);
    for (const encoded of this.#fresh?.objects.values() ?? []) this.#arena.release(encoded);
  }

  get #isHeard(): boolean {
    return this.#state.listeners.size > 0;
  }

  /** What is held and not in this state, or another object under its name. Walks only where there is such. */
  #swept(): EncodedObject<K>[] {
    const swept: EncodedObject<K>[] = [];
    const { missing } = this;
    if (missing === 0) return swept;
    for (const [key, held] of this.#state.contents.objects) {
      if (this.#unchanged.has(key) || this.#staged.get(key)?.encoded.isSameAs(held)) continue;
      swept.push(held);
      if (swept.length === missing) break;
    }
    return swept;
  }

  #unstage(key: string): void {
    const staged = this.#staged.get(key);
    if (!staged) return;
    if (this.#state.contents.objects.get(key)?.isSameAs(staged.encoded)) this.#updates -= 1;
    this.#arena.release(staged.encoded);
    this.#staged.delete(key);
  }
}

function added<K extends KubeObject>(
  objects: readonly EncodedObject<K>[],
  replaced: ReadonlySet<EncodedObject<K>>,
): ChangeBatch<K> {
  return {
    *[Symbol.iterator]() {
      for (const encoded of objects) if (!replaced.has(encoded)) yield new Change('added', encoded);
    },
  };
}
