// Operators on a watcher's events.

import { cloneExact, type KubeObject } from '@kube-rx/core';
import { filter, finalize, type MonoTypeOperatorFunction, map, type OperatorFunction, pipe, tap } from 'rxjs';
import type { StoreWriter } from '../reflector/writer.ts';
import { ObjectWatcherEvent, type WatcherEvent } from '../watcher/event.ts';

/**
 * The object of every `InitApply`, `Apply` and `Delete`, in order. A deletion gives the last state, and looks
 * like any other object; one that the watch did not see is not told at all.
 *
 * ```
 * Init InitApply(a) InitDone Apply(b) Delete(a)
 *      a                     b        a
 * ```
 *
 * @example
 * watcher(pods).pipe(touchedObjects()).subscribe((pod) => console.log(pod.metadata.name, 'changed'));
 */
export function touchedObjects<K extends KubeObject>(): OperatorFunction<WatcherEvent<K>, K> {
  return pipe(
    filter((event) => event instanceof ObjectWatcherEvent),
    map((event) => event.object),
  );
}

/**
 * The object of every `InitApply` and `Apply`, in order; deletions and everything else are left out. After
 * trouble the objects may all come again.
 *
 * ```
 * Init InitApply(a) InitDone Apply(b) Delete(a)
 *      a                     b
 * ```
 *
 * @example
 * watcher(pods).pipe(appliedObjects()).subscribe((pod) => console.log(pod.metadata.name, 'exists'));
 */
export function appliedObjects<K extends KubeObject>(): OperatorFunction<WatcherEvent<K>, K> {
  return pipe(
    filter((event) => event.type !== 'Delete'),
    touchedObjects(),
  );
}

/**
 * Replaces the object of every `InitApply`, `Apply` and `Delete` by what `change` makes of it, as to drop
 * fields that nobody reads. `change` gets a copy of its own and may write to it; name, namespace, uid and
 * resourceVersion must stay. It is called once for each event; what it throws errors the stream.
 *
 * @example
 * watcher(pods).pipe(modify(({ status: _, ...pod }) => pod), reflect(writer))
 */
export function modify<K extends KubeObject>(
  change: (object: K) => K,
): MonoTypeOperatorFunction<WatcherEvent<K>> {
  return map((event) => {
    if (!(event instanceof ObjectWatcherEvent)) return event;
    const changed = change(cloneExact(event.object));
    return new ObjectWatcherEvent(event.type, event.encoded.withObject(changed));
  });
}

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
  return pipe(
    tap((event) => writer.apply(event)),
    finalize(() => writer.close()),
  );
}
