// What one key wrote and its caches have not shown yet.

import { type CacheView, judge, showsVersion } from './gate.ts';
import type { LostWrite, OwnWrite } from './own-write.ts';
import { afterRead, afterVersion, afterWrite, type Wanted, type WriteContext } from './wanted.ts';

// A cache gets the versions in their order, so the last ones written are shown last; those before need no record.
const mostObjects = 1_000;

/** Up to when writes are forgotten: those that were answered, and those that were not. Monotonic ms. */
export interface OldestWrites {
  readonly oldest: number;
  readonly oldestUnanswered: number;
}

/** `C` is what stands for a cache. */
export class Written<C extends CacheView> {
  readonly #byCache = new Map<C, Map<string, Wanted>>();

  /** How many objects are waited for, in all caches. */
  get size(): number {
    return [...this.#byCache.values()].reduce((total, { size }) => total + size, 0);
  }

  /** When it was written last; -Infinity where nothing is waited for. */
  get newest(): number {
    const times = [...this.#byCache.values()].flatMap((objects) =>
      Array.from(objects.values(), ({ since }) => since),
    );
    return Math.max(...times);
  }

  add(cache: C, write: OwnWrite | LostWrite, context: WriteContext): void {
    const objects = this.#byCache.get(cache) ?? new Map<string, Wanted>();
    const wanted = afterWrite(objects.get(write.key), write, context);
    if (!wanted) return;
    objects.delete(write.key);
    objects.set(write.key, wanted);
    const [oldest] = objects.keys();
    if (objects.size > mostObjects && oldest !== undefined) objects.delete(oldest);
    this.#byCache.set(cache, objects);
  }

  /** The server was asked. False where more was written meanwhile, so that the answer may be older. */
  replace(cache: C, asked: Wanted, { found, context }: { found: OwnWrite; context: WriteContext }): boolean {
    const objects = this.#byCache.get(cache);
    if (objects?.get(asked.key) !== asked) return false;
    objects.set(asked.key, afterRead(asked, found, context));
    return true;
  }

  /** What is not shown yet, or not known to be, by cache. Forgets what is settled. */
  missing(): Map<C, Wanted[]> {
    return this.#late(() => true);
  }

  /** Forgets what was written before, and gives what of it is not shown yet. */
  forget({ oldest, oldestUnanswered }: OldestWrites): Map<C, Wanted[]> {
    const isOld = ({ since, isLost }: Wanted): boolean => since < (isLost ? oldestUnanswered : oldest);
    const late = this.#late(isOld);
    for (const [cache, objects] of this.#byCache) {
      for (const [key, wanted] of objects) if (isOld(wanted)) objects.delete(key);
      if (objects.size === 0) this.#byCache.delete(cache);
    }
    return late;
  }

  #late(counts: (wanted: Wanted) => boolean): Map<C, Wanted[]> {
    const missing = new Map<C, Wanted[]>();
    for (const [cache, objects] of this.#byCache) {
      const late: Wanted[] = [];
      for (const [key, wanted] of objects) {
        if (!counts(wanted)) continue;
        const judgement = judge(wanted, cache);
        if (judgement === 'settled') objects.delete(key);
        // What is left are deletions, which may be shown later.
        if (judgement === 'open' && wanted.version !== undefined && showsVersion(wanted, cache))
          objects.set(key, afterVersion(wanted));
        if (judgement === 'missing' || judgement === 'unknown') late.push(wanted);
      }
      if (objects.size === 0) this.#byCache.delete(cache);
      if (late.length > 0) missing.set(cache, late);
    }
    return missing;
  }

  /** Whether any of it is of this cache. */
  concerns(cache: C): boolean {
    return this.#byCache.has(cache);
  }

  /** Forgets what is waited for in one cache, or in all. */
  drop(cache?: C): void {
    if (cache === undefined) this.#byCache.clear();
    else this.#byCache.delete(cache);
  }
}
