// Changes objects on their way to a store.

import type { KubeObject } from '@kube-rx/core';
import { type MonoTypeOperatorFunction, map } from 'rxjs';
import { ObjectWatcherEvent, type WatcherEvent } from '../watcher/event.ts';

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
    const changed = change(structuredClone(event.object));
    return new ObjectWatcherEvent(event.type, event.encoded.withObject(changed));
  });
}
