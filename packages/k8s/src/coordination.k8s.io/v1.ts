// Generated from kube-apiserver v1.36.3 by `npm run generate`. Do not edit.

import type { MicroTime, ObjectMeta, Resource } from '@kube-rx/core';
import { coordinationK8sIoV1Lease } from '../tokens.ts';

/** [Lease](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#lease-v1-coordination-k8s-io) */
export interface Lease {
  readonly apiVersion?: 'coordination.k8s.io/v1';
  readonly kind?: 'Lease';
  readonly metadata: ObjectMeta;
  readonly spec?: LeaseSpec;
}

export const Lease: Resource<Lease, 'Namespaced', never> = coordinationK8sIoV1Lease;

/** [LeaseSpec](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#leasespec-v1-coordination-k8s-io) */
export interface LeaseSpec {
  readonly acquireTime?: MicroTime;
  readonly holderIdentity?: string;
  readonly leaseDurationSeconds?: number;
  readonly leaseTransitions?: number;
  readonly preferredHolder?: string;
  readonly renewTime?: MicroTime;
  readonly strategy?: string;
}
