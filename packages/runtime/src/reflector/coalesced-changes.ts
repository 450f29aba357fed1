// Changes for a slow consumer: the newest state of each object, not every state in between.

import { type KubeObject, onAbort, PullQueue } from '@kube-rx/core';
import { Backlog } from './backlog.ts';
import type { Change } from './change.ts';
import type { Store } from './store.ts';

// Changes told before the event loop turns. A consumer that never waits would block it otherwise.
const mostInATurn = 100;

/**
 * Everything in the store as `added`, then what changes. Level-triggered: changes of one object between two turns of
 * the loop are coalesced, and only the outcome is told (without `previous`). The backlog of a slow consumer is bounded
 * by the objects in the store and those that it was told of. It slows neither the watch nor other consumers.
 *
 * Guarantees: the changes are consistent in order: nothing is updated or deleted that was not added.
 * Ends by leaving the loop, or when the signal fires.
 *
 * @example
 * const { store } = reflector(pods);
 * for await (const { type, key } of coalescedChanges(store, { signal })) console.log(type, key);
 */
export async function* coalescedChanges<K extends KubeObject>(
  store: Store<K>,
  options: { readonly signal?: AbortSignal } = {},
): AsyncGenerator<Change<K>, undefined, undefined> {
  const { signal } = options;
  const changes = new PullQueue<Change<K>>({ pull: () => (signal?.aborted ? undefined : backlog.shift()) });
  // A waiting consumer reads when the caller that changes the store is done: what it is told is the outcome.
  let isWaking = false;
  const backlog = new Backlog<K>(store, () => {
    if (isWaking) return;
    isWaking = true;
    queueMicrotask(() => {
      isWaking = false;
      changes.wake();
    });
  });
  const stopListening = onAbort(signal, () => changes.end());
  try {
    let told = 0;
    for await (const change of changes) {
      yield change;
      told += 1;
      if (told % mostInATurn === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    return undefined;
  } finally {
    backlog.close();
    stopListening();
  }
}
