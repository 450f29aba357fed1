// Generated from kube-apiserver v1.36.3 by `npm run generate`. Do not edit.

import type { Time } from '@kube-rx/core';

/** [APIResource](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#apiresource-v1-meta) */
export interface APIResource {
  readonly categories?: readonly string[];
  readonly group?: string;
  readonly kind: string;
  readonly name: string;
  readonly namespaced: boolean;
  readonly shortNames?: readonly string[];
  readonly singularName: string;
  readonly storageVersionHash?: string;
  readonly verbs: readonly string[];
  readonly version?: string;
}

/** [APIResourceList](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#apiresourcelist-v1-meta) */
export interface APIResourceList {
  readonly apiVersion?: string;
  readonly groupVersion: string;
  readonly kind?: string;
  readonly resources: readonly APIResource[];
}

/** [Condition](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#condition-v1-meta) */
export interface Condition {
  readonly lastTransitionTime: Time;
  readonly message: string;
  readonly observedGeneration?: number;
  readonly reason: string;
  readonly status: string;
  readonly type: string;
}

/** [DeleteOptions](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#deleteoptions-v1-meta) */
export interface DeleteOptions {
  readonly apiVersion?: string;
  readonly dryRun?: readonly string[];
  readonly gracePeriodSeconds?: number;
  readonly ignoreStoreReadErrorWithClusterBreakingPotential?: boolean;
  readonly kind?: string;
  readonly orphanDependents?: boolean;
  readonly preconditions?: Preconditions;
  readonly propagationPolicy?: string;
}

/** [FieldSelectorRequirement](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#fieldselectorrequirement-v1-meta) */
export interface FieldSelectorRequirement {
  readonly key: string;
  readonly operator: string;
  readonly values?: readonly string[];
}

/** [GroupResource](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#groupresource-v1-meta) */
export interface GroupResource {
  readonly group: string;
  readonly resource: string;
}

/** [LabelSelector](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#labelselector-v1-meta) */
export interface LabelSelector {
  readonly matchExpressions?: readonly LabelSelectorRequirement[];
  readonly matchLabels?: { readonly [key: string]: string };
}

/** [LabelSelectorRequirement](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#labelselectorrequirement-v1-meta) */
export interface LabelSelectorRequirement {
  readonly key: string;
  readonly operator: string;
  readonly values?: readonly string[];
}

/** [ListMeta](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#listmeta-v1-meta) */
export interface ListMeta {
  readonly continue?: string;
  readonly remainingItemCount?: number;
  readonly resourceVersion?: string;
  readonly selfLink?: string;
  readonly shardInfo?: ShardInfo;
}

/** [Patch](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#patch-v1-meta) */
export type Patch = { readonly [key: string]: unknown };

/** [Preconditions](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#preconditions-v1-meta) */
export interface Preconditions {
  readonly resourceVersion?: string;
  readonly uid?: string;
}

/** [ShardInfo](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#shardinfo-v1-meta) */
export interface ShardInfo {
  readonly selector: string;
}

/** [Status](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#status-v1-meta) */
export interface Status {
  readonly apiVersion?: string;
  readonly code?: number;
  readonly details?: StatusDetails;
  readonly kind?: string;
  readonly message?: string;
  readonly metadata?: ListMeta;
  readonly reason?: string;
  readonly status?: string;
}

/** [StatusCause](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#statuscause-v1-meta) */
export interface StatusCause {
  readonly field?: string;
  readonly message?: string;
  readonly reason?: string;
}

/** [StatusDetails](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#statusdetails-v1-meta) */
export interface StatusDetails {
  readonly causes?: readonly StatusCause[];
  readonly group?: string;
  readonly kind?: string;
  readonly name?: string;
  readonly retryAfterSeconds?: number;
  readonly uid?: string;
}

/** [WatchEvent](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#watchevent-v1-meta) */
export interface WatchEvent {
  readonly object: { readonly [key: string]: unknown };
  readonly type: string;
}
