// What a drain reads of nodes, of the pods on them, and of what manages these.

import { defineResource, type KubeObject, type Resource } from '@kube-rx/core';

/** As much of a Node as a cordon reads. */
export interface ClusterNode extends KubeObject {
  readonly spec?: { readonly unschedulable?: boolean };
}

/** As much of a Pod as a drain reads. */
export interface NodePod extends KubeObject {
  readonly spec?: { readonly volumes?: readonly { readonly emptyDir?: object | null }[] };
  readonly status?: { readonly phase?: string };
}

export const ClusterNode: Resource<ClusterNode, 'Cluster', never> = defineResource<ClusterNode>({
  group: '',
  version: 'v1',
  kind: 'Node',
  plural: 'nodes',
  scope: 'Cluster',
});

export const NodePod: Resource<NodePod, 'Namespaced', 'eviction'> = defineResource<NodePod, 'eviction'>({
  group: '',
  version: 'v1',
  kind: 'Pod',
  plural: 'pods',
  scope: 'Namespaced',
  subresources: ['eviction'],
});

export const NodeDaemonSet: Resource<KubeObject, 'Namespaced', never> = defineResource<KubeObject>({
  group: 'apps',
  version: 'v1',
  kind: 'DaemonSet',
  plural: 'daemonsets',
  scope: 'Namespaced',
});
