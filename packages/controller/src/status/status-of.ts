// The type of an object's status, and of a change of it.

import type { KubeObject } from '@kube-rx/core';

/** @example type DeploymentStatus = StatusOf<Deployment>; */
export type StatusOf<K extends KubeObject> = K extends { readonly status?: infer S } ? NonNullable<S> : never;

/**
 * Fields of a status, each as it shall be as a whole; null and undefined remove one. What is not named stays.
 *
 * @example const change: StatusChange<Deployment> = { replicas: 3, collisionCount: null };
 */
export type StatusChange<K extends KubeObject> = {
  readonly [F in keyof StatusOf<K>]?: StatusOf<K>[F] | null | undefined;
};
