// The running sums of one kind. They follow the history of its store, which tells of every write in order, whoever made
// it; whoever has lost the thread counts anew.

import type { History } from '../../storage/history.ts';
import type { ResourceStore } from '../../storage/resource-store.ts';
import type { StoredChange } from '../../storage/stored-change.ts';
import type { StoredObject } from '../../storage/stored-object.ts';
import type { Evaluator, Measure } from './evaluator.ts';
import { RunningSum } from './running-sum.ts';
import type { StoredQuota } from './stored-quota.ts';

export class KindSums {
  readonly store: ResourceStore;
  readonly #evaluator: Evaluator;
  /** By namespace and by the scopes of quotas. */
  readonly #sums: Map<string, Map<string, RunningSum>> = new Map();
  /** The namespaces of which nobody has read the sums since an object was changed or went. */
  readonly #moved: Set<string> = new Set();
  #history: History;
  #next: number;
  #now = -Infinity;
  #basis: unknown;

  constructor(store: ResourceStore, evaluator: Evaluator) {
    this.store = store;
    this.#evaluator = evaluator;
    this.#history = store.history;
    this.#next = store.history.end;
    this.#basis = evaluator.basis?.();
  }

  get isEmpty(): boolean {
    return this.#sums.size === 0;
  }

  /** What there is now of what `quota` is about. */
  sumFor(namespace: string, { scopes, scopesKey }: StoredQuota, now: number): RunningSum {
    if (now < this.#now) this.#forget();
    this.#now = now;
    this.#follow();
    this.#moved.delete(namespace);
    let sums = this.#sums.get(namespace);
    if (!sums) this.#sums.set(namespace, (sums = new Map<string, RunningSum>()));
    let sum = sums.get(scopesKey);
    if (!sum) {
      sums.set(scopesKey, (sum = new RunningSum(this.#evaluator, scopes)));
      for (const stored of this.store.objectsIn(namespace)) sum.add(stored.key, this.#measure(stored));
    }
    sum.advance(now);
    return sum;
  }

  /** Whether a sum of the namespace may be another one than when it was read last, by what was changed or went. */
  hasMoved(namespace: string): boolean {
    this.#follow();
    return this.#moved.has(namespace) || !this.#sums.has(namespace);
  }

  /** Forgets the sums of a namespace that are about other scopes. */
  keep(namespace: string, scopesKeys: ReadonlySet<string>): void {
    const sums = this.#sums.get(namespace);
    for (const key of sums?.keys() ?? []) if (!scopesKeys.has(key)) sums?.delete(key);
    if (sums?.size === 0) this.#sums.delete(namespace);
  }

  /** Takes in what was written. */
  #follow(): void {
    const { history } = this.store;
    const basis = this.#evaluator.basis?.();
    if (history !== this.#history || !history.holds(this.#next) || basis !== this.#basis) this.#forget();
    else if (this.#sums.size > 0)
      for (let change = history.at(this.#next); change; change = history.at(this.#next)) {
        this.#take(change);
        this.#next += 1;
      }
    this.#history = history;
    this.#next = history.end;
    this.#basis = basis;
  }

  #forget(): void {
    this.#sums.clear();
    this.#moved.clear();
  }

  #take({ type, stored, previous }: StoredChange): void {
    const { key, namespace } = stored;
    const sums = this.#sums.get(namespace);
    if (!sums) return;
    const before = previous && this.#measure(previous);
    const after = type === 'DELETED' ? undefined : this.#measure(stored);
    if (before && after && isSame(before, after)) return;
    if (before) this.#moved.add(namespace);
    for (const sum of sums.values()) {
      if (before) sum.remove(key, before);
      if (after) sum.add(key, after);
    }
  }

  #measure(stored: StoredObject): Measure {
    return this.#evaluator.every ?? this.#evaluator.measure(stored.object);
  }
}

function isSame(a: Measure, b: Measure): boolean {
  return a === b || textOf(a) === textOf(b);
}

function textOf({ usage, marks, until }: Measure): string {
  const amounts = Array.from(usage, ([name, { nanos, format }]) => `${name}=${nanos} ${format}`);
  return JSON.stringify([amounts.toSorted(), [...marks], until?.time ?? null]);
}
