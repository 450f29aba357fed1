// The type of an object's status.

import type { KubeObject } from '@kube-rx/core';

/** @example type DeploymentStatus = StatusOf<Deployment>; */
export type StatusOf<K extends KubeObject> = K extends { readonly status?: infer S } ? NonNullable<S> : never;
