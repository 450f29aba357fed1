// Tells a view what a cache goes through, from nothing but what the cache tells everybody.

import type { KubeObject, Reflector, WatcherStatus } from 'kube-rx';
import { map, type Observable, of, Subscription, switchMap, timer } from 'rxjs';
import type { View, Vitals } from './view.ts';

const marks = { added: '+', updated: '~', deleted: '-' } as const;

export class Narrator<K extends KubeObject> {
  readonly #cache: Reflector<K>;
  readonly #view: View;
  readonly #subscription = new Subscription();
  #changes = 0;
  #trouble: { readonly since: number; readonly changes: number; readonly relists: number } | undefined;

  constructor(cache: Reflector<K>, view: View, describe: (object: K) => string) {
    this.#cache = cache;
    this.#view = view;
    this.#subscription.add(
      cache.changes$.subscribe(({ type, key, object }) => {
        this.#changes += 1;
        view.change(`${marks[type]} ${key}  ${type === 'deleted' ? '' : describe(object)}`);
      }),
    );
    this.#subscription.add(settledStatus(cache).subscribe((status) => this.#follow(status)));
  }

  get vitals(): Vitals {
    return { size: this.#cache.store.size, changes: this.#changes, status: this.#cache.status };
  }

  close(): void {
    this.#subscription.unsubscribe();
  }

  #follow({ phase, lastError, nextRetryAt, since, counters }: WatcherStatus): void {
    if (phase === 'waiting' && lastError) {
      this.#trouble ??= { since, changes: this.#changes, relists: counters.relists };
      const inMs = Math.max(0, (nextRetryAt ?? 0) - Date.now());
      this.#view.note('trouble', `${lastError.message}; next try in ${(inMs / 1000).toFixed(1)} s`);
    } else if (phase === 'live' && this.#trouble) {
      const { since: began, changes, relists } = this.#trouble;
      const how = counters.relists > relists ? 'read everything again' : 'went on where it was';
      const caughtUp = `${this.#changes - changes} changes came since`;
      this.#view.note(
        'recovery',
        `after ${((since - began) / 1000).toFixed(1)} s the watch ${how}; ${caughtUp}`,
      );
      this.#trouble = undefined;
    }
  }
}

// A watch that the server ends with an error is open for a moment before.
const stableMs = 300;

/** A cache's status, where `live` is told only once it has lasted. */
export function settledStatus(cache: Reflector<KubeObject>): Observable<WatcherStatus> {
  return cache.status$.pipe(
    switchMap((status) => (status.phase === 'live' ? timer(stableMs).pipe(map(() => status)) : of(status))),
  );
}
