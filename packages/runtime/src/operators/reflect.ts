// Feeds a store from a stream of watcher events.

import type { KubeObject } from '@kube-rx/core';
import { type MonoTypeOperatorFunction, tap } from 'rxjs';
import type { StoreWriter } from '../reflector/writer.ts';
import type { WatcherEvent } from '../watcher/event.ts';

/**
 * Passes every event on unchanged, after the writer has taken it: whoever sees an event finds the store at
 * least as new.
 *
 * @example
 * const { store, writer } = createStore<Pod>();
 * watcher(pods).pipe(reflect(writer)).subscribe();
 */
export function reflect<K extends KubeObject>(
  writer: StoreWriter<K>,
): MonoTypeOperatorFunction<WatcherEvent<K>> {
  return tap((event) => writer.apply(event));
}
