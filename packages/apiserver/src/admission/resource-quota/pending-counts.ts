// Namespaces whose quotas are to be counted anew: many deletions at once are one count.

import type { ServerContext } from '../../server-context.ts';
import { countQuota } from './count.ts';

const pending: WeakMap<ServerContext, Set<string>> = new WeakMap();

/** Before anything else is asked of the server. */
export function countSoon(server: ServerContext, namespace: string): void {
  let waiting = pending.get(server);
  if (!waiting) pending.set(server, (waiting = new Set()));
  if (waiting.has(namespace)) return;
  waiting.add(namespace);
  queueMicrotask(() => {
    settleQuotas(server, namespace);
  });
}

/** Counts now what is to be counted. */
export function settleQuotas(server: ServerContext, namespace: string): void {
  if (pending.get(server)?.delete(namespace) !== true) return;
  const quotas = server.registry.find('', 'v1', 'resourcequotas');
  if (!quotas) return;
  for (const stored of [...quotas.store.objectsIn(namespace)]) countQuota(server, quotas, stored);
}
