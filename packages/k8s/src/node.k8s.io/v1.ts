// Generated from kube-apiserver v1.36.3 by `npm run generate`. Do not edit.

import type { ObjectMeta, Quantity, Resource } from '@kube-rx/core';
import type { Toleration } from '../core/v1.ts';
import { nodeK8sIoV1RuntimeClass } from '../tokens.ts';

/** [Overhead](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#overhead-v1-node-k8s-io) */
export interface Overhead {
  readonly podFixed?: { readonly [key: string]: Quantity };
}

/** [RuntimeClass](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#runtimeclass-v1-node-k8s-io) */
export interface RuntimeClass {
  readonly apiVersion?: 'node.k8s.io/v1';
  readonly kind?: 'RuntimeClass';
  readonly metadata: ObjectMeta;
  readonly handler: string;
  readonly overhead?: Overhead;
  readonly scheduling?: Scheduling;
}

export const RuntimeClass: Resource<RuntimeClass, 'Cluster', never> = nodeK8sIoV1RuntimeClass;

/** [Scheduling](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#scheduling-v1-node-k8s-io) */
export interface Scheduling {
  readonly nodeSelector?: { readonly [key: string]: string };
  readonly tolerations?: readonly Toleration[];
}
