// Where the consumer's view stands: its version, and whether a version may follow it.

import {
  compareResourceVersions,
  isResourceVersion,
  isSendable,
  type KubeObject,
  type ObjectEvent,
} from '@kube-rx/core';
import type { Frame } from './message.ts';

/**
 * How the version of a frame stands to the view. `same`: nothing is known to be newer. `foreign`: a history like the
 * view's has no such version.
 */
export type Standing = 'newer' | 'same' | 'older' | 'foreign';

// The revisions of etcd, and so the versions of all API servers that keep their objects there, are integers of 64 bits.
const lastRevision = '9223372036854775807';

export class Position {
  #resourceVersion: string | undefined;
  // The one before, where that is of the same history.
  #previous: string | undefined;
  #listed = '';
  // False for the versions of some aggregated servers, which have no order: only repetitions are detected then.
  #ordered = false;
  #epoch = 0;
  // The change that led here; undefined where a list or a bookmark did.
  #lastType: ObjectEvent['type'] | undefined;
  #lastKeyHash = 0;
  // The newest version of an object that was told.
  #newestObject: string | undefined;

  /** The newest version told; undefined before the first whole list. */
  get resourceVersion(): string | undefined {
    return this.#resourceVersion;
  }

  /** The newest version of an object told, if any was. A server has had it, while the view's may be merely claimed. */
  get newestObject(): string | undefined {
    return this.#newestObject;
  }

  get synced(): boolean {
    return this.#resourceVersion !== undefined;
  }

  /** What the view's version would be if its last one was never; undefined where that is not known. */
  get previousVersion(): string | undefined {
    return this.#previous;
  }

  get epoch(): number {
    return this.#epoch;
  }

  /** Whether versions tell what is newer. */
  get isOrdered(): boolean {
    return this.#ordered;
  }

  standingOf(resourceVersion: string): Standing {
    const seen = this.#resourceVersion;
    if (seen === resourceVersion) return 'same';
    if (seen === undefined || !this.#ordered) return isSendable(resourceVersion) ? 'newer' : 'foreign';
    if (!isOfHistory(resourceVersion, seen)) return 'foreign';
    return compareResourceVersions(resourceVersion, seen) > 0 ? 'newer' : 'older';
  }

  /** Moves on to the version of a frame. True if that has more digits: the server has come far, or cannot be believed. */
  advance<K extends KubeObject>(frame: Frame<K>, resourceVersion: string): boolean {
    const jumps = this.#ordered && resourceVersion.length > (this.#resourceVersion?.length ?? 0);
    this.#previous = this.#resourceVersion;
    this.#resourceVersion = resourceVersion;
    if (frame.type === 'BOOKMARK') this.#lastType = undefined;
    else {
      this.#lastType = frame.type;
      this.#lastKeyHash = frame.encoded.keyHash;
      this.#newestObject = resourceVersion;
    }
    return jumps;
  }

  /** Whether a frame of the view's version is the one that led here, once more. */
  isRepetition<K extends KubeObject>({ type, encoded }: ObjectEvent<K>): boolean {
    return type === this.#lastType && encoded.keyHash === this.#lastKeyHash;
  }

  /** Whether a frame is of the object of the change that led here. */
  isOfLast<K extends KubeObject>({ encoded }: ObjectEvent<K>): boolean {
    return this.#lastType !== undefined && encoded.keyHash === this.#lastKeyHash;
  }

  /** Whether a frame deletes, under its own version, the object whose change led here. */
  isEndOfLast<K extends KubeObject>(frame: ObjectEvent<K>): boolean {
    const isDeletion = frame.type === 'DELETED' && this.#lastType !== 'DELETED';
    return isDeletion && this.isOfLast(frame) && frame.encoded.resourceVersion === this.#resourceVersion;
  }

  /**
   * Whether a frame of the view's version tells of another object than the one that led here. Of versions with an order,
   * only deletions share one: etcd gives one revision to all that goes with a lease, as Events do that were written in
   * the same minute.
   */
  isFellow<K extends KubeObject>({ type, encoded }: ObjectEvent<K>): boolean {
    const last = this.#lastType;
    if (last === undefined || encoded.keyHash === this.#lastKeyHash) return false;
    return !this.#ordered || (type === 'DELETED' && last === 'DELETED');
  }

  /** Whether an object of this version, which is not newer than the view, may have been told. */
  mayHaveTold(resourceVersion: string): boolean {
    const newest = this.#newestObject;
    return newest !== undefined && (!this.#ordered || compareResourceVersions(resourceVersion, newest) <= 0);
  }

  /** Whether a version is above the last whole list, as far as versions can be ordered. */
  isSinceList(resourceVersion: string): boolean {
    return this.#ordered && compareResourceVersions(resourceVersion, this.#listed) > 0;
  }

  /** Whether a version is from before the view, as far as versions can be ordered. */
  isBefore(resourceVersion: string): boolean {
    const seen = this.#resourceVersion;
    if (seen === undefined || !this.#ordered || !isOrdered(resourceVersion)) return false;
    return compareResourceVersions(resourceVersion, seen) < 0;
  }

  /**
   * Moves to the version of a whole list, of whose objects the newest has `newestObject`. If the list is older than the
   * view, or `isAnew`, as it is of another history, a new epoch begins.
   */
  restart(resourceVersion: string, newestObject?: string, isAnew: boolean = false): void {
    const isNewEpoch = isAnew || this.isBefore(resourceVersion);
    if (isNewEpoch) this.#epoch += 1;
    this.#previous = isNewEpoch ? undefined : this.#resourceVersion;
    this.#resourceVersion = resourceVersion;
    this.#listed = resourceVersion;
    this.#ordered = isOrdered(resourceVersion);
    this.#lastType = undefined;
    this.#newestObject = newestObject;
  }
}

/** Whether what follows a list of this version has an order. 0 is no version: it asks for any. */
export function isOrdered(resourceVersion: string): boolean {
  return isResourceVersion(resourceVersion) && resourceVersion !== '0';
}

/** Whether a history in which `known` is a version with an order can have this one. */
export function isOfHistory(resourceVersion: string, known: string): boolean {
  if (!isOrdered(resourceVersion)) return false;
  return isRevision(resourceVersion) || (!isRevision(known) && isSendable(resourceVersion));
}

function isRevision(resourceVersion: string): boolean {
  return (
    resourceVersion.length < lastRevision.length ||
    compareResourceVersions(resourceVersion, lastRevision) <= 0
  );
}
