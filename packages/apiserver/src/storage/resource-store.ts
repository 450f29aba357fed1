// All objects of one kind: the present state, its recent history and whoever waits for changes. The only
// place that takes a revision for a write.

import type { JsonObject } from '../json/json.ts';
import { unclassified } from '../status-error.ts';
import { History, type HistoryLimits, type Snapshot } from './history.ts';
import type { Quota } from './quota.ts';
import type { Revisions } from './revisions.ts';
import { SortedTree } from './sorted-tree.ts';
import { type ChangeType, StoredChange } from './stored-change.ts';
import { type Codec, StoredObject } from './stored-object.ts';

/** Somebody who reads the history and wants to know when it has grown. */
export interface Follower {
  changed(): void;
}

export interface ResourceStoreOptions {
  readonly codec: Codec;
  readonly revisions: Revisions;
  readonly history: HistoryLimits;
  /** Shared by all stores. */
  readonly quota: Quota;
}

/** `owed`: what the server must write whether there is room or not, as the mark of a deletion. */
export type Room = 'needed' | 'owed';

// https://etcd.io/docs/v3.6/dev-guide/limit/#request-size-limit
export const maxObjectBytes: number = 1.5 * 1024 * 1024;

export class ResourceStore {
  readonly codec: Codec;
  readonly #revisions: Revisions;
  readonly #historyLimits: HistoryLimits;
  readonly #quota: Quota;
  readonly followers: Set<Follower> = new Set();
  #objects: Snapshot = SortedTree.empty();
  #history: History;
  #progress: number;

  constructor(options: ResourceStoreOptions) {
    this.codec = options.codec;
    this.#revisions = options.revisions;
    this.#historyLimits = options.history;
    this.#quota = options.quota;
    this.#progress = options.revisions.current;
    this.#history = new History(options.history, this.#progress, this.#objects);
  }

  /** The present state; it stays as it is while others write. */
  get snapshot(): Snapshot {
    return this.#objects;
  }

  /** The objects of a namespace, or of all (`''`), in the order of their keys; they stay as they are while others write. */
  /** How many objects it holds. */
  get size(): number {
    return this.#objects.size;
  }

  objectsIn(namespace: string): IteratorObject<StoredObject, undefined> {
    const bounds: [string?, string?] = namespace === '' ? [] : [`${namespace}/`, `${namespace}0`]; // '0' follows '/'
    return this.#objects.entries(...bounds).map(([, stored]) => stored);
  }

  get history(): History {
    return this.#history;
  }

  /** The newest revision at which this kind is known to be complete; what its bookmarks say. */
  get progress(): number {
    return this.#progress;
  }

  /** A consistent read has learnt that the kind is complete up to now. */
  noteProgress(): void {
    this.#progress = this.#revisions.current;
  }

  get(key: string): StoredObject | undefined {
    return this.#objects.get(key);
  }

  /**
   * Stores the object under a new revision; throws a 500 where it is too large, a 507 where it needs room that there is
   * not.
   */
  put(object: JsonObject, room: Room = 'needed'): StoredObject {
    const stored = StoredObject.from(object, this.#revisions.current + 1, this.codec);
    const previous = this.#objects.get(stored.key);
    const growth = stored.bytes.length - (previous?.bytes.length ?? 0);
    if (room === 'needed') {
      if (stored.bytes.length > maxObjectBytes) throw unclassified('etcdserver: request is too large');
      this.#quota.require(growth, previous ? 0 : 1);
    }
    this.#quota.count(growth, previous ? 0 : 1);
    this.#commit(previous ? 'MODIFIED' : 'ADDED', stored, previous);
    return stored;
  }

  /** Removes the object; gives its last state under the deletion's revision. */
  remove(previous: StoredObject): StoredObject {
    const last = previous.at(this.#revisions.current + 1, this.codec);
    this.#quota.count(-previous.bytes.length, -1);
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
    this.#quota.count(-bytesOf(this.#objects), -this.#objects.size);
    this.#quota.count(bytesOf(objects), objects.size);
    this.#objects = objects;
    this.#progress = this.#revisions.current;
    this.#history = new History(this.#historyLimits, this.#revisions.current, objects);
  }

  #commit(type: ChangeType, stored: StoredObject, previous: StoredObject | undefined): void {
    this.#objects =
      type === 'DELETED' ? this.#objects.delete(stored.key) : this.#objects.set(stored.key, stored);
    this.#history.append(new StoredChange({ type, stored, previous, codec: this.codec }), this.#objects);
    this.#progress = stored.revision;
    this.#revisions.advance();
    for (const follower of this.followers) follower.changed();
  }
}

function bytesOf(objects: Snapshot): number {
  let bytes = 0;
  for (const [, stored] of objects.entries()) bytes += stored.bytes.length;
  return bytes;
}
