// What runs containers, as tests of their logs and ports need it.

import { type DynamicObject, defineResource, type KubeObject, type Resource } from '@kube-rx/core';

export interface Pod extends KubeObject {
  readonly spec?: object;
  readonly status?: object;
}

export const Pod: Resource<Pod> = defineResource<Pod>({
  group: '',
  version: 'v1',
  kind: 'Pod',
  plural: 'pods',
  scope: 'Namespaced',
});

export const Deployment: Resource<DynamicObject> = defineResource<DynamicObject>({
  group: 'apps',
  version: 'v1',
  kind: 'Deployment',
  plural: 'deployments',
  scope: 'Namespaced',
});
