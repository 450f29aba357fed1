// The watcher as users see it: a cold observable that heals itself.

import type { KubeObject } from '@kube-rx/core';
import { Observable } from 'rxjs';
import { WatcherDriver } from './driver.ts';
import type { WatcherEvent } from './event.ts';
import { resolveWatcherOptions, type WatcherOptions } from './options.ts';
import type { ListWatch } from './source.ts';
import { withErrorsOnce } from './status.ts';

/**
 * Watches a resource: first all objects as they are, then every change, for ever.
 *
 * Guarantees: whatever the network and the server do, the consumer's view converges to the server's; no
 * change is lost silently; within an epoch no object goes back to an older version; trouble is told as
 * `Interrupted` events and never ends the observable. It errors only by `stopOn` and for an invalid request, and completes
 * only when its client was closed.
 *
 * Caveats: each subscription is a watch of its own (a `reflector` shares one). Objects deleted while the
 * watch was away are missing between `Init` and `InitDone` instead of being told as `Delete`; a store turns
 * that into deletions. Events are delivered as they are read: a slow subscriber slows the reading.
 *
 * @throws InvalidRequestError at once for a bad selector or option.
 * @example
 * watcher(Api.all(client, Pod)).pipe(appliedObjects()).subscribe((pod) => console.log(pod.metadata.name));
 */
export function watcher<K extends KubeObject>(
  source: ListWatch<K>,
  options: WatcherOptions = {},
): Observable<WatcherEvent<K>> {
  const resolved = resolveWatcherOptions(options);
  return new Observable((subscriber) => {
    const once = withErrorsOnce();
    const onStatus: typeof resolved.onStatus = (status) => resolved.onStatus(once(status));
    const driver = new WatcherDriver(source, { ...resolved, onStatus }, subscriber);
    driver.start();
    return () => driver.close();
  });
}
