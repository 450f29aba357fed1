// Generated from kube-apiserver v1.36.3 by `npm run generate`. Do not edit.

import type { MicroTime, ObjectMeta, Resource } from '@kube-rx/core';
import { coordinationK8sIoV1alpha2LeaseCandidate } from '../tokens.ts';

/** [LeaseCandidate](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#leasecandidate-v1alpha2-coordination-k8s-io) */
export interface LeaseCandidate {
  readonly apiVersion?: 'coordination.k8s.io/v1alpha2';
  readonly kind?: 'LeaseCandidate';
  readonly metadata: ObjectMeta;
  readonly spec: LeaseCandidateSpec;
}

export const LeaseCandidate: Resource<LeaseCandidate, 'Namespaced', never> =
  coordinationK8sIoV1alpha2LeaseCandidate;

/** [LeaseCandidateSpec](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#leasecandidatespec-v1alpha2-coordination-k8s-io) */
export interface LeaseCandidateSpec {
  readonly binaryVersion: string;
  readonly emulationVersion?: string;
  readonly leaseName: string;
  readonly pingTime?: MicroTime;
  readonly renewTime?: MicroTime;
  readonly strategy: string;
}
