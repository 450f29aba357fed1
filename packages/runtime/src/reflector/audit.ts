// Whether what a store holds is what a server says that there is, by a list that is of one moment. The store moves on
// while the list is read and is behind it by what is on its way, so that not every difference is one: what seems to differ
// is looked at again when the store has come to the version of the list, by the same rule.

import { compareResourceVersions, type EncodedObject, type KubeObject } from '@kube-rx/core';
import { isOrdered } from '../watcher/position.ts';
import type { AuditedView } from './audited-view.ts';
import type { Change } from './change.ts';

// What one audit remembers at most. Beyond that it has found enough, or cannot say.
const mostSuspects = 10_000;
const mostTold = 100_000;

/** - `missing`: it exists, and is not held. - `outdated`: an older state is held. - `leftover`: it exists no more. */
export type Difference = 'missing' | 'outdated' | 'leftover';

/** How many objects differ, and the key of one of them. */
export interface Drift extends Readonly<Record<Difference, number>> {
  readonly key: string;
}

/** An object of the list; only of what seems to differ. */
interface Listed {
  readonly uid: string;
  readonly resourceVersion: string;
}

export class Audit<K extends KubeObject> {
  readonly #view: AuditedView<K>;
  readonly #ordered: boolean;
  // By slot: 1 for a key that is listed.
  #listed: Uint8Array;
  // By key: the version of the last deletion that was told since the audit began; without an order, of any change.
  readonly #told = new Map<string, string>();
  // What seems to differ; undefined: it is held and not listed.
  readonly #suspects = new Map<string, Listed | undefined>();
  #version = '';
  #objects = 0;
  // An object of the list has no key that could be read: it may be any that is held.
  #isPartial = false;

  /** `version` is the view's at this moment. Without an order of versions, uids alone are compared. */
  constructor(view: AuditedView<K>, version: string) {
    this.#view = view;
    this.#ordered = isOrdered(version);
    this.#listed = new Uint8Array(view.slotCount);
  }

  /** How many objects were listed. */
  get objects(): number {
    return this.#objects;
  }

  /** Whether so much was told since the audit began that it cannot say anything. */
  get isOverrun(): boolean {
    return this.#told.size > mostTold;
  }

  /** To be told of every change of the store since the audit began. */
  note({ type, key, encoded }: Pick<Change<K>, 'type' | 'key' | 'encoded'>): void {
    if ((type === 'deleted' || !this.#ordered) && !this.isOverrun)
      this.#told.set(key, encoded.resourceVersion);
  }

  /** Takes the next object of the list, and keeps nothing of it. */
  list(listed: EncodedObject<K>): void {
    this.#objects += 1;
    const slot = this.#view.slotOf(listed);
    const held = slot === undefined ? undefined : this.#view.at(slot);
    if (slot !== undefined) this.#mark(slot);
    if (held?.compareVersion(listed) === 0 && held.isSameAs(listed)) return;
    const { key, uid, resourceVersion } = listed;
    const state = { uid, resourceVersion };
    if (this.#difference(key, state, held)) this.#suspect(key, state);
  }

  /** An object of the list could not be decoded. */
  leaveOut(key: string | undefined): void {
    this.#objects += 1;
    const held = key === undefined ? undefined : this.#view.find(key);
    const slot = held && this.#view.slotOf(held);
    if (key === undefined) this.#isPartial = true;
    else if (slot !== undefined) this.#mark(slot);
  }

  /** The list is whole, and has this version: what is held and was not listed seems to be left over. */
  end(version: string): void {
    this.#version = version;
    if (this.#isPartial) return;
    for (const slot of this.#view.slots()) {
      if (this.#listed[slot] === 1) continue;
      const held = this.#view.at(slot);
      const { key } = held;
      if (!this.#suspects.has(key) && this.#difference(key, undefined, held)) this.#suspect(key, undefined);
    }
  }

  /**
   * What differs as of now; undefined if nothing does. It is a drift if the view has come to the version of the list, or
   * should have long ago.
   */
  drift(): Drift | undefined {
    const counts = { missing: 0, outdated: 0, leftover: 0 };
    let first: string | undefined;
    for (const [key, listed] of this.#suspects) {
      const difference = this.#difference(key, listed, this.#view.find(key));
      if (!difference || this.#view.isStale(key)) continue;
      counts[difference] += 1;
      first ??= key;
    }
    return first === undefined ? undefined : { ...counts, key: first };
  }

  #difference(
    key: string,
    listed: Listed | undefined,
    held: EncodedObject<K> | undefined,
  ): Difference | undefined {
    const told = this.#told.get(key);
    if (!this.#ordered && told !== undefined) return undefined;
    if (!held) return !listed || this.#isGone(told, listed) ? undefined : 'missing';
    if (held.uid === listed?.uid) return this.#isBefore(held, listed) ? 'outdated' : undefined;
    // It was written after the list.
    if (this.#ordered && isOlder(this.#version, held.resourceVersion)) return undefined;
    return listed ? 'outdated' : 'leftover';
  }

  #isGone(told: string | undefined, listed: Listed): boolean {
    return told !== undefined && !isOlder(told, listed.resourceVersion);
  }

  #isBefore(held: EncodedObject<K>, listed: Listed): boolean {
    return this.#ordered && isOlder(held.resourceVersion, listed.resourceVersion);
  }

  #suspect(key: string, listed: Listed | undefined): void {
    if (this.#suspects.size < mostSuspects) this.#suspects.set(key, listed);
  }

  #mark(slot: number): void {
    if (slot >= this.#listed.length) {
      const grown = new Uint8Array(2 * slot + 1);
      grown.set(this.#listed);
      this.#listed = grown;
    }
    this.#listed[slot] = 1;
  }
}

/** Whether a version is before another, where that can be known. */
export function isOlder(resourceVersion: string, than: string): boolean {
  return isOrdered(resourceVersion) && isOrdered(than) && compareResourceVersions(resourceVersion, than) < 0;
}
