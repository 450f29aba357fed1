// Generated from kube-apiserver v1.36.3 by `npm run generate`. Do not edit.

import type { ObjectMeta, Resource } from '@kube-rx/core';
import type { Condition } from '../meta/v1.ts';
import { networkingK8sIoV1beta1IPAddress, networkingK8sIoV1beta1ServiceCIDR } from '../tokens.ts';

/** [IPAddress](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#ipaddress-v1beta1-networking-k8s-io) */
export interface IPAddress {
  readonly apiVersion?: 'networking.k8s.io/v1beta1';
  readonly kind?: 'IPAddress';
  readonly metadata: ObjectMeta;
  readonly spec: IPAddressSpec;
}

export const IPAddress: Resource<IPAddress, 'Cluster', never> = networkingK8sIoV1beta1IPAddress;

/** [IPAddressSpec](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#ipaddressspec-v1beta1-networking-k8s-io) */
export interface IPAddressSpec {
  readonly parentRef: ParentReference;
}

/** [ParentReference](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#parentreference-v1beta1-networking-k8s-io) */
export interface ParentReference {
  readonly group?: string;
  readonly name: string;
  readonly namespace?: string;
  readonly resource: string;
}

/** [ServiceCIDR](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#servicecidr-v1beta1-networking-k8s-io) */
export interface ServiceCIDR {
  readonly apiVersion?: 'networking.k8s.io/v1beta1';
  readonly kind?: 'ServiceCIDR';
  readonly metadata: ObjectMeta;
  readonly spec?: ServiceCIDRSpec;
  readonly status?: ServiceCIDRStatus;
}

export const ServiceCIDR: Resource<ServiceCIDR, 'Cluster', 'status'> = networkingK8sIoV1beta1ServiceCIDR;

/** [ServiceCIDRSpec](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#servicecidrspec-v1beta1-networking-k8s-io) */
export interface ServiceCIDRSpec {
  readonly cidrs?: readonly string[];
}

/** [ServiceCIDRStatus](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#servicecidrstatus-v1beta1-networking-k8s-io) */
export interface ServiceCIDRStatus {
  readonly conditions?: readonly Condition[];
}
