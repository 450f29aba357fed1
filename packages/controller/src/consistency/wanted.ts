// What one cache has to show of one object before the next run of a key that wrote it.

import { compareResourceVersions, isResourceVersion } from '@kube-rx/core';
import type { LiveRead, LostWrite, OwnWrite } from './own-write.ts';

export interface Wanted {
  /** `namespace/name`, or `name`. */
  readonly key: string;
  /** `''` for a cluster-scoped object. */
  readonly namespace: string;
  /** Of the cache at the time of the write. */
  readonly epoch: number;
  /** The highest version that was written; absent where the object was only deleted. */
  readonly version?: string;
  /** Of the object that has this version; absent where the answer has not told it. */
  readonly uid?: string;
  /** What version of the object the cache had when the answer came. */
  readonly shown?: string;
  /** Whether the cache selects the object as it was written last. */
  readonly isSelected: boolean;
  /** The uids that were deleted. */
  readonly deleted: ReadonlySet<string>;
  /** Those of them that are gone, and not only marked. */
  readonly ended: ReadonlySet<string>;
  /** When it was written last: monotonic ms. */
  readonly since: number;
  /** A write was sent whose answer did not come. */
  readonly isLost?: true;
  /** When the answer came, the cache was past the version and had not the object: it may follow another history. */
  readonly isDoubted?: true;
  /** The server was asked, and has the object in this version: what contradicts it proves nothing. */
  readonly isConfirmed?: true;
  /** Asks the server for the object. */
  readonly read?: LiveRead;
}

/** What is known of the cache when the write is told. */
export interface WriteContext {
  readonly epoch: number;
  /** Whether the cache selects the object as the answer has it. */
  readonly isSelected: boolean;
  /** What the cache has under the object's key. */
  readonly cachedUid: string | undefined;
  /** In what version. */
  readonly cachedVersion: string | undefined;
  /** How far the cache says it is. */
  readonly cacheVersion: string | undefined;
  readonly now: number;
  readonly read?: LiveRead | undefined;
}

const none: ReadonlySet<string> = new Set();
// A name is deleted and made again this often in one run by mistake only.
const mostDeleted = 16;

/**
 * `before` and one more write of the same object. Answers of parallel writes may come in any order, so the highest
 * version counts; of versions without order, the last answer. A write whose answer was lost stays unknown, whatever else is
 * written: the two may have been carried out in any order.
 */
export function afterWrite(
  before: Wanted | undefined,
  write: OwnWrite | LostWrite,
  context: WriteContext,
): Wanted | undefined {
  const { epoch, isSelected, now, read, cachedVersion: shown } = context;
  const known = before?.epoch === epoch ? unconfirmed(before) : undefined;
  const { key, namespace } = write;
  const base = { key, namespace, epoch, since: now, ...(read && { read }) };
  switch (write.type) {
    case 'written':
    case 'marked': {
      const { resourceVersion: version, uid } = write;
      if (known?.version !== undefined && isPast(known.version, version)) return { ...known, ...base };
      const { deleted = none, ended = none } = known ?? {};
      return {
        ...base,
        version,
        ...(uid !== undefined && { uid }),
        ...(shown !== undefined && { shown }),
        isSelected,
        deleted,
        ended,
        ...(known?.isLost && { isLost: true }),
        ...(isContradicted(write, context) && { isDoubted: true }),
      };
    }
    case 'deleted': {
      const deleted = withDeleted(known?.deleted, [write.uid, context.cachedUid]);
      const ended = withDeleted(known?.ended, [write.wasMarked && write.uid]) ?? known?.ended ?? none;
      return deleted && { isSelected: false, ...known, ...base, deleted, ended };
    }
    case 'lost':
      return { isSelected: true, deleted: none, ended: none, ...known, ...base, isLost: true };
    default:
      return write satisfies never;
  }
}

/** What the server said before a write, it may not say after it. */
function unconfirmed(wanted: Wanted): Wanted {
  const { isConfirmed, ...rest } = wanted;
  return isConfirmed ? rest : wanted;
}

/**
 * What is wanted once the server has said what has become of the object. What was deleted before stays deleted, but in a new
 * epoch: a restore brings it back.
 */
export function afterRead(wanted: Wanted, found: OwnWrite, context: WriteContext): Wanted {
  const { key, namespace, since, read } = wanted;
  const { epoch } = context;
  const isAnew = epoch !== wanted.epoch;
  const { deleted, ended } = isAnew ? { deleted: none, ended: none } : wanted;
  // A question of its own, as the next epoch asks it again.
  const base = {
    key,
    namespace,
    epoch,
    since,
    ...(read && ({ read: (signal) => read(signal) } satisfies Partial<Wanted>)),
  };
  if (found.type === 'deleted') {
    // Whatever the cache still has under the name, it is not there any more, be it marked or not.
    const gone = withDeleted(deleted, [wanted.uid, found.uid, context.cachedUid]) ?? deleted;
    return { ...base, isSelected: false, deleted: gone, ended: gone };
  }
  const { resourceVersion: version, uid } = found;
  return {
    ...base,
    version,
    ...(uid !== undefined && { uid }),
    isSelected: context.isSelected,
    deleted,
    ended,
    isConfirmed: true,
    ...(wanted.isDoubted && !isAnew && { isDoubted: true }),
  };
}

/** What is wanted once the version is shown. */
export function afterVersion({ key, namespace, epoch, since, deleted, ended }: Wanted): Wanted {
  return { key, namespace, epoch, since, isSelected: false, deleted, ended };
}

/**
 * In one history, whatever is past the version has the object, or has seen it go. That can have happened between the write
 * and its answer, but seldom. More often the cache's version is one that was only claimed, or one from before the server
 * was restored.
 */
function isContradicted(
  { resourceVersion, uid }: OwnWrite & { readonly type: 'written' | 'marked' },
  { cachedUid, cacheVersion }: WriteContext,
): boolean {
  const isThere = cachedUid !== undefined && (uid === undefined || uid === cachedUid);
  return !isThere && hasReached(cacheVersion, resourceVersion);
}

// What the cache has under this key was there before, be it this object or a namesake that went before it.
function withDeleted(
  before: ReadonlySet<string> = none,
  uids: readonly (string | undefined)[],
): ReadonlySet<string> | undefined {
  const gone = uids.filter((uid) => uid !== undefined);
  return gone.length === 0 ? undefined : new Set([...before, ...gone].slice(-mostDeleted));
}

/** Whether a view at `version` has what was written by `wanted`. Versions without order can only be equal. */
export function hasReached(version: string | undefined, wanted: string): boolean {
  return version === wanted || (version !== undefined && isPast(version, wanted));
}

/** Whether one of two versions follows the other, or they are the same. */
export function hasOrder(one: string, other: string): boolean {
  return one === other || isPast(one, other) || isPast(other, one);
}

/** Whether a version follows another one, as far as they have an order. */
export function isPast(version: string, other: string): boolean {
  return (
    isResourceVersion(version) && isResourceVersion(other) && compareResourceVersions(version, other) > 0
  );
}
