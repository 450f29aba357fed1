// As much of a Pod as logs and port-forwarding look at. Every part may be missing.

import {
  controllerOf,
  defineResource,
  type KubeObject,
  type Resource,
  type StatusCondition,
} from '@kube-rx/core';

export interface ContainerPort {
  readonly name?: string;
  readonly containerPort?: number;
  readonly protocol?: string;
}

export interface Container {
  readonly name: string;
  readonly ports?: readonly ContainerPort[];
}

export interface ContainerStatus {
  readonly name: string;
  readonly restartCount?: number;
  readonly state?: { readonly running?: object; readonly terminated?: object; readonly waiting?: object };
  readonly lastState?: { readonly terminated?: object };
}

export interface Pod extends KubeObject {
  readonly spec?: {
    readonly containers?: readonly Container[];
    readonly initContainers?: readonly Container[];
    readonly ephemeralContainers?: readonly Container[];
  };
  readonly status?: {
    readonly phase?: string;
    readonly conditions?: readonly StatusCondition[];
    readonly containerStatuses?: readonly ContainerStatus[];
    readonly initContainerStatuses?: readonly ContainerStatus[];
    readonly ephemeralContainerStatuses?: readonly ContainerStatus[];
  };
}

type PodSubresource = 'log' | 'portforward';

export const Pod: Resource<Pod, 'Namespaced', PodSubresource> = defineResource<Pod, PodSubresource>({
  group: '',
  version: 'v1',
  kind: 'Pod',
  plural: 'pods',
  scope: 'Namespaced',
  subresources: ['log', 'portforward'],
});

export const Job: Resource<KubeObject, 'Namespaced', never> = defineResource<KubeObject>({
  group: 'batch',
  version: 'v1',
  kind: 'Job',
  plural: 'jobs',
  scope: 'Namespaced',
});

/** What a Job controls, by that Job's name. */
export function jobOf(pod: Pod): string | undefined {
  const owner = controllerOf(pod);
  return owner?.kind === 'Job' ? owner.name : undefined;
}

/** Whether nothing in it will run any more. */
export function isFinished({ status }: Pod): boolean {
  return status?.phase === 'Succeeded' || status?.phase === 'Failed';
}
