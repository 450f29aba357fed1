// Maps watcher events to the objects that exist.

import type { KubeObject } from '@kube-rx/core';
import { filter, map, type OperatorFunction, pipe } from 'rxjs';
import { ObjectWatcherEvent, type WatcherEvent } from '../watcher/event.ts';

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
    filter((event) => event instanceof ObjectWatcherEvent),
    filter((event) => event.type !== 'Delete'),
    map((event) => event.object),
  );
}
