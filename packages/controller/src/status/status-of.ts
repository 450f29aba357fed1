// The type of an object's status, and of a change of it.

import type { KubeObject } from '@kube-rx/core';

/** @example type DeploymentStatus = StatusOf<Deployment>; */
export type StatusOf<K extends KubeObject> = K extends { readonly status?: infer S } ? NonNullable<S> : never;

/** What may be written where `T` is: lists that nobody may change as well. */
type Given<T> = T extends object ? { readonly [F in keyof T]: Given<T[F]> } : T;

/**
 * Fields of a status, each as it shall be as a whole; null and undefined remove one. What is not named stays.
 *
 * @example const change: StatusChange<Deployment> = { replicas: 3, collisionCount: null };
 */
export type StatusChange<K extends KubeObject> = {
  readonly [F in keyof StatusOf<K>]?: Given<StatusOf<K>[F]> | null | undefined;
};
