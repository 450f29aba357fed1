// Namespaces that somebody else chooses: the program, or a selector.

import { type KubeObject, toError } from '@kube-rx/core';
import type { Observable, Subscription } from 'rxjs';
import type { WatcherStatus } from '../watcher/status.ts';
import type { Plan, PlanContext, PlanView } from './plan.ts';

const noneRefused: ReadonlyMap<string, string> = new Map();

export class ChosenNamespaces<K extends KubeObject> implements Plan {
  readonly #names$: Observable<readonly string[]>;
  readonly #context: PlanContext<K>;
  #subscription: Subscription | undefined;
  #wanted: ReadonlySet<string> | undefined;
  #isApplying = false;
  #trouble: Error | undefined;

  constructor(names$: Observable<readonly string[]>, context: PlanContext<K>) {
    this.#names$ = names$;
    this.#context = context;
  }

  get view(): PlanView {
    const error = this.#trouble;
    const why = error && { reason: error.message, error };
    return { kind: this.#wanted ? 'namespaces' : 'pending', refused: noneRefused, ...why };
  }

  /** Of the watch that finds the namespaces. */
  watched({ lastError }: WatcherStatus): void {
    this.#trouble = lastError;
    this.#context.changed();
  }

  start(): void {
    const { fail } = this.#context;
    this.#subscription = this.#names$.subscribe({
      next: (names) => this.#choose(names),
      error: (error: unknown) => fail(toError(error)),
    });
  }

  close(): void {
    this.#subscription?.unsubscribe();
  }

  // A namespace that is forbidden is tried again, as by any watcher: somebody asked for it.
  interrupted(): void {
    this.#context.changed();
  }

  // Reentrant: who is told of what left may choose others.
  #choose(names: readonly string[]): void {
    this.#wanted = new Set(names);
    if (this.#isApplying) return;
    this.#isApplying = true;
    try {
      for (let done: ReadonlySet<string> | undefined; done !== this.#wanted; ) {
        done = this.#wanted;
        this.#apply(done);
      }
    } catch (error) {
      this.#context.fail(toError(error));
    } finally {
      this.#isApplying = false;
    }
  }

  #apply(wanted: ReadonlySet<string>): void {
    const { parts, versions, changed } = this.#context;
    for (const namespace of parts.namespaces) if (!wanted.has(namespace)) parts.leave(namespace);
    if (wanted !== this.#wanted) return;
    for (const namespace of wanted) parts.join(namespace);
    versions.settle(true);
    parts.settle();
    changed();
  }
}
