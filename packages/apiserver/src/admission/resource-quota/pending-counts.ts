// Namespaces whose quotas are to be counted anew: many deletions at once are one count.

import type { ServerContext } from '../../server-context.ts';
import { countQuota } from './count.ts';
import { storedQuota } from './stored-quota.ts';

/** By namespace: the names of the resources of which there is less. */
type Pending = Map<string, Set<string>>;

const pending: WeakMap<ServerContext, Pending> = new WeakMap();

/** Before anything else is asked of the server. */
export function countSoon(server: ServerContext, namespace: string, kind: string): void {
  let waiting = pending.get(server);
  if (!waiting) pending.set(server, (waiting = new Map<string, Set<string>>()));
  const kinds = waiting.get(namespace);
  if (kinds) {
    kinds.add(kind);
    return;
  }
  waiting.set(namespace, new Set([kind]));
  queueMicrotask(() => {
    settleQuotas(server, namespace);
  });
}

/** Counts now what is to be counted. */
export function settleQuotas(server: ServerContext, namespace: string): void {
  const waiting = pending.get(server);
  const kinds = waiting?.get(namespace);
  const quotas = server.registry.find('', 'v1', 'resourcequotas');
  if (!waiting || !kinds || !quotas) return;
  waiting.delete(namespace);
  for (const stored of [...quotas.store.objectsIn(namespace)])
    if (!kinds.isDisjointFrom(storedQuota(quotas.store, stored).names)) countQuota(server, quotas, stored);
}
