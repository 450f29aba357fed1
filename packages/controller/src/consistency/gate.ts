// Whether a cache shows what a key wrote. Pure.
//
// A cache is one moment of the past of all its objects, and moves forward. So it shows a write if it has the object in
// that version or a later one. Where it has no object of that name, it shows the write if the cache as a whole is past that
// version: then the object is gone again. The object counts for more than the cache, whose version may be one that a
// server only claimed, as in a wrong bookmark. That a cache has another object under the name says nothing: a late one may
// still hold the earlier namesake.
//
// An object that is not there may be gone, or not there yet. Where the write does not say which (a deletion is told
// without a version), nothing is waited for, but the next judgement looks again.

import { hasReached, type Wanted } from './wanted.ts';

/** What a cache has of an object. */
export interface CachedState {
  readonly uid: string;
  readonly resourceVersion: string;
  /** Whether its deletion has begun. */
  readonly isMarked: boolean;
}

/** A cache as it is now, as far as one namespace goes. */
export interface CacheView {
  /** Grows when the server's versions went back for good. */
  epochOf(namespace: string): number;
  /** The version up to which changes are in; undefined before the first list. */
  versionOf(namespace: string): string | undefined;
  /** Whether it holds objects of this namespace; `''` for cluster-scoped ones. */
  covers(namespace: string): boolean;
  get(key: string): CachedState | undefined;
}

/**
 * - `missing`: not shown yet, or something older is.
 * - `open`: nothing older is shown, but may be later.
 * - `settled`: shown, and for good.
 */
export type Judgement = 'missing' | 'open' | 'settled';

/** A new epoch settles everything: versions of the one before mean nothing any more. */
export function judge(wanted: Wanted, view: CacheView): Judgement {
  if (view.epochOf(wanted.namespace) !== wanted.epoch) return 'settled';
  const cached = view.get(wanted.key);
  const written = judgeVersion(wanted, cached, view);
  if (written === 'missing') return 'missing';
  const gone = judgeDeletions(wanted.deleted, cached);
  return gone === 'settled' ? written : gone;
}

function judgeVersion(wanted: Wanted, cached: CachedState | undefined, view: CacheView): Judgement {
  const { version, namespace, isSelected } = wanted;
  if (version === undefined) return 'settled';
  if (cached) return hasReached(cached.resourceVersion, version) ? 'settled' : 'missing';
  if (hasReached(view.versionOf(namespace), version)) return 'settled';
  return isSelected && view.covers(namespace) ? 'missing' : 'open';
}

function judgeDeletions(deleted: ReadonlySet<string>, cached: CachedState | undefined): Judgement {
  if (deleted.size === 0) return 'settled';
  if (!cached || !deleted.has(cached.uid)) return 'open';
  return cached.isMarked ? 'open' : 'missing';
}
