// All objects of one kind: the present state, its recent history and whoever waits for changes. The only
// place that takes a revision for a write.

import type { JsonObject } from '../json/json.ts';
import { Change, type ChangeType } from './change.ts';
import { History, type Snapshot } from './history.ts';
import type { Revisions } from './revisions.ts';
import { SortedTree } from './sorted-tree.ts';
import { type Codec, StoredObject } from './stored-object.ts';

/** Somebody who reads the history and wants to know when it has grown. */
export interface Follower {
  changed(): void;
}

export class ResourceStore {
  readonly codec: Codec;
  readonly #revisions: Revisions;
  readonly #historySize: number;
  readonly #followers: Set<Follower> = new Set();
  #objects: Snapshot = SortedTree.empty();
  #history: History;
  #progress: number;

  constructor(options: { codec: Codec; revisions: Revisions; historySize: number; since: number }) {
    this.codec = options.codec;
    this.#revisions = options.revisions;
    this.#historySize = options.historySize;
    this.#progress = options.since;
    this.#history = new History(options.historySize, options.since, this.#objects);
  }

  /** The present state; it stays as it is while others write. */
  get snapshot(): Snapshot {
    return this.#objects;
  }

  get history(): History {
    return this.#history;
  }

  /** The newest revision at which this kind is known to be complete; what its bookmarks say. */
  get progress(): number {
    return this.#progress;
  }

  get followers(): number {
    return this.#followers.size;
  }

  /** A consistent read has learnt that the kind is complete up to now. */
  noteProgress(): void {
    this.#progress = this.#revisions.current;
  }

  get(key: string): StoredObject | undefined {
    return this.#objects.get(key);
  }

  /** Stores the object under a new revision. */
  put(object: JsonObject): StoredObject {
    const stored = StoredObject.from(object, this.#revisions.current + 1, this.codec);
    const previous = this.#objects.get(stored.key);
    this.#commit(previous ? 'MODIFIED' : 'ADDED', stored, previous);
    return stored;
  }

  /** Removes the object; gives its last state under the deletion's revision. */
  remove(previous: StoredObject): StoredObject {
    const last = previous.at(this.#revisions.current + 1, this.codec);
    this.#commit('DELETED', last, previous);
    return last;
  }

  /** Forgets the past: only the present state can be listed and watched from. */
  compact(): void {
    this.#history.compact(this.#revisions.current);
    this.#progress = this.#revisions.current;
  }

  /** Starts over with `objects`, as a server that has just read them. */
  reload(objects: Snapshot): void {
    this.#objects = objects;
    this.#progress = this.#revisions.current;
    this.#history = new History(this.#historySize, this.#revisions.current, objects);
  }

  follow(follower: Follower): void {
    this.#followers.add(follower);
  }

  unfollow(follower: Follower): void {
    this.#followers.delete(follower);
  }

  #commit(type: ChangeType, stored: StoredObject, previous: StoredObject | undefined): void {
    this.#objects =
      type === 'DELETED' ? this.#objects.delete(stored.key) : this.#objects.set(stored.key, stored);
    this.#history.append(new Change(type, stored, previous, this.codec), this.#objects);
    this.#progress = stored.revision;
    this.#revisions.advance();
    for (const follower of this.#followers) follower.changed();
  }
}
