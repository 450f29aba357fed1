// Generated from kube-apiserver v1.36.3 by `npm run generate`. Do not edit.

import type { ObjectMeta, Resource, Time } from '@kube-rx/core';
import { internalApiserverK8sIoV1alpha1StorageVersion } from '../tokens.ts';

/** [ServerStorageVersion](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#serverstorageversion-v1alpha1-internal-apiserver-k8s-io) */
export interface ServerStorageVersion {
  readonly apiServerID: string;
  readonly decodableVersions: readonly string[];
  readonly encodingVersion: string;
  readonly servedVersions?: readonly string[];
}

/** [StorageVersion](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#storageversion-v1alpha1-internal-apiserver-k8s-io) */
export interface StorageVersion {
  readonly apiVersion?: 'internal.apiserver.k8s.io/v1alpha1';
  readonly kind?: 'StorageVersion';
  readonly metadata: ObjectMeta;
  readonly spec?: StorageVersionSpec;
  readonly status?: StorageVersionStatus;
}

export const StorageVersion: Resource<StorageVersion, 'Cluster', 'status'> =
  internalApiserverK8sIoV1alpha1StorageVersion;

/** [StorageVersionCondition](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#storageversioncondition-v1alpha1-internal-apiserver-k8s-io) */
export interface StorageVersionCondition {
  readonly lastTransitionTime?: Time;
  readonly message: string;
  readonly observedGeneration?: number;
  readonly reason: string;
  readonly status: string;
  readonly type: string;
}

/** [StorageVersionSpec](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#storageversionspec-v1alpha1-internal-apiserver-k8s-io) */
export type StorageVersionSpec = { readonly [key: string]: unknown };

/** [StorageVersionStatus](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#storageversionstatus-v1alpha1-internal-apiserver-k8s-io) */
export interface StorageVersionStatus {
  readonly commonEncodingVersion?: string;
  readonly conditions?: readonly StorageVersionCondition[];
  readonly storageVersions?: readonly ServerStorageVersion[];
}
