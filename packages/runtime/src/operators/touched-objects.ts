// Maps watcher events to the objects that changed, deleted ones included.

import type { KubeObject } from '@kube-rx/core';
import { filter, map, type OperatorFunction, pipe } from 'rxjs';
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
