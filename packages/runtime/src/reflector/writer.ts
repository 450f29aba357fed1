// The write side of a store: takes the events of a watcher and keeps the store's promises.
//
// An initial state is compared with what is held while it arrives (mark), and takes effect as a whole at its
// end (sweep): an unchanged object costs one mark, not a second copy, and readers never see the middle.

import {
  compareResourceVersions,
  type EncodedObject,
  isResourceVersion,
  type KubeObject,
} from '@kube-rx/core';
import type { WatcherEvent } from '../watcher/event.ts';
import { Change } from './change.ts';
import type { StoreState } from './store.ts';

export class StoreWriter<K extends KubeObject> {
  readonly #state: StoreState<K>;
  readonly #ready: () => void;
  readonly #objects: Map<string, EncodedObject<K>>;
  // Of the initial state under way: keys held in just this version, and objects that are new or changed.
  readonly #unchanged = new Set<string>();
  readonly #staged = new Map<string, EncodedObject<K>>();
  #dropped = 0;

  /** Use `createStore`. */
  constructor(state: StoreState<K>, objects: Map<string, EncodedObject<K>>, ready: () => void) {
    this.#state = state;
    this.#objects = objects;
    this.#ready = ready;
  }

  /** Changes that were dropped because the store held something as new or newer. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Takes one event. The store is up to date, and its listeners are told, when this returns. */
  apply(event: WatcherEvent<K>): void {
    switch (event.type) {
      case 'Init':
        this.#forgetInitial();
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
      case 'Bookmark':
        this.#state.resourceVersion = event.resourceVersion;
        return;
      case 'Interrupted':
        return;
      default:
        event satisfies never;
    }
  }

  #stage(encoded: EncodedObject<K>): void {
    const { key } = encoded;
    const held = this.#objects.get(key);
    const same = held?.uid === encoded.uid && held.resourceVersion === encoded.resourceVersion;
    if (same) {
      this.#staged.delete(key);
      this.#unchanged.add(key);
    } else {
      this.#unchanged.delete(key);
      this.#staged.set(key, encoded);
    }
  }

  // Deletions are told first, so that a name is free before it is taken again.
  #swap(resourceVersion: string): void {
    const deleted: Change<K>[] = [];
    const kept: Change<K>[] = [];
    for (const [key, held] of this.#objects) {
      if (this.#unchanged.has(key)) continue;
      const next = this.#staged.get(key);
      if (next?.uid === held.uid) continue;
      deleted.push(new Change('deleted', held, held, true));
      this.#objects.delete(key);
    }
    for (const [key, next] of this.#staged) {
      const held = this.#objects.get(key);
      kept.push(held ? new Change('updated', next, held) : new Change('added', next));
      this.#objects.set(key, next);
    }
    this.#forgetInitial();
    this.#state.resourceVersion = resourceVersion;
    this.#ready();
    this.#tell(deleted);
    this.#tell(kept);
  }

  #put(encoded: EncodedObject<K>): void {
    const { key } = encoded;
    const held = this.#objects.get(key);
    if (held && this.#isOld(encoded, held)) return;
    this.#objects.set(key, encoded);
    this.#progress(encoded.resourceVersion);
    if (!held) this.#tell([new Change('added', encoded)]);
    else if (held.uid === encoded.uid) this.#tell([new Change('updated', encoded, held)]);
    else this.#tell([new Change('deleted', held, held, true), new Change('added', encoded)]);
  }

  #remove(encoded: EncodedObject<K>): void {
    const held = this.#objects.get(encoded.key);
    if (held && this.#isOld(encoded, held)) return;
    this.#progress(encoded.resourceVersion);
    if (!held) return;
    this.#objects.delete(encoded.key);
    this.#tell([new Change('deleted', encoded, held)]);
  }

  // A deletion that came before the end of a streamed initial state is told after it.
  #progress(resourceVersion: string): void {
    const held = this.#state.resourceVersion;
    const ordered = held !== undefined && isResourceVersion(held) && isResourceVersion(resourceVersion);
    if (!ordered || compareResourceVersions(resourceVersion, held) > 0)
      this.#state.resourceVersion = resourceVersion;
  }

  #isOld(encoded: EncodedObject<K>, held: EncodedObject<K>): boolean {
    const { resourceVersion } = encoded;
    const old =
      isResourceVersion(resourceVersion) && isResourceVersion(held.resourceVersion)
        ? compareResourceVersions(resourceVersion, held.resourceVersion) <= 0
        : resourceVersion === held.resourceVersion;
    if (old) this.#dropped += 1;
    return old;
  }

  #forgetInitial(): void {
    this.#unchanged.clear();
    this.#staged.clear();
  }

  #tell(changes: readonly Change<K>[]): void {
    for (const change of changes)
      for (const listener of this.#state.listeners) {
        try {
          listener(change);
        } catch (error) {
          // As RxJS does: loud, but not in the way of the store and the other listeners.
          queueMicrotask(() => {
            throw error;
          });
        }
      }
  }
}
