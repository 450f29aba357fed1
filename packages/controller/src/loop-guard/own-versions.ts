// What a key wrote lately, by which the echo of a write is known when it comes.

import type { OwnWrite } from '../consistency/own-write.ts';
import type { ReasonType } from '../queue/reason.ts';

/** A change of an object, as a source or a queue tells it. */
export interface ObservedChange {
  readonly type: ReasonType;
  /** The key of the object. */
  readonly object?: string | undefined;
  /** Absent where it is not known. */
  readonly uid?: string | undefined;
  readonly resourceVersion?: string | undefined;
}

// Of one run. The echoes of what it wrote before these are taken for changes by others.
const most = 256;

/** The writes of the last two runs that wrote: a cache shows those of a run before the next one begins, or soon after. */
export class OwnVersions {
  // Made when they are needed: a key that wrote once is remembered for a minute, and there may be many.
  #now: Set<string> | undefined;
  #before: Set<string> | undefined;

  get isEmpty(): boolean {
    return !this.#now && !this.#before;
  }

  /** Returns whether it made something new: a write that changes nothing leaves the version as it was. */
  add(write: OwnWrite): boolean {
    const names = namesOf(write);
    const isNew = names.some((name) => !this.#has(name));
    this.#now ??= new Set();
    for (const name of names) this.#now.add(name);
    for (const name of this.#now) {
      if (this.#now.size <= most) break;
      this.#now.delete(name);
    }
    return isNew;
  }

  /** Whether a change is the echo of one of these writes. */
  includes({ type, object, uid, resourceVersion }: ObservedChange): boolean {
    switch (type) {
      case 'added':
      case 'updated':
        return (
          object !== undefined &&
          resourceVersion !== undefined &&
          this.#has(versionName(object, resourceVersion))
        );
      case 'deleted':
        if (uid !== undefined && this.#has(deletionName(uid))) return true;
        return uid === undefined && object !== undefined && this.#has(deletionName(object));
      case 'requested':
      case 'requeued':
      case 'retried':
        return false;
      default:
        return type satisfies never;
    }
  }

  /** A run begins. */
  turn(): void {
    this.#before = this.#now;
    this.#now = undefined;
  }

  #has(name: string): boolean {
    return this.#now?.has(name) === true || this.#before?.has(name) === true;
  }
}

function namesOf(write: OwnWrite): string[] {
  if (write.type !== 'deleted') return [versionName(write.key, write.resourceVersion)];
  return [deletionName(write.key), ...(write.uid === undefined ? [] : [deletionName(write.uid)])];
}

function versionName(key: string, resourceVersion: string): string {
  return `${resourceVersion} ${key}`;
}

function deletionName(of: string): string {
  return `deleted ${of}`;
}
