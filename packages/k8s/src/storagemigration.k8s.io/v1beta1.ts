// Generated from kube-apiserver v1.36.3 by `npm run generate`. Do not edit.

import type { ObjectMeta, Resource } from '@kube-rx/core';
import type { Condition, GroupResource } from '../meta/v1.ts';
import { storagemigrationK8sIoV1beta1StorageVersionMigration } from '../tokens.ts';

/** [StorageVersionMigration](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#storageversionmigration-v1beta1-storagemigration-k8s-io) */
export interface StorageVersionMigration {
  readonly apiVersion?: 'storagemigration.k8s.io/v1beta1';
  readonly kind?: 'StorageVersionMigration';
  readonly metadata: ObjectMeta;
  readonly spec?: StorageVersionMigrationSpec;
  readonly status?: StorageVersionMigrationStatus;
}

export const StorageVersionMigration: Resource<StorageVersionMigration, 'Cluster', 'status'> =
  storagemigrationK8sIoV1beta1StorageVersionMigration;

/** [StorageVersionMigrationSpec](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#storageversionmigrationspec-v1beta1-storagemigration-k8s-io) */
export interface StorageVersionMigrationSpec {
  readonly resource: GroupResource;
}

/** [StorageVersionMigrationStatus](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#storageversionmigrationstatus-v1beta1-storagemigration-k8s-io) */
export interface StorageVersionMigrationStatus {
  readonly conditions?: readonly Condition[];
  readonly resourceVersion?: string;
}
