// Generated from kube-apiserver v1.36.3 by `npm run generate`. Do not edit.

import type { ObjectMeta, Resource, Time } from '@kube-rx/core';
import { autoscalingV1HorizontalPodAutoscaler } from '../tokens.ts';

/** [CrossVersionObjectReference](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#crossversionobjectreference-v1-autoscaling) */
export interface CrossVersionObjectReference {
  readonly apiVersion?: string;
  readonly kind: string;
  readonly name: string;
}

/** [HorizontalPodAutoscaler](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#horizontalpodautoscaler-v1-autoscaling) */
export interface HorizontalPodAutoscaler {
  readonly apiVersion?: 'autoscaling/v1';
  readonly kind?: 'HorizontalPodAutoscaler';
  readonly metadata: ObjectMeta;
  readonly spec: HorizontalPodAutoscalerSpec;
  readonly status?: HorizontalPodAutoscalerStatus;
}

export const HorizontalPodAutoscaler: Resource<HorizontalPodAutoscaler, 'Namespaced', 'status'> =
  autoscalingV1HorizontalPodAutoscaler;

/** [HorizontalPodAutoscalerSpec](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#horizontalpodautoscalerspec-v1-autoscaling) */
export interface HorizontalPodAutoscalerSpec {
  readonly maxReplicas: number;
  readonly minReplicas?: number;
  readonly scaleTargetRef: CrossVersionObjectReference;
  readonly targetCPUUtilizationPercentage?: number;
}

/** [HorizontalPodAutoscalerStatus](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#horizontalpodautoscalerstatus-v1-autoscaling) */
export interface HorizontalPodAutoscalerStatus {
  readonly currentCPUUtilizationPercentage?: number;
  readonly currentReplicas: number;
  readonly desiredReplicas: number;
  readonly lastScaleTime?: Time;
  readonly observedGeneration?: number;
}

/** [Scale](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#scale-v1-autoscaling) */
export interface Scale {
  readonly apiVersion?: 'autoscaling/v1';
  readonly kind?: 'Scale';
  readonly metadata: ObjectMeta;
  readonly spec?: ScaleSpec;
  readonly status?: ScaleStatus;
}

/** [ScaleSpec](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#scalespec-v1-autoscaling) */
export interface ScaleSpec {
  readonly replicas?: number;
}

/** [ScaleStatus](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#scalestatus-v1-autoscaling) */
export interface ScaleStatus {
  readonly replicas: number;
  readonly selector?: string;
}
