// Generated from kube-apiserver v1.36.3 by `npm run generate`. Do not edit.

import type { ObjectMeta, Resource } from '@kube-rx/core';
import type { Condition } from '../meta/v1.ts';
import { schedulingK8sIoV1alpha2PodGroup, schedulingK8sIoV1alpha2Workload } from '../tokens.ts';

/** [BasicSchedulingPolicy](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#basicschedulingpolicy-v1alpha2-scheduling-k8s-io) */
export type BasicSchedulingPolicy = { readonly [key: string]: unknown };

/** [GangSchedulingPolicy](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#gangschedulingpolicy-v1alpha2-scheduling-k8s-io) */
export interface GangSchedulingPolicy {
  readonly minCount: number;
}

/** [PodGroup](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#podgroup-v1alpha2-scheduling-k8s-io) */
export interface PodGroup {
  readonly apiVersion?: 'scheduling.k8s.io/v1alpha2';
  readonly kind?: 'PodGroup';
  readonly metadata: ObjectMeta;
  readonly spec: PodGroupSpec;
  readonly status?: PodGroupStatus;
}

export const PodGroup: Resource<PodGroup, 'Namespaced', 'status'> = schedulingK8sIoV1alpha2PodGroup;

/** [PodGroupResourceClaim](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#podgroupresourceclaim-v1alpha2-scheduling-k8s-io) */
export interface PodGroupResourceClaim {
  readonly name: string;
  readonly resourceClaimName?: string;
  readonly resourceClaimTemplateName?: string;
}

/** [PodGroupResourceClaimStatus](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#podgroupresourceclaimstatus-v1alpha2-scheduling-k8s-io) */
export interface PodGroupResourceClaimStatus {
  readonly name: string;
  readonly resourceClaimName?: string;
}

/** [PodGroupSchedulingConstraints](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#podgroupschedulingconstraints-v1alpha2-scheduling-k8s-io) */
export interface PodGroupSchedulingConstraints {
  readonly topology?: readonly TopologyConstraint[];
}

/** [PodGroupSchedulingPolicy](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#podgroupschedulingpolicy-v1alpha2-scheduling-k8s-io) */
export interface PodGroupSchedulingPolicy {
  readonly basic?: BasicSchedulingPolicy;
  readonly gang?: GangSchedulingPolicy;
}

/** [PodGroupSpec](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#podgroupspec-v1alpha2-scheduling-k8s-io) */
export interface PodGroupSpec {
  readonly disruptionMode?: 'Pod' | 'PodGroup';
  readonly podGroupTemplateRef?: PodGroupTemplateReference;
  readonly priority?: number;
  readonly priorityClassName?: string;
  readonly resourceClaims?: readonly PodGroupResourceClaim[];
  readonly schedulingConstraints?: PodGroupSchedulingConstraints;
  readonly schedulingPolicy: PodGroupSchedulingPolicy;
}

/** [PodGroupStatus](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#podgroupstatus-v1alpha2-scheduling-k8s-io) */
export interface PodGroupStatus {
  readonly conditions?: readonly Condition[];
  readonly resourceClaimStatuses?: readonly PodGroupResourceClaimStatus[];
}

/** [PodGroupTemplate](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#podgrouptemplate-v1alpha2-scheduling-k8s-io) */
export interface PodGroupTemplate {
  readonly disruptionMode?: 'Pod' | 'PodGroup';
  readonly name: string;
  readonly priority?: number;
  readonly priorityClassName?: string;
  readonly resourceClaims?: readonly PodGroupResourceClaim[];
  readonly schedulingConstraints?: PodGroupSchedulingConstraints;
  readonly schedulingPolicy: PodGroupSchedulingPolicy;
}

/** [PodGroupTemplateReference](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#podgrouptemplatereference-v1alpha2-scheduling-k8s-io) */
export interface PodGroupTemplateReference {
  readonly workload?: WorkloadPodGroupTemplateReference;
}

/** [TopologyConstraint](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#topologyconstraint-v1alpha2-scheduling-k8s-io) */
export interface TopologyConstraint {
  readonly key: string;
}

/** [TypedLocalObjectReference](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#typedlocalobjectreference-v1alpha2-scheduling-k8s-io) */
export interface TypedLocalObjectReference {
  readonly apiGroup?: string;
  readonly kind: string;
  readonly name: string;
}

/** [Workload](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#workload-v1alpha2-scheduling-k8s-io) */
export interface Workload {
  readonly apiVersion?: 'scheduling.k8s.io/v1alpha2';
  readonly kind?: 'Workload';
  readonly metadata: ObjectMeta;
  readonly spec: WorkloadSpec;
}

export const Workload: Resource<Workload, 'Namespaced', never> = schedulingK8sIoV1alpha2Workload;

/** [WorkloadPodGroupTemplateReference](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#workloadpodgrouptemplatereference-v1alpha2-scheduling-k8s-io) */
export interface WorkloadPodGroupTemplateReference {
  readonly podGroupTemplateName: string;
  readonly workloadName: string;
}

/** [WorkloadSpec](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#workloadspec-v1alpha2-scheduling-k8s-io) */
export interface WorkloadSpec {
  readonly controllerRef?: TypedLocalObjectReference;
  readonly podGroupTemplates: readonly PodGroupTemplate[];
}
