// Generated from kube-apiserver v1.36.3 by `npm run generate`. Do not edit.

import type { ObjectMeta, Resource, Time } from '@kube-rx/core';
import type { Condition } from '../meta/v1.ts';
import {
  resourceK8sIoV1alpha3DeviceTaintRule,
  resourceK8sIoV1alpha3ResourcePoolStatusRequest,
} from '../tokens.ts';

/** [DeviceTaint](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#devicetaint-v1alpha3-resource-k8s-io) */
export interface DeviceTaint {
  readonly effect: 'NoExecute' | 'NoSchedule' | 'None';
  readonly key: string;
  readonly timeAdded?: Time;
  readonly value?: string;
}

/** [DeviceTaintRule](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#devicetaintrule-v1alpha3-resource-k8s-io) */
export interface DeviceTaintRule {
  readonly apiVersion?: 'resource.k8s.io/v1alpha3';
  readonly kind?: 'DeviceTaintRule';
  readonly metadata: ObjectMeta;
  readonly spec: DeviceTaintRuleSpec;
  readonly status?: DeviceTaintRuleStatus;
}

export const DeviceTaintRule: Resource<DeviceTaintRule, 'Cluster', 'status'> =
  resourceK8sIoV1alpha3DeviceTaintRule;

/** [DeviceTaintRuleSpec](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#devicetaintrulespec-v1alpha3-resource-k8s-io) */
export interface DeviceTaintRuleSpec {
  readonly deviceSelector?: DeviceTaintSelector;
  readonly taint: DeviceTaint;
}

/** [DeviceTaintRuleStatus](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#devicetaintrulestatus-v1alpha3-resource-k8s-io) */
export interface DeviceTaintRuleStatus {
  readonly conditions?: readonly Condition[];
}

/** [DeviceTaintSelector](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#devicetaintselector-v1alpha3-resource-k8s-io) */
export interface DeviceTaintSelector {
  readonly device?: string;
  readonly driver?: string;
  readonly pool?: string;
}

/** [PoolStatus](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#poolstatus-v1alpha3-resource-k8s-io) */
export interface PoolStatus {
  readonly allocatedDevices?: number;
  readonly availableDevices?: number;
  readonly driver: string;
  readonly generation: number;
  readonly nodeName?: string;
  readonly poolName: string;
  readonly resourceSliceCount?: number;
  readonly totalDevices?: number;
  readonly unavailableDevices?: number;
  readonly validationError?: string;
}

/** [ResourcePoolStatusRequest](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#resourcepoolstatusrequest-v1alpha3-resource-k8s-io) */
export interface ResourcePoolStatusRequest {
  readonly apiVersion?: 'resource.k8s.io/v1alpha3';
  readonly kind?: 'ResourcePoolStatusRequest';
  readonly metadata: ObjectMeta;
  readonly spec: ResourcePoolStatusRequestSpec;
  readonly status?: ResourcePoolStatusRequestStatus;
}

export const ResourcePoolStatusRequest: Resource<ResourcePoolStatusRequest, 'Cluster', 'status'> =
  resourceK8sIoV1alpha3ResourcePoolStatusRequest;

/** [ResourcePoolStatusRequestSpec](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#resourcepoolstatusrequestspec-v1alpha3-resource-k8s-io) */
export interface ResourcePoolStatusRequestSpec {
  readonly driver: string;
  readonly limit?: number;
  readonly poolName?: string;
}

/** [ResourcePoolStatusRequestStatus](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#resourcepoolstatusrequeststatus-v1alpha3-resource-k8s-io) */
export interface ResourcePoolStatusRequestStatus {
  readonly conditions?: readonly Condition[];
  readonly poolCount: number;
  readonly pools?: readonly PoolStatus[];
}
