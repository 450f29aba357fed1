// Generated from kube-apiserver v1.36.3 by `npm run generate`. Do not edit.

import type { ObjectMeta, Resource, Time } from '@kube-rx/core';
import { authenticationK8sIoV1SelfSubjectReview, authenticationK8sIoV1TokenReview } from '../tokens.ts';

/** [BoundObjectReference](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#boundobjectreference-v1-authentication-k8s-io) */
export interface BoundObjectReference {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly name?: string;
  readonly uid?: string;
}

/** [SelfSubjectReview](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#selfsubjectreview-v1-authentication-k8s-io) */
export interface SelfSubjectReview {
  readonly apiVersion?: 'authentication.k8s.io/v1';
  readonly kind?: 'SelfSubjectReview';
  readonly metadata: ObjectMeta;
  readonly status?: SelfSubjectReviewStatus;
}

export const SelfSubjectReview: Resource<SelfSubjectReview, 'Cluster', never> =
  authenticationK8sIoV1SelfSubjectReview;

/** [SelfSubjectReviewStatus](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#selfsubjectreviewstatus-v1-authentication-k8s-io) */
export interface SelfSubjectReviewStatus {
  readonly userInfo?: UserInfo;
}

/** [TokenRequest](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#tokenrequest-v1-authentication-k8s-io) */
export interface TokenRequest {
  readonly apiVersion?: 'authentication.k8s.io/v1';
  readonly kind?: 'TokenRequest';
  readonly metadata: ObjectMeta;
  readonly spec?: TokenRequestSpec;
  readonly status?: TokenRequestStatus;
}

/** [TokenRequestSpec](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#tokenrequestspec-v1-authentication-k8s-io) */
export interface TokenRequestSpec {
  readonly audiences?: readonly string[];
  readonly boundObjectRef?: BoundObjectReference;
  readonly expirationSeconds?: number;
}

/** [TokenRequestStatus](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#tokenrequeststatus-v1-authentication-k8s-io) */
export interface TokenRequestStatus {
  readonly expirationTimestamp?: Time;
  readonly token?: string;
}

/** [TokenReview](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#tokenreview-v1-authentication-k8s-io) */
export interface TokenReview {
  readonly apiVersion?: 'authentication.k8s.io/v1';
  readonly kind?: 'TokenReview';
  readonly metadata: ObjectMeta;
  readonly spec: TokenReviewSpec;
  readonly status?: TokenReviewStatus;
}

export const TokenReview: Resource<TokenReview, 'Cluster', never> = authenticationK8sIoV1TokenReview;

/** [TokenReviewSpec](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#tokenreviewspec-v1-authentication-k8s-io) */
export interface TokenReviewSpec {
  readonly audiences?: readonly string[];
  readonly token: string;
}

/** [TokenReviewStatus](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#tokenreviewstatus-v1-authentication-k8s-io) */
export interface TokenReviewStatus {
  readonly audiences?: readonly string[];
  readonly authenticated?: boolean;
  readonly error?: string;
  readonly user?: UserInfo;
}

/** [UserInfo](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#userinfo-v1-authentication-k8s-io) */
export interface UserInfo {
  readonly extra?: { readonly [key: string]: readonly string[] };
  readonly groups?: readonly string[];
  readonly uid?: string;
  readonly username?: string;
}
