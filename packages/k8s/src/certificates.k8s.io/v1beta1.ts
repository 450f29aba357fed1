// Generated from kube-apiserver v1.36.3 by `npm run generate`. Do not edit.

import type { ObjectMeta, Resource, Time } from '@kube-rx/core';
import type { Condition } from '../meta/v1.ts';
import {
  certificatesK8sIoV1beta1ClusterTrustBundle,
  certificatesK8sIoV1beta1PodCertificateRequest,
} from '../tokens.ts';

/** [ClusterTrustBundle](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#clustertrustbundle-v1beta1-certificates-k8s-io) */
export interface ClusterTrustBundle {
  readonly apiVersion?: 'certificates.k8s.io/v1beta1';
  readonly kind?: 'ClusterTrustBundle';
  readonly metadata: ObjectMeta;
  readonly spec: ClusterTrustBundleSpec;
}

export const ClusterTrustBundle: Resource<ClusterTrustBundle, 'Cluster', never> =
  certificatesK8sIoV1beta1ClusterTrustBundle;

/** [ClusterTrustBundleSpec](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#clustertrustbundlespec-v1beta1-certificates-k8s-io) */
export interface ClusterTrustBundleSpec {
  readonly signerName?: string;
  readonly trustBundle: string;
}

/** [PodCertificateRequest](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#podcertificaterequest-v1beta1-certificates-k8s-io) */
export interface PodCertificateRequest {
  readonly apiVersion?: 'certificates.k8s.io/v1beta1';
  readonly kind?: 'PodCertificateRequest';
  readonly metadata: ObjectMeta;
  readonly spec: PodCertificateRequestSpec;
  readonly status?: PodCertificateRequestStatus;
}

export const PodCertificateRequest: Resource<PodCertificateRequest, 'Namespaced', 'status'> =
  certificatesK8sIoV1beta1PodCertificateRequest;

/** [PodCertificateRequestSpec](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#podcertificaterequestspec-v1beta1-certificates-k8s-io) */
export interface PodCertificateRequestSpec {
  readonly maxExpirationSeconds?: number;
  readonly nodeName: string;
  readonly nodeUID: string;
  readonly pkixPublicKey?: string;
  readonly podName: string;
  readonly podUID: string;
  readonly proofOfPossession?: string;
  readonly serviceAccountName: string;
  readonly serviceAccountUID: string;
  readonly signerName: string;
  readonly stubPKCS10Request: string;
  readonly unverifiedUserAnnotations?: { readonly [key: string]: string };
}

/** [PodCertificateRequestStatus](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#podcertificaterequeststatus-v1beta1-certificates-k8s-io) */
export interface PodCertificateRequestStatus {
  readonly beginRefreshAt?: Time;
  readonly certificateChain?: string;
  readonly conditions?: readonly Condition[];
  readonly notAfter?: Time;
  readonly notBefore?: Time;
}
