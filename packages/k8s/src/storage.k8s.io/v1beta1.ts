// Generated from kube-apiserver v1.36.3 by `npm run generate`. Do not edit.

import type { ObjectMeta, Resource } from '@kube-rx/core';
import { storageK8sIoV1beta1VolumeAttributesClass } from '../tokens.ts';

/** [VolumeAttributesClass](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#volumeattributesclass-v1beta1-storage-k8s-io) */
export interface VolumeAttributesClass {
  readonly apiVersion?: 'storage.k8s.io/v1beta1';
  readonly kind?: 'VolumeAttributesClass';
  readonly metadata: ObjectMeta;
  readonly driverName: string;
  readonly parameters?: { readonly [key: string]: string };
}

export const VolumeAttributesClass: Resource<VolumeAttributesClass, 'Cluster', never> =
  storageK8sIoV1beta1VolumeAttributesClass;
