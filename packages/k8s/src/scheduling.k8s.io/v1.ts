// Generated from kube-apiserver v1.36.3 by `npm run generate`. Do not edit.

import type { ObjectMeta, Resource } from '@kube-rx/core';
import { schedulingK8sIoV1PriorityClass } from '../tokens.ts';

/** [PriorityClass](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#priorityclass-v1-scheduling-k8s-io) */
export interface PriorityClass {
  readonly apiVersion?: 'scheduling.k8s.io/v1';
  readonly kind?: 'PriorityClass';
  readonly metadata: ObjectMeta;
  readonly description?: string;
  readonly globalDefault?: boolean;
  readonly preemptionPolicy?: 'Never' | 'PreemptLowerPriority';
  readonly value?: number;
}

export const PriorityClass: Resource<PriorityClass, 'Cluster', never> = schedulingK8sIoV1PriorityClass;
