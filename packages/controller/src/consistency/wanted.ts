// What one cache has to show of one object before the next run of a key that wrote it.

import { compareResourceVersions, isResourceVersion } from '@kube-rx/core';
import type { OwnWrite } from './own-write.ts';

export interface Wanted {
  /** `namespace/name`, or `name`. */
  readonly key: string;
  /** `''` for a cluster-scoped object. */
  readonly namespace: string;
  /** Of the cache at the time of the write. */
  readonly epoch: number;
  /** The highest version that was written; absent where the object was only deleted. */
  readonly version?: string;
  /** Whether the cache selects the object as it was written last. */
  readonly isSelected: boolean;
  /** The uids that were deleted. */
  readonly deleted: ReadonlySet<string>;
  /** When it was written last: monotonic ms. */
  readonly since: number;
}

/** What is known of the cache when the write is told. */
export interface WriteContext {
  readonly epoch: number;
  /** Whether the cache selects the object as the answer has it. */
  readonly isSelected: boolean;
  /** What the cache has under the object's key. */
  readonly cachedUid: string | undefined;
  readonly now: number;
}

const nothingDeleted: ReadonlySet<string> = new Set();
// A name is deleted and made again this often in one run by mistake only.
const mostDeleted = 16;

/**
 * `before` and one more write of the same object. Answers of parallel writes may come in any order, so the highest
 * version counts; of versions without order, the last answer.
 */
export function afterWrite(
  before: Wanted | undefined,
  write: OwnWrite,
  { epoch, isSelected, cachedUid, now }: WriteContext,
): Wanted | undefined {
  const known = before?.epoch === epoch ? before : undefined;
  const { key, namespace } = write;
  const base = { key, namespace, epoch, since: now };
  if (write.type !== 'deleted') {
    if (known?.version !== undefined && isPast(known.version, write.resourceVersion))
      return { ...known, since: now };
    const deleted = known?.deleted ?? nothingDeleted;
    return { ...base, version: write.resourceVersion, isSelected, deleted };
  }
  // What the cache has under this key was there before, be it this object or a namesake that went before it.
  const gone = [write.uid, cachedUid].filter((uid) => uid !== undefined);
  if (gone.length === 0) return known;
  const deleted = new Set([...(known?.deleted ?? nothingDeleted), ...gone].slice(-mostDeleted));
  return { isSelected: false, ...known, ...base, deleted };
}

/** Whether a view at `version` has what was written by `wanted`. Versions without order can only be equal. */
export function hasReached(version: string | undefined, wanted: string): boolean {
  return version === wanted || (version !== undefined && isPast(version, wanted));
}

function isPast(version: string, other: string): boolean {
  return (
    isResourceVersion(version) && isResourceVersion(other) && compareResourceVersions(version, other) > 0
  );
}
