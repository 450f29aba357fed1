// What kubectl 1.35 takes names for, on a server with definitions that share names with built-in kinds and with each
// other. e2e/resource-names.test.ts asks kubectl itself.

import type { DynamicObject } from '@kube-rx/core';

interface Names {
  readonly plural: string;
  readonly kind: string;
  readonly singular?: string;
  readonly shortNames?: readonly string[];
}

function definition(group: string, versions: readonly string[], names: Names): DynamicObject {
  const schema = { openAPIV3Schema: { type: 'object' } };
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${names.plural}.${group}` },
    spec: {
      group,
      scope: 'Namespaced',
      names,
      versions: versions.map((name, at) => ({ name, served: true, storage: at === 0, schema })),
    },
  };
}

/** The real server lists groups of the same priority by name, in whichever order they were made. */
export const definitions: readonly DynamicObject[] = [
  definition('aaa.example', ['v1'], { plural: 'services', kind: 'Service', shortNames: ['ksvc'] }),
  definition('zzz.example', ['v1alpha1', 'v1', 'v1beta1'], {
    plural: 'websites',
    kind: 'Website',
    singular: 'site',
    shortNames: ['ws', 'po'],
  }),
  definition('yyy.example', ['v1'], { plural: 'websites', kind: 'Website', shortNames: ['ws'] }),
  definition('v1.example', ['v1'], { plural: 'deployments', kind: 'Deployment' }),
];

/** A name, and the resource that it means. */
export const names: readonly (readonly [name: string, resource: string])[] = [
  ['pods', 'v1 pods'],
  ['pod', 'v1 pods'],
  ['po', 'v1 pods'],
  ['Pod', 'v1 pods'],
  ['PODS', 'v1 pods'],
  ['deploy', 'apps/v1 deployments'],
  ['deployments', 'apps/v1 deployments'],
  ['Deployment', 'apps/v1 deployments'],
  ['deployments.apps', 'apps/v1 deployments'],
  ['deployment.apps', 'apps/v1 deployments'],
  ['deploy.apps', 'apps/v1 deployments'],
  ['deployments.v1.apps', 'apps/v1 deployments'],
  ['deployment.v1.apps', 'apps/v1 deployments'],
  ['Deployment.v1.apps', 'apps/v1 deployments'],
  ['deployments.v2.apps', 'unknown'],
  ['deployments.v1', 'v1.example/v1 deployments'],
  ['deployments.v1.example', 'v1.example/v1 deployments'],
  ['deployments.v1.v1.example', 'v1.example/v1 deployments'],
  ['deployments.', 'apps/v1 deployments'],
  ['ing', 'networking.k8s.io/v1 ingresses'],
  ['ingresses', 'networking.k8s.io/v1 ingresses'],
  ['ingresses.networking', 'networking.k8s.io/v1 ingresses'],
  ['ingress.net', 'networking.k8s.io/v1 ingresses'],
  ['events', 'v1 events'],
  ['ev', 'v1 events'],
  ['event', 'v1 events'],
  ['Event', 'v1 events'],
  ['events.events.k8s.io', 'events.k8s.io/v1 events'],
  ['ev.events.k8s.io', 'events.k8s.io/v1 events'],
  ['events.v1.events.k8s.io', 'events.k8s.io/v1 events'],
  ['events.v1.', 'v1 events'],
  ['pods.v1.', 'v1 pods'],
  ['svc', 'v1 services'],
  ['services', 'v1 services'],
  ['Service', 'v1 services'],
  ['services.aaa.example', 'aaa.example/v1 services'],
  ['service.aaa', 'aaa.example/v1 services'],
  ['ksvc', 'aaa.example/v1 services'],
  ['website', 'yyy.example/v1 websites'],
  ['site', 'zzz.example/v1 websites'],
  ['sites', 'unknown'],
  ['websites', 'yyy.example/v1 websites'],
  ['Website', 'yyy.example/v1 websites'],
  ['ws', 'yyy.example/v1 websites'],
  ['ws.zzz.example', 'zzz.example/v1 websites'],
  ['ws.zzz', 'zzz.example/v1 websites'],
  ['po.zzz.example', 'zzz.example/v1 websites'],
  ['websites.zzz.example', 'zzz.example/v1 websites'],
  ['websites.v1beta1.zzz.example', 'zzz.example/v1beta1 websites'],
  ['websites.v1alpha1.zzz.example', 'zzz.example/v1alpha1 websites'],
  ['Website.v1alpha1.zzz.example', 'zzz.example/v1alpha1 websites'],
  ['websites.v2.zzz.example', 'unknown'],
  ['hpa', 'autoscaling/v2 horizontalpodautoscalers'],
  ['hpa.v2.autoscaling', 'autoscaling/v2 horizontalpodautoscalers'],
  ['horizontalpodautoscalers.v1.autoscaling', 'autoscaling/v1 horizontalpodautoscalers'],
  ['horizontalpodautoscaler.autoscal', 'autoscaling/v2 horizontalpodautoscalers'],
  ['cm', 'v1 configmaps'],
  ['ns', 'v1 namespaces'],
  ['no', 'v1 nodes'],
  ['pc', 'scheduling.k8s.io/v1 priorityclasses'],
  ['crd', 'apiextensions.k8s.io/v1 customresourcedefinitions'],
  ['crds', 'apiextensions.k8s.io/v1 customresourcedefinitions'],
  ['nothing', 'unknown'],
  ['pods.apps', 'unknown'],
  ['po.v1.', 'v1 pods'],
  ['constructor', 'unknown'],
];
