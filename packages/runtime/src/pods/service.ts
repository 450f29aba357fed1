// As much of a Service as port-forwarding looks at.

import { defineResource, type KubeObject, type Resource } from '@kube-rx/core';

export interface ServicePort {
  readonly name?: string;
  readonly port: number;
  readonly protocol?: string;
  /** Default: the port itself. */
  readonly targetPort?: number | string;
}

export interface Service extends KubeObject {
  readonly spec?: {
    readonly clusterIP?: string;
    readonly ports?: readonly ServicePort[];
    readonly selector?: Readonly<Record<string, string>>;
  };
}

export const Service: Resource<Service, 'Namespaced', never> = defineResource<Service>({
  group: '',
  version: 'v1',
  kind: 'Service',
  plural: 'services',
  scope: 'Namespaced',
});
