// Resources for tests: a namespaced one with subresources, a cluster-scoped one, one known only at run time.

import { type DynamicResource, defineResource, type KubeObject, type Resource } from '@kube-rx/core';

export interface Pod extends KubeObject {
  readonly spec?: { readonly nodeName?: string };
  readonly status?: { readonly phase?: string };
}

export const Pod: Resource<Pod, 'Namespaced', 'status' | 'eviction'> = defineResource<
  Pod,
  'status' | 'eviction'
>({
  group: '',
  version: 'v1',
  kind: 'Pod',
  plural: 'pods',
  scope: 'Namespaced',
  subresources: ['status', 'eviction'],
});

/** A Pod of which only what runs in it counts. */
export const RunningPod: Resource<KubeObject, 'Namespaced', PodStream> = defineResource<
  KubeObject,
  PodStream
>({
  group: '',
  version: 'v1',
  kind: 'Pod',
  plural: 'pods',
  scope: 'Namespaced',
  subresources: ['attach', 'exec', 'log', 'portforward'],
});

type PodStream = 'attach' | 'exec' | 'log' | 'portforward';

export const Deployment: Resource<KubeObject, 'Namespaced', 'status' | 'scale'> = defineResource<
  KubeObject,
  'status' | 'scale'
>({
  group: 'apps',
  version: 'v1',
  kind: 'Deployment',
  plural: 'deployments',
  scope: 'Namespaced',
  subresources: ['status', 'scale'],
});

export const Node: Resource<KubeObject, 'Cluster', never> = defineResource<KubeObject>({
  group: '',
  version: 'v1',
  kind: 'Node',
  plural: 'nodes',
  scope: 'Cluster',
});

export const Anything: DynamicResource = defineResource({
  group: 'example.com',
  version: 'v1',
  kind: 'Thing',
  plural: 'things',
  scope: 'Namespaced',
});

/** A Pod as the server gives it. */
export function pod(name: string, resourceVersion = '1'): Pod {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'shop', resourceVersion } };
}

/** A page of pods as the server gives it: items without apiVersion and kind. */
export function podList(names: readonly string[], metadata: object = {}): object {
  const items = names.map((name) => ({ metadata: { name, namespace: 'shop', resourceVersion: '1' } }));
  return { apiVersion: 'v1', kind: 'PodList', metadata: { resourceVersion: '7', ...metadata }, items };
}

export interface ConfigMap extends KubeObject {
  readonly data?: Readonly<Record<string, string>>;
}

export const ConfigMap: Resource<ConfigMap, 'Namespaced', never> = defineResource<ConfigMap>({
  group: '',
  version: 'v1',
  kind: 'ConfigMap',
  plural: 'configmaps',
  scope: 'Namespaced',
});

export const Secret: Resource<KubeObject, 'Namespaced', never> = defineResource<KubeObject>({
  group: '',
  version: 'v1',
  kind: 'Secret',
  plural: 'secrets',
  scope: 'Namespaced',
});

export const Namespace: Resource<KubeObject, 'Cluster', never> = defineResource<KubeObject>({
  group: '',
  version: 'v1',
  kind: 'Namespace',
  plural: 'namespaces',
  scope: 'Cluster',
});
