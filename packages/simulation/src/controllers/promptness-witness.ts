// C9: once the world is calm and all was seen, a run sees a change at once.

import { type Resource, resourceName } from '@kube-rx/core';
import type { LedgerEntry } from '../ledger.ts';
import { keyOfEntry } from './key-of-entry.ts';
import { hasSeen, type SeenRun } from './seen-run.ts';

export interface PromptnessWitnessOptions {
  readonly primary: Resource;
  /** The last write of each object that is there, by uid. */
  readonly objects: () => ReadonlyMap<string, LedgerEntry>;
  /** How soon a run sees a change, in virtual milliseconds. */
  readonly promptMs: number;
  readonly now: () => number;
}

/** The last write of an object that a run is to see. */
interface AwaitedWrite {
  readonly key: string;
  /** Since when no run has seen the object as it was. */
  readonly since: number;
  readonly entry: LedgerEntry;
}

export class PromptnessWitness {
  readonly #options: PromptnessWitnessOptions;
  // What others wrote, and no run has seen yet; by uid.
  readonly #awaited = new Map<string, AwaitedWrite>();
  #isSettled = false;

  constructor(options: PromptnessWitnessOptions) {
    this.#options = options;
  }

  /** All was seen, and nothing disturbs it any more: from here on it is prompt. */
  settled(): void {
    this.#isSettled = true;
  }

  /** Somebody else wrote. */
  wrote(entry: LedgerEntry): void {
    if (!this.#isSettled) return;
    const { primary, objects } = this.#options;
    const key = keyOfEntry(primary, entry);
    const isPrimary = entry.resource === resourceName(primary);
    const owner = isPrimary ? entry.uid : (entry.owner ?? entry.ownerBefore)?.uid;
    // Of a primary that is gone, no run is due.
    if (key === undefined || owner === undefined || !objects().has(owner)) return;
    const since = this.#awaited.get(entry.uid)?.since ?? entry.at;
    this.#awaited.set(entry.uid, { key, since, entry });
  }

  /** The controller itself has taken an object away: it need not see any more what somebody had made of it. */
  removed(uid: string): void {
    this.#awaited.delete(uid);
  }

  /** A run begins. Gives what it comes too late for, in words. */
  began(key: string, run: SeenRun): string[] {
    const { now, promptMs } = this.#options;
    const late: string[] = [];
    for (const [uid, { key: of, since, entry }] of this.#awaited) {
      if (of !== key) continue;
      const { verb, resource, key: name } = entry;
      const lateMs = now() - since;
      if (lateMs > promptMs)
        late.push(`no run of ${key} saw the ${verb} of ${resource} ${name} for ${lateMs} ms`);
      if (hasSeen(run, entry)) this.#awaited.delete(uid);
      else this.#awaited.set(uid, { key, since: entry.at, entry });
    }
    return late;
  }
}
