// Generated from kube-apiserver v1.36.3 by `npm run generate`. Do not edit.

import type { ObjectMeta, Quantity, Resource, Time } from '@kube-rx/core';
import type { PersistentVolumeSpec, TopologySelectorTerm } from '../core/v1.ts';
import type { LabelSelector } from '../meta/v1.ts';
import {
  storageK8sIoV1CSIDriver,
  storageK8sIoV1CSINode,
  storageK8sIoV1CSIStorageCapacity,
  storageK8sIoV1StorageClass,
  storageK8sIoV1VolumeAttachment,
  storageK8sIoV1VolumeAttributesClass,
} from '../tokens.ts';

/** [CSIDriver](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#csidriver-v1-storage-k8s-io) */
export interface CSIDriver {
  readonly apiVersion?: 'storage.k8s.io/v1';
  readonly kind?: 'CSIDriver';
  readonly metadata: ObjectMeta;
  readonly spec: CSIDriverSpec;
}

export const CSIDriver: Resource<CSIDriver, 'Cluster', never> = storageK8sIoV1CSIDriver;

/** [CSIDriverSpec](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#csidriverspec-v1-storage-k8s-io) */
export interface CSIDriverSpec {
  readonly attachRequired?: boolean;
  readonly fsGroupPolicy?: string;
  readonly nodeAllocatableUpdatePeriodSeconds?: number;
  readonly podInfoOnMount?: boolean;
  readonly preventPodSchedulingIfMissing?: boolean;
  readonly requiresRepublish?: boolean;
  readonly seLinuxMount?: boolean;
  readonly serviceAccountTokenInSecrets?: boolean;
  readonly storageCapacity?: boolean;
  readonly tokenRequests?: readonly TokenRequest[];
  readonly volumeLifecycleModes?: readonly string[];
}

/** [CSINode](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#csinode-v1-storage-k8s-io) */
export interface CSINode {
  readonly apiVersion?: 'storage.k8s.io/v1';
  readonly kind?: 'CSINode';
  readonly metadata: ObjectMeta;
  readonly spec: CSINodeSpec;
}

export const CSINode: Resource<CSINode, 'Cluster', never> = storageK8sIoV1CSINode;

/** [CSINodeDriver](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#csinodedriver-v1-storage-k8s-io) */
export interface CSINodeDriver {
  readonly allocatable?: VolumeNodeResources;
  readonly name: string;
  readonly nodeID: string;
  readonly topologyKeys?: readonly string[];
}

/** [CSINodeSpec](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#csinodespec-v1-storage-k8s-io) */
export interface CSINodeSpec {
  readonly drivers: readonly CSINodeDriver[];
}

/** [CSIStorageCapacity](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#csistoragecapacity-v1-storage-k8s-io) */
export interface CSIStorageCapacity {
  readonly apiVersion?: 'storage.k8s.io/v1';
  readonly kind?: 'CSIStorageCapacity';
  readonly metadata: ObjectMeta;
  readonly capacity?: Quantity;
  readonly maximumVolumeSize?: Quantity;
  readonly nodeTopology?: LabelSelector;
  readonly storageClassName: string;
}

export const CSIStorageCapacity: Resource<CSIStorageCapacity, 'Namespaced', never> =
  storageK8sIoV1CSIStorageCapacity;

/** [StorageClass](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#storageclass-v1-storage-k8s-io) */
export interface StorageClass {
  readonly apiVersion?: 'storage.k8s.io/v1';
  readonly kind?: 'StorageClass';
  readonly metadata: ObjectMeta;
  readonly allowVolumeExpansion?: boolean;
  readonly allowedTopologies?: readonly TopologySelectorTerm[];
  readonly mountOptions?: readonly string[];
  readonly parameters?: { readonly [key: string]: string };
  readonly provisioner: string;
  readonly reclaimPolicy?: 'Delete' | 'Recycle' | 'Retain';
  readonly volumeBindingMode?: 'Immediate' | 'WaitForFirstConsumer';
}

export const StorageClass: Resource<StorageClass, 'Cluster', never> = storageK8sIoV1StorageClass;

/** [TokenRequest](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#tokenrequest-v1-storage-k8s-io) */
export interface TokenRequest {
  readonly audience: string;
  readonly expirationSeconds?: number;
}

/** [VolumeAttachment](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#volumeattachment-v1-storage-k8s-io) */
export interface VolumeAttachment {
  readonly apiVersion?: 'storage.k8s.io/v1';
  readonly kind?: 'VolumeAttachment';
  readonly metadata: ObjectMeta;
  readonly spec: VolumeAttachmentSpec;
  readonly status?: VolumeAttachmentStatus;
}

export const VolumeAttachment: Resource<VolumeAttachment, 'Cluster', 'status'> =
  storageK8sIoV1VolumeAttachment;

/** [VolumeAttachmentSource](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#volumeattachmentsource-v1-storage-k8s-io) */
export interface VolumeAttachmentSource {
  readonly inlineVolumeSpec?: PersistentVolumeSpec;
  readonly persistentVolumeName?: string;
}

/** [VolumeAttachmentSpec](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#volumeattachmentspec-v1-storage-k8s-io) */
export interface VolumeAttachmentSpec {
  readonly attacher: string;
  readonly nodeName: string;
  readonly source: VolumeAttachmentSource;
}

/** [VolumeAttachmentStatus](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#volumeattachmentstatus-v1-storage-k8s-io) */
export interface VolumeAttachmentStatus {
  readonly attachError?: VolumeError;
  readonly attached: boolean;
  readonly attachmentMetadata?: { readonly [key: string]: string };
  readonly detachError?: VolumeError;
}

/** [VolumeAttributesClass](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#volumeattributesclass-v1-storage-k8s-io) */
export interface VolumeAttributesClass {
  readonly apiVersion?: 'storage.k8s.io/v1';
  readonly kind?: 'VolumeAttributesClass';
  readonly metadata: ObjectMeta;
  readonly driverName: string;
  readonly parameters?: { readonly [key: string]: string };
}

export const VolumeAttributesClass: Resource<VolumeAttributesClass, 'Cluster', never> =
  storageK8sIoV1VolumeAttributesClass;

/** [VolumeError](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#volumeerror-v1-storage-k8s-io) */
export interface VolumeError {
  readonly errorCode?: number;
  readonly message?: string;
  readonly time?: Time;
}

/** [VolumeNodeResources](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#volumenoderesources-v1-storage-k8s-io) */
export interface VolumeNodeResources {
  readonly count?: number;
}
