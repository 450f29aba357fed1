// Whether a cache shows what a key wrote. Pure.
//
// A cache is one moment of the past of all its objects, and moves forward. So it shows a write if it has the object in
// that version or a later one. Where it has no object of that name, it shows the write if it has seen what came after:
// then the object is gone again. That it has another object under the name, in a version that is not later, says nothing: a
// late one may still hold the earlier namesake, and after a restore of etcd the two may even bear the same version.
//
// How far a cache is, is what a server claims, and a bookmark or a list may claim too much. Only objects prove it: one that
// the cache was told of in that version or a later one. And they prove it only if the cache was not past that version
// before, without the object: then it may follow another history than the one that was written to. What is claimed and not
// proven is unknown, and the server has to be asked.
//
// An object that is not there may be gone, or not there yet. Where the write does not say which (a deletion is told
// without a version), nothing is waited for, but the next judgement looks again.

import { hasOrder, hasReached, isPast, type Wanted } from './wanted.ts';

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
  /** The version up to which changes are in, as the server says; undefined before the first list. */
  versionOf(namespace: string): string | undefined;
  /** The newest version of an object that it was told of; undefined before the first. */
  newestObjectOf(namespace: string): string | undefined;
  /** Whether it holds objects of this namespace; `''` for cluster-scoped ones. */
  covers(namespace: string): boolean;
  get(key: string): CachedState | undefined;
}

/**
 * - `missing`: not shown yet, or something older is.
 * - `unknown`: only the server can say.
 * - `open`: nothing older is shown, but may be later.
 * - `settled`: shown, and for good.
 */
export type Judgement = 'missing' | 'unknown' | 'open' | 'settled';

/**
 * In a new epoch, versions of the one before mean nothing any more. The list that began it may be from before the write, or
 * may have put an end to a claim only: where the server cannot be asked, nothing is waited for.
 */
export function judge(wanted: Wanted, view: CacheView): Judgement {
  if (view.epochOf(wanted.namespace) !== wanted.epoch) return wanted.read ? 'unknown' : 'settled';
  if (wanted.isLost) return 'unknown';
  const cached = view.get(wanted.key);
  const written = judgeVersion(wanted, cached, view);
  // The server has said already what there is.
  if (written === 'unknown' && wanted.isConfirmed) return 'missing';
  if (written === 'missing' || written === 'unknown') return written;
  const gone = judgeDeletions(wanted, cached);
  return gone === 'settled' ? written : gone;
}

/** Whether the version that was written is shown: a cache does not go back behind it. */
export function showsVersion(wanted: Wanted, view: CacheView): boolean {
  return judgeVersion(wanted, view.get(wanted.key), view) === 'settled';
}

function judgeVersion(wanted: Wanted, cached: CachedState | undefined, view: CacheView): Judgement {
  const { version, uid } = wanted;
  if (version === undefined) return 'settled';
  if (!cached) return judgeAbsence(wanted, version, view);
  const { resourceVersion: shown } = cached;
  if (uid === undefined || cached.uid === uid) {
    if (hasReached(shown, version)) return 'settled';
    // It has changed since, and without an order nobody knows whether that was before the write or after.
    return hasOrder(shown, version) || shown === wanted.shown ? 'missing' : 'unknown';
  }
  if (isPast(shown, version)) return wanted.isDoubted ? 'unknown' : 'settled';
  return shown === version ? 'unknown' : 'missing';
}

function judgeAbsence(wanted: Wanted, version: string, view: CacheView): Judgement {
  const { namespace, isDoubted } = wanted;
  if (!isDoubted && hasReached(view.newestObjectOf(namespace), version)) return 'settled';
  if (!wanted.isSelected || !view.covers(namespace)) return 'open';
  return hasReached(view.versionOf(namespace), version) ? 'unknown' : 'missing';
}

function judgeDeletions({ deleted, ended }: Wanted, cached: CachedState | undefined): Judgement {
  if (deleted.size === 0) return 'settled';
  if (!cached || !deleted.has(cached.uid)) return 'open';
  return cached.isMarked && !ended.has(cached.uid) ? 'open' : 'missing';
}
