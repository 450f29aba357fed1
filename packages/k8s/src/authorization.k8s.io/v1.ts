// Generated from kube-apiserver v1.36.3 by `npm run generate`. Do not edit.

import type { ObjectMeta, Resource } from '@kube-rx/core';
import type { FieldSelectorRequirement, LabelSelectorRequirement } from '../meta/v1.ts';
import {
  authorizationK8sIoV1LocalSubjectAccessReview,
  authorizationK8sIoV1SelfSubjectAccessReview,
  authorizationK8sIoV1SelfSubjectRulesReview,
  authorizationK8sIoV1SubjectAccessReview,
} from '../tokens.ts';

/** [FieldSelectorAttributes](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#fieldselectorattributes-v1-authorization-k8s-io) */
export interface FieldSelectorAttributes {
  readonly rawSelector?: string;
  readonly requirements?: readonly FieldSelectorRequirement[];
}

/** [LabelSelectorAttributes](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#labelselectorattributes-v1-authorization-k8s-io) */
export interface LabelSelectorAttributes {
  readonly rawSelector?: string;
  readonly requirements?: readonly LabelSelectorRequirement[];
}

/** [LocalSubjectAccessReview](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#localsubjectaccessreview-v1-authorization-k8s-io) */
export interface LocalSubjectAccessReview {
  readonly apiVersion?: 'authorization.k8s.io/v1';
  readonly kind?: 'LocalSubjectAccessReview';
  readonly metadata: ObjectMeta;
  readonly spec: SubjectAccessReviewSpec;
  readonly status?: SubjectAccessReviewStatus;
}

export const LocalSubjectAccessReview: Resource<LocalSubjectAccessReview, 'Namespaced', never> =
  authorizationK8sIoV1LocalSubjectAccessReview;

/** [NonResourceAttributes](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#nonresourceattributes-v1-authorization-k8s-io) */
export interface NonResourceAttributes {
  readonly path?: string;
  readonly verb?: string;
}

/** [NonResourceRule](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#nonresourcerule-v1-authorization-k8s-io) */
export interface NonResourceRule {
  readonly nonResourceURLs?: readonly string[];
  readonly verbs: readonly string[];
}

/** [ResourceAttributes](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#resourceattributes-v1-authorization-k8s-io) */
export interface ResourceAttributes {
  readonly fieldSelector?: FieldSelectorAttributes;
  readonly group?: string;
  readonly labelSelector?: LabelSelectorAttributes;
  readonly name?: string;
  readonly namespace?: string;
  readonly resource?: string;
  readonly subresource?: string;
  readonly verb?: string;
  readonly version?: string;
}

/** [ResourceRule](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#resourcerule-v1-authorization-k8s-io) */
export interface ResourceRule {
  readonly apiGroups?: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly resources?: readonly string[];
  readonly verbs: readonly string[];
}

/** [SelfSubjectAccessReview](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#selfsubjectaccessreview-v1-authorization-k8s-io) */
export interface SelfSubjectAccessReview {
  readonly apiVersion?: 'authorization.k8s.io/v1';
  readonly kind?: 'SelfSubjectAccessReview';
  readonly metadata: ObjectMeta;
  readonly spec: SelfSubjectAccessReviewSpec;
  readonly status?: SubjectAccessReviewStatus;
}

export const SelfSubjectAccessReview: Resource<SelfSubjectAccessReview, 'Cluster', never> =
  authorizationK8sIoV1SelfSubjectAccessReview;

/** [SelfSubjectAccessReviewSpec](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#selfsubjectaccessreviewspec-v1-authorization-k8s-io) */
export interface SelfSubjectAccessReviewSpec {
  readonly nonResourceAttributes?: NonResourceAttributes;
  readonly resourceAttributes?: ResourceAttributes;
}

/** [SelfSubjectRulesReview](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#selfsubjectrulesreview-v1-authorization-k8s-io) */
export interface SelfSubjectRulesReview {
  readonly apiVersion?: 'authorization.k8s.io/v1';
  readonly kind?: 'SelfSubjectRulesReview';
  readonly metadata: ObjectMeta;
  readonly spec: SelfSubjectRulesReviewSpec;
  readonly status?: SubjectRulesReviewStatus;
}

export const SelfSubjectRulesReview: Resource<SelfSubjectRulesReview, 'Cluster', never> =
  authorizationK8sIoV1SelfSubjectRulesReview;

/** [SelfSubjectRulesReviewSpec](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#selfsubjectrulesreviewspec-v1-authorization-k8s-io) */
export interface SelfSubjectRulesReviewSpec {
  readonly namespace?: string;
}

/** [SubjectAccessReview](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#subjectaccessreview-v1-authorization-k8s-io) */
export interface SubjectAccessReview {
  readonly apiVersion?: 'authorization.k8s.io/v1';
  readonly kind?: 'SubjectAccessReview';
  readonly metadata: ObjectMeta;
  readonly spec: SubjectAccessReviewSpec;
  readonly status?: SubjectAccessReviewStatus;
}

export const SubjectAccessReview: Resource<SubjectAccessReview, 'Cluster', never> =
  authorizationK8sIoV1SubjectAccessReview;

/** [SubjectAccessReviewSpec](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#subjectaccessreviewspec-v1-authorization-k8s-io) */
export interface SubjectAccessReviewSpec {
  readonly extra?: { readonly [key: string]: readonly string[] };
  readonly groups?: readonly string[];
  readonly nonResourceAttributes?: NonResourceAttributes;
  readonly resourceAttributes?: ResourceAttributes;
  readonly uid?: string;
  readonly user?: string;
}

/** [SubjectAccessReviewStatus](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#subjectaccessreviewstatus-v1-authorization-k8s-io) */
export interface SubjectAccessReviewStatus {
  readonly allowed: boolean;
  readonly denied?: boolean;
  readonly evaluationError?: string;
  readonly reason?: string;
}

/** [SubjectRulesReviewStatus](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#subjectrulesreviewstatus-v1-authorization-k8s-io) */
export interface SubjectRulesReviewStatus {
  readonly evaluationError?: string;
  readonly incomplete: boolean;
  readonly nonResourceRules: readonly NonResourceRule[];
  readonly resourceRules: readonly ResourceRule[];
}
