// Objects that are gone by what runs of their own key wrote, as the last finalizer does that is taken away, and that a late
// cache has all the same. Of other writes a key stops to wait after a while, and its next run sees an older state, which is
// as good as a late run. But what is gone has no next run: it would do for it once more what a cleanup has just undone, and
// nobody would undo that again.

import type { Wanted } from './wanted.ts';
import type { WatchedView } from './watched-view.ts';

/** Whether the object, as `namespace/name` of this cache, is the one that the key names. */
export type IsNamedBy = (key: string, cache: WatchedView, object: string) => boolean;

interface EndedObject {
  readonly cache: WatchedView;
  readonly wanted: Wanted;
}

export class EndedObjects {
  readonly #isNamedBy: IsNamedBy;
  // Several, where several caches have the resource.
  readonly #byKey = new Map<string, readonly EndedObject[]>();

  constructor(isNamedBy: IsNamedBy) {
    this.#isNamedBy = isNamedBy;
  }

  /** What is not shown is waited for no longer. */
  note(key: string, missing: ReadonlyMap<WatchedView, readonly Wanted[]>): void {
    const found = Array.from(missing, ([cache, late]) =>
      late.filter((wanted) => this.#isNamedBy(key, cache, wanted.key)).map((wanted) => ({ cache, wanted })),
    );
    const ended = [...(this.#byKey.get(key) ?? []), ...found.flat()].filter(isShown);
    if (ended.length > 0) this.#byKey.set(key, ended);
  }

  /** Whether a cache still has the key's object, which is gone. In a new epoch it may be back: a restore does that. */
  has(key: string): boolean {
    const ended = this.#byKey.get(key);
    if (!ended) return false;
    if (ended.some(isShown)) return true;
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

function isShown({ cache, wanted: { key, namespace, epoch, ended } }: EndedObject): boolean {
  const cached = cache.get(key);
  return cached !== undefined && ended.has(cached.uid) && cache.epochOf(namespace) === epoch;
}
