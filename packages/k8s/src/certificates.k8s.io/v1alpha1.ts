// Generated from kube-apiserver v1.36.3 by `npm run generate`. Do not edit.

import type { ObjectMeta, Resource } from '@kube-rx/core';
import { certificatesK8sIoV1alpha1ClusterTrustBundle } from '../tokens.ts';

/** [ClusterTrustBundle](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#clustertrustbundle-v1alpha1-certificates-k8s-io) */
export interface ClusterTrustBundle {
  readonly apiVersion?: 'certificates.k8s.io/v1alpha1';
  readonly kind?: 'ClusterTrustBundle';
  readonly metadata: ObjectMeta;
  readonly spec: ClusterTrustBundleSpec;
}

export const ClusterTrustBundle: Resource<ClusterTrustBundle, 'Cluster', never> =
  certificatesK8sIoV1alpha1ClusterTrustBundle;

/** [ClusterTrustBundleSpec](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#clustertrustbundlespec-v1alpha1-certificates-k8s-io) */
export interface ClusterTrustBundleSpec {
  readonly signerName?: string;
  readonly trustBundle: string;
}
