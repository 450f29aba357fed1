// Objects that are gone by what runs of their own key wrote, as the last finalizer does that is taken away, and that a late
// cache has all the same. Of other writes a key stops to wait after a while, and its next run sees an older state, which is
// as good as a late run. But what is gone has no next run: it would do for it once more what a cleanup has just undone, and
// nobody would undo that again.

import type { WatchedView } from './key-gates.ts';
import type { Wanted } from './wanted.ts';

interface EndedObject {
  readonly cache: WatchedView;
  readonly wanted: Wanted;
}

export class EndedObjects {
  readonly #isOwn: (key: string, cache: WatchedView, wanted: Wanted) => boolean;
  readonly #byKey = new Map<string, EndedObject>();

  /** @param isOwn whether it is the object that the key names. */
  constructor(isOwn: (key: string, cache: WatchedView, wanted: Wanted) => boolean) {
    this.#isOwn = isOwn;
  }

  /** What is not shown is waited for no longer. */
  note(key: string, missing: ReadonlyMap<WatchedView, readonly Wanted[]>): void {
    for (const [cache, late] of missing)
      for (const wanted of late)
        if (this.#isOwn(key, cache, wanted) && isShown(cache, wanted))
          this.#byKey.set(key, { cache, wanted });
  }

  /** Whether the cache still has the key's object, which is gone. In a new epoch it may be back: a restore does that. */
  has(key: string): boolean {
    const ended = this.#byKey.get(key);
    if (!ended) return false;
    if (isShown(ended.cache, ended.wanted)) return true;
    this.#byKey.delete(key);
    return false;
  }

  forget(key: string): void {
    this.#byKey.delete(key);
  }

  keys(): IterableIterator<string> {
    return this.#byKey.keys();
  }
}

function isShown(cache: WatchedView, { key, namespace, epoch, ended }: Wanted): boolean {
  const cached = cache.get(key);
  return cached !== undefined && ended.has(cached.uid) && cache.epochOf(namespace) === epoch;
}
