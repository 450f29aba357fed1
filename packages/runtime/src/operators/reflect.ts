// Writes a stream of watcher events to a store.

import type { KubeObject } from '@kube-rx/core';
import { finalize, type MonoTypeOperatorFunction, tap } from 'rxjs';
import type { StoreWriter } from '../reflector/writer.ts';
import type { WatcherEvent } from '../watcher/event.ts';

/**
 * Passes every event on unchanged, after the writer has applied it: whoever sees an event finds the store at
 * least as new. The store doubts an initial state as a reflector does (`confirmMassDeletion`), and gives up its spare
 * memory when the subscription ends; it stays readable, and may be piped to again.
 *
 * @example
 * const { store, writer } = createStore<Pod>();
 * watcher(pods).pipe(reflect(writer)).subscribe();
 */
export function reflect<K extends KubeObject>(
  writer: StoreWriter<K>,
): MonoTypeOperatorFunction<WatcherEvent<K>> {
  return (events) =>
    events.pipe(
      tap((event) => writer.apply(event)),
      finalize(() => writer.close()),
    );
}
