// What an election by a Lease asks for.

import type { ResourceAttributes } from '@kube-rx/core';

/**
 * The rights of a leader elector: to create its Lease, and to read and update it by its name.
 *
 * @example leaseAccess({ name: 'website-operator', namespace: 'shop' }); // of leases.coordination.k8s.io, each with its name
 */
export function leaseAccess(lease: {
  readonly name: string;
  readonly namespace: string;
}): ResourceAttributes[] {
  const { name, namespace } = lease;
  const of = { group: 'coordination.k8s.io', resource: 'leases', namespace };
  return [
    { verb: 'create', ...of },
    { verb: 'get', ...of, name },
    { verb: 'update', ...of, name },
  ];
}
