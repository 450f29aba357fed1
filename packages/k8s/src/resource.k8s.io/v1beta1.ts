// Generated from kube-apiserver v1.36.3 by `npm run generate`. Do not edit.

import type { EmbeddedObjectMeta, ObjectMeta, Quantity, Resource, Time } from '@kube-rx/core';
import type { NodeSelector } from '../core/v1.ts';
import type { Condition } from '../meta/v1.ts';
import {
  resourceK8sIoV1beta1DeviceClass,
  resourceK8sIoV1beta1ResourceClaim,
  resourceK8sIoV1beta1ResourceClaimTemplate,
  resourceK8sIoV1beta1ResourceSlice,
} from '../tokens.ts';

/** [AllocatedDeviceStatus](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#allocateddevicestatus-v1beta1-resource-k8s-io) */
export interface AllocatedDeviceStatus {
  readonly conditions?: readonly Condition[];
  readonly data?: { readonly [key: string]: unknown };
  readonly device: string;
  readonly driver: string;
  readonly networkData?: NetworkDeviceData;
  readonly pool: string;
  readonly shareID?: string;
}

/** [AllocationResult](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#allocationresult-v1beta1-resource-k8s-io) */
export interface AllocationResult {
  readonly allocationTimestamp?: Time;
  readonly devices?: DeviceAllocationResult;
  readonly nodeSelector?: NodeSelector;
}

/** [BasicDevice](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#basicdevice-v1beta1-resource-k8s-io) */
export interface BasicDevice {
  readonly allNodes?: boolean;
  readonly allowMultipleAllocations?: boolean;
  readonly attributes?: { readonly [key: string]: DeviceAttribute };
  readonly bindingConditions?: readonly string[];
  readonly bindingFailureConditions?: readonly string[];
  readonly bindsToNode?: boolean;
  readonly capacity?: { readonly [key: string]: DeviceCapacity };
  readonly consumesCounters?: readonly DeviceCounterConsumption[];
  readonly nodeAllocatableResourceMappings?: { readonly [key: string]: NodeAllocatableResourceMapping };
  readonly nodeName?: string;
  readonly nodeSelector?: NodeSelector;
  readonly taints?: readonly DeviceTaint[];
}

/** [CELDeviceSelector](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#celdeviceselector-v1beta1-resource-k8s-io) */
export interface CELDeviceSelector {
  readonly expression: string;
}

/** [CapacityRequestPolicy](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#capacityrequestpolicy-v1beta1-resource-k8s-io) */
export interface CapacityRequestPolicy {
  readonly default?: Quantity;
  readonly validRange?: CapacityRequestPolicyRange;
  readonly validValues?: readonly Quantity[];
}

/** [CapacityRequestPolicyRange](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#capacityrequestpolicyrange-v1beta1-resource-k8s-io) */
export interface CapacityRequestPolicyRange {
  readonly max?: Quantity;
  readonly min: Quantity;
  readonly step?: Quantity;
}

/** [CapacityRequirements](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#capacityrequirements-v1beta1-resource-k8s-io) */
export interface CapacityRequirements {
  readonly requests?: { readonly [key: string]: Quantity };
}

/** [Counter](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#counter-v1beta1-resource-k8s-io) */
export interface Counter {
  readonly value: Quantity;
}

/** [CounterSet](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#counterset-v1beta1-resource-k8s-io) */
export interface CounterSet {
  readonly counters: { readonly [key: string]: Counter };
  readonly name: string;
}

/** [Device](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#device-v1beta1-resource-k8s-io) */
export interface Device {
  readonly basic?: BasicDevice;
  readonly name: string;
}

/** [DeviceAllocationConfiguration](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#deviceallocationconfiguration-v1beta1-resource-k8s-io) */
export interface DeviceAllocationConfiguration {
  readonly opaque?: OpaqueDeviceConfiguration;
  readonly requests?: readonly string[];
  readonly source: 'FromClaim' | 'FromClass';
}

/** [DeviceAllocationResult](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#deviceallocationresult-v1beta1-resource-k8s-io) */
export interface DeviceAllocationResult {
  readonly config?: readonly DeviceAllocationConfiguration[];
  readonly results?: readonly DeviceRequestAllocationResult[];
}

/** [DeviceAttribute](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#deviceattribute-v1beta1-resource-k8s-io) */
export interface DeviceAttribute {
  readonly bool?: boolean;
  readonly bools?: readonly boolean[];
  readonly int?: number;
  readonly ints?: readonly number[];
  readonly string?: string;
  readonly strings?: readonly string[];
  readonly version?: string;
  readonly versions?: readonly string[];
}

/** [DeviceCapacity](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#devicecapacity-v1beta1-resource-k8s-io) */
export interface DeviceCapacity {
  readonly requestPolicy?: CapacityRequestPolicy;
  readonly value: Quantity;
}

/** [DeviceClaim](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#deviceclaim-v1beta1-resource-k8s-io) */
export interface DeviceClaim {
  readonly config?: readonly DeviceClaimConfiguration[];
  readonly constraints?: readonly DeviceConstraint[];
  readonly requests?: readonly DeviceRequest[];
}

/** [DeviceClaimConfiguration](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#deviceclaimconfiguration-v1beta1-resource-k8s-io) */
export interface DeviceClaimConfiguration {
  readonly opaque?: OpaqueDeviceConfiguration;
  readonly requests?: readonly string[];
}

/** [DeviceClass](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#deviceclass-v1beta1-resource-k8s-io) */
export interface DeviceClass {
  readonly apiVersion?: 'resource.k8s.io/v1beta1';
  readonly kind?: 'DeviceClass';
  readonly metadata: ObjectMeta;
  readonly spec: DeviceClassSpec;
}

export const DeviceClass: Resource<DeviceClass, 'Cluster', never> = resourceK8sIoV1beta1DeviceClass;

/** [DeviceClassConfiguration](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#deviceclassconfiguration-v1beta1-resource-k8s-io) */
export interface DeviceClassConfiguration {
  readonly opaque?: OpaqueDeviceConfiguration;
}

/** [DeviceClassSpec](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#deviceclassspec-v1beta1-resource-k8s-io) */
export interface DeviceClassSpec {
  readonly config?: readonly DeviceClassConfiguration[];
  readonly extendedResourceName?: string;
  readonly selectors?: readonly DeviceSelector[];
}

/** [DeviceConstraint](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#deviceconstraint-v1beta1-resource-k8s-io) */
export interface DeviceConstraint {
  readonly distinctAttribute?: string;
  readonly matchAttribute?: string;
  readonly requests?: readonly string[];
}

/** [DeviceCounterConsumption](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#devicecounterconsumption-v1beta1-resource-k8s-io) */
export interface DeviceCounterConsumption {
  readonly counterSet: string;
  readonly counters: { readonly [key: string]: Counter };
}

/** [DeviceRequest](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#devicerequest-v1beta1-resource-k8s-io) */
export interface DeviceRequest {
  readonly adminAccess?: boolean;
  readonly allocationMode?: 'All' | 'ExactCount';
  readonly capacity?: CapacityRequirements;
  readonly count?: number;
  readonly deviceClassName?: string;
  readonly firstAvailable?: readonly DeviceSubRequest[];
  readonly name: string;
  readonly selectors?: readonly DeviceSelector[];
  readonly tolerations?: readonly DeviceToleration[];
}

/** [DeviceRequestAllocationResult](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#devicerequestallocationresult-v1beta1-resource-k8s-io) */
export interface DeviceRequestAllocationResult {
  readonly adminAccess?: boolean;
  readonly bindingConditions?: readonly string[];
  readonly bindingFailureConditions?: readonly string[];
  readonly consumedCapacity?: { readonly [key: string]: Quantity };
  readonly device: string;
  readonly driver: string;
  readonly pool: string;
  readonly request: string;
  readonly shareID?: string;
  readonly tolerations?: readonly DeviceToleration[];
}

/** [DeviceSelector](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#deviceselector-v1beta1-resource-k8s-io) */
export interface DeviceSelector {
  readonly cel?: CELDeviceSelector;
}

/** [DeviceSubRequest](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#devicesubrequest-v1beta1-resource-k8s-io) */
export interface DeviceSubRequest {
  readonly allocationMode?: 'All' | 'ExactCount';
  readonly capacity?: CapacityRequirements;
  readonly count?: number;
  readonly deviceClassName: string;
  readonly name: string;
  readonly selectors?: readonly DeviceSelector[];
  readonly tolerations?: readonly DeviceToleration[];
}

/** [DeviceTaint](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#devicetaint-v1beta1-resource-k8s-io) */
export interface DeviceTaint {
  readonly effect: 'NoExecute' | 'NoSchedule' | 'None';
  readonly key: string;
  readonly timeAdded?: Time;
  readonly value?: string;
}

/** [DeviceToleration](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#devicetoleration-v1beta1-resource-k8s-io) */
export interface DeviceToleration {
  readonly effect?: 'NoExecute' | 'NoSchedule' | 'None';
  readonly key?: string;
  readonly operator?: 'Equal' | 'Exists';
  readonly tolerationSeconds?: number;
  readonly value?: string;
}

/** [NetworkDeviceData](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#networkdevicedata-v1beta1-resource-k8s-io) */
export interface NetworkDeviceData {
  readonly hardwareAddress?: string;
  readonly interfaceName?: string;
  readonly ips?: readonly string[];
}

/** [NodeAllocatableResourceMapping](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#nodeallocatableresourcemapping-v1beta1-resource-k8s-io) */
export interface NodeAllocatableResourceMapping {
  readonly allocationMultiplier?: Quantity;
  readonly capacityKey?: string;
}

/** [OpaqueDeviceConfiguration](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#opaquedeviceconfiguration-v1beta1-resource-k8s-io) */
export interface OpaqueDeviceConfiguration {
  readonly driver: string;
  readonly parameters: { readonly [key: string]: unknown };
}

/** [ResourceClaim](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#resourceclaim-v1beta1-resource-k8s-io) */
export interface ResourceClaim {
  readonly apiVersion?: 'resource.k8s.io/v1beta1';
  readonly kind?: 'ResourceClaim';
  readonly metadata: ObjectMeta;
  readonly spec: ResourceClaimSpec;
  readonly status?: ResourceClaimStatus;
}

export const ResourceClaim: Resource<ResourceClaim, 'Namespaced', 'status'> =
  resourceK8sIoV1beta1ResourceClaim;

/** [ResourceClaimConsumerReference](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#resourceclaimconsumerreference-v1beta1-resource-k8s-io) */
export interface ResourceClaimConsumerReference {
  readonly apiGroup?: string;
  readonly name: string;
  readonly resource: string;
  readonly uid: string;
}

/** [ResourceClaimSpec](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#resourceclaimspec-v1beta1-resource-k8s-io) */
export interface ResourceClaimSpec {
  readonly devices?: DeviceClaim;
}

/** [ResourceClaimStatus](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#resourceclaimstatus-v1beta1-resource-k8s-io) */
export interface ResourceClaimStatus {
  readonly allocation?: AllocationResult;
  readonly devices?: readonly AllocatedDeviceStatus[];
  readonly reservedFor?: readonly ResourceClaimConsumerReference[];
}

/** [ResourceClaimTemplate](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#resourceclaimtemplate-v1beta1-resource-k8s-io) */
export interface ResourceClaimTemplate {
  readonly apiVersion?: 'resource.k8s.io/v1beta1';
  readonly kind?: 'ResourceClaimTemplate';
  readonly metadata: ObjectMeta;
  readonly spec: ResourceClaimTemplateSpec;
}

export const ResourceClaimTemplate: Resource<ResourceClaimTemplate, 'Namespaced', never> =
  resourceK8sIoV1beta1ResourceClaimTemplate;

/** [ResourceClaimTemplateSpec](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#resourceclaimtemplatespec-v1beta1-resource-k8s-io) */
export interface ResourceClaimTemplateSpec {
  readonly metadata?: EmbeddedObjectMeta;
  readonly spec: ResourceClaimSpec;
}

/** [ResourcePool](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#resourcepool-v1beta1-resource-k8s-io) */
export interface ResourcePool {
  readonly generation: number;
  readonly name: string;
  readonly resourceSliceCount: number;
}

/** [ResourceSlice](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#resourceslice-v1beta1-resource-k8s-io) */
export interface ResourceSlice {
  readonly apiVersion?: 'resource.k8s.io/v1beta1';
  readonly kind?: 'ResourceSlice';
  readonly metadata: ObjectMeta;
  readonly spec: ResourceSliceSpec;
}

export const ResourceSlice: Resource<ResourceSlice, 'Cluster', never> = resourceK8sIoV1beta1ResourceSlice;

/** [ResourceSliceSpec](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#resourceslicespec-v1beta1-resource-k8s-io) */
export interface ResourceSliceSpec {
  readonly allNodes?: boolean;
  readonly devices?: readonly Device[];
  readonly driver: string;
  readonly nodeName?: string;
  readonly nodeSelector?: NodeSelector;
  readonly perDeviceNodeSelection?: boolean;
  readonly pool: ResourcePool;
  readonly sharedCounters?: readonly CounterSet[];
}
