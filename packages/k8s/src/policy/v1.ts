// Generated from kube-apiserver v1.36.3 by `npm run generate`. Do not edit.

import type { IntOrString, ObjectMeta, Resource, Time } from '@kube-rx/core';
import type { Condition, DeleteOptions, LabelSelector } from '../meta/v1.ts';
import { policyV1PodDisruptionBudget } from '../tokens.ts';

/** [Eviction](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#eviction-v1-policy) */
export interface Eviction {
  readonly apiVersion?: 'policy/v1';
  readonly kind?: 'Eviction';
  readonly metadata: ObjectMeta;
  readonly deleteOptions?: DeleteOptions;
}

/** [PodDisruptionBudget](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#poddisruptionbudget-v1-policy) */
export interface PodDisruptionBudget {
  readonly apiVersion?: 'policy/v1';
  readonly kind?: 'PodDisruptionBudget';
  readonly metadata: ObjectMeta;
  readonly spec?: PodDisruptionBudgetSpec;
  readonly status?: PodDisruptionBudgetStatus;
}

export const PodDisruptionBudget: Resource<PodDisruptionBudget, 'Namespaced', 'status'> =
  policyV1PodDisruptionBudget;

/** [PodDisruptionBudgetSpec](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#poddisruptionbudgetspec-v1-policy) */
export interface PodDisruptionBudgetSpec {
  readonly maxUnavailable?: IntOrString;
  readonly minAvailable?: IntOrString;
  readonly selector?: LabelSelector;
  readonly unhealthyPodEvictionPolicy?: 'AlwaysAllow' | 'IfHealthyBudget';
}

/** [PodDisruptionBudgetStatus](https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#poddisruptionbudgetstatus-v1-policy) */
export interface PodDisruptionBudgetStatus {
  readonly conditions?: readonly Condition[];
  readonly currentHealthy?: number;
  readonly desiredHealthy?: number;
  readonly disruptedPods?: { readonly [key: string]: Time };
  readonly disruptionsAllowed?: number;
  readonly expectedPods?: number;
  readonly observedGeneration?: number;
}
