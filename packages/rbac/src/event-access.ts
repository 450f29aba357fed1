// What telling Events asks for.

import type { ResourceAttributes } from '@kube-rx/core';

/**
 * The rights of whoever tells Events: to create them, and to patch one that is told again, which few tests do. Without a
 * namespace, in all of them.
 *
 * @example for (const access of eventAccess()) console.log(describeAccess(access)); // 'create events.events.k8s.io', …
 */
export function eventAccess(of: { readonly namespace?: string } = {}): ResourceAttributes[] {
  const { namespace } = of;
  const within = { ...(namespace !== undefined && { namespace }) };
  return ['create', 'patch'].map((verb) => ({ verb, group: 'events.k8s.io', resource: 'events', ...within }));
}
