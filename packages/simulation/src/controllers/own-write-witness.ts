// C7: no run sees a cache older than what its key wrote, unless the controller has waited in vain.

import type { KubeObject } from '@kube-rx/core';
import type { Store } from '@kube-rx/runtime';
import type { LedgerEntry } from '../ledger.ts';
import { isAtLeast } from './seen-run.ts';

/**
 * How a controller can know of a write of its own:
 *
 * - `answer`: it got the answer.
 * - `question`: it got none, and can ask what there is now. Of what is gone by then there is nothing to be seen.
 * - `nothing`: it cannot.
 */
export type Knowledge = 'answer' | 'question' | 'nothing';

export interface OwnWriteWitnessOptions {
  /** What the controller has in its cache of a resource, as `deployments.apps`. */
  readonly store: (resource: string) => Store<KubeObject> | undefined;
  readonly epoch: () => number;
  /** Virtual milliseconds. */
  readonly now: () => number;
  readonly knowledgeOf: (entry: LedgerEntry) => Knowledge;
  /** The last write of each object that is there, by uid. */
  readonly objects: () => ReadonlyMap<string, LedgerEntry>;
}

// So long a controller waits for what a key wrote; a cache that is later than that is in trouble, and says so.
const keptMs = 60_000;

export class OwnWriteWitness {
  readonly #options: OwnWriteWitnessOptions;
  // What a key wrote, by uid; the last of it.
  readonly #written = new Map<string, Map<string, LedgerEntry>>();
  // Keys whose next run goes ahead without its caches.
  readonly #overdue = new Set<string>();

  constructor(options: OwnWriteWitnessOptions) {
    this.#options = options;
  }

  /** A new process: it knows nothing of what the old one wrote. */
  started(): void {
    this.#written.clear();
    this.#overdue.clear();
  }

  wrote(key: string, entry: LedgerEntry): void {
    const writes = this.#written.get(key) ?? new Map<string, LedgerEntry>();
    this.#written.set(key, writes.set(entry.uid, entry));
  }

  /** The key has waited for its caches for as long as it may. */
  overdue(key: string): void {
    this.#overdue.add(key);
  }

  /** A run begins. Gives what it does not see, in words. */
  began(key: string): string[] {
    const writes = [...(this.#written.get(key)?.values() ?? [])];
    const from = this.#options.now() - keptMs;
    const shown = writes.filter((write) => this.#shows(write));
    const late = writes.filter(
      (write) => !shown.includes(write) && write.at >= from && this.#isToBeSeen(write),
    );
    for (const { uid } of shown) this.#written.get(key)?.delete(uid);
    if (this.#overdue.delete(key)) {
      this.#written.delete(key);
      return [];
    }
    return late.map(
      ({ resource, verb, key: name, resourceVersion = 'its end' }) =>
        `a run of ${key} does not see its own ${verb} of ${resource} ${name} at ${resourceVersion}`,
    );
  }

  #isToBeSeen(write: LedgerEntry): boolean {
    const knowledge = this.#options.knowledgeOf(write);
    if (knowledge !== 'question') return knowledge === 'answer';
    const cached = this.#options.store(write.resource)?.encoded(write.key);
    return this.#options.objects().has(write.uid) || cached?.uid === write.uid;
  }

  /** Whether the cache has come as far as a write. Where there is no cache, nothing is to be seen. */
  #shows(write: LedgerEntry): boolean {
    const store = this.#options.store(write.resource);
    if (!store || write.epoch !== this.#options.epoch()) return true;
    const cached = store.encoded(write.key);
    if (cached?.uid === write.uid) {
      if (!write.gone) return isAtLeast(cached.resourceVersion, write.resourceVersion);
      // What is to be deleted may be seen as such until it is gone. What was to be deleted before is gone by this write.
      return write.verb.startsWith('delete') && cached.object.metadata.deletionTimestamp !== undefined;
    }
    // Another object has the name by now, or none has it: has the cache come so far, or not yet?
    return (
      write.gone ||
      (store.resourceVersion !== undefined && isAtLeast(store.resourceVersion, write.resourceVersion))
    );
  }
}
