// Changes for a consumer that takes its time: what is, not everything that was.

import type { KubeObject } from '@kube-rx/core';
import { Backlog } from './backlog.ts';
import type { Change } from './change.ts';
import type { Store } from './store.ts';

// Told before the event loop goes round: a loop that waits for nothing would hold it up until all is told.
const mostInATurn = 100;

/**
 * Everything in the store as `added`, then what changes, for as long as the loop goes on. Level-triggered: of
 * several changes of one object between two turns only the outcome is told (without `previous`), so that a slow
 * consumer's backlog is bounded by the objects that there are and those it was told of, and it never slows the watch or
 * anybody else.
 *
 * Guarantees: told in turn, the changes always add up: nothing is deleted or updated that was not added.
 * Ends by leaving the loop, or when the signal fires.
 */
export async function* coalescedChanges<K extends KubeObject>(
  store: Store<K>,
  options: { readonly signal?: AbortSignal } = {},
): AsyncGenerator<Change<K>, undefined, undefined> {
  const { signal } = options;
  const backlog = new Backlog<K>(store);
  const unobserve = store.observeBatches((batch) => {
    for (const change of batch) backlog.note(change);
  });
  const abort = (): void => backlog.wake();
  signal?.addEventListener('abort', abort);
  try {
    for (let told = 0; !signal?.aborted; ) {
      const change = backlog.shift();
      if (!change) await backlog.more();
      else {
        yield change;
        told += 1;
        if (told % mostInATurn === 0) await new Promise((resolve) => setImmediate(resolve));
      }
    }
    return undefined;
  } finally {
    unobserve();
    backlog.close();
    signal?.removeEventListener('abort', abort);
  }
}
