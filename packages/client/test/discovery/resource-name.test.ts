import { describe, expect, test } from '@jest/globals';
import { apiVersionOf, resourceName } from '@kube-rx/core';
import { type ApiResource, findCategory, findResource } from '../../src/discovery/api-resource.ts';

function resource(name: string, kind: string, extra: Partial<ApiResource> = {}): ApiResource {
  const [plural = '', ...group] = name.split('.');
  return {
    group: group.join('.'),
    version: 'v1',
    plural,
    kind,
    scope: 'Namespaced',
    singular: kind.toLowerCase(),
    shortNames: [],
    categories: [],
    verbs: ['get', 'list', 'watch'],
    ...extra,
  };
}

// In the order of a server: the core group first, preferred versions first.
const resources: readonly ApiResource[] = [
  resource('pods', 'Pod', { shortNames: ['po'], categories: ['all'] }),
  resource('events', 'Event', { shortNames: ['ev'] }),
  resource('services', 'Service', { shortNames: ['svc'], categories: ['all'] }),
  resource('nodes', 'Node', { shortNames: ['no'], scope: 'Cluster' }),
  resource('deployments.apps', 'Deployment', { shortNames: ['deploy'], categories: ['all'] }),
  resource('horizontalpodautoscalers.autoscaling', 'HorizontalPodAutoscaler', {
    version: 'v2',
    categories: ['all'],
  }),
  resource('horizontalpodautoscalers.autoscaling', 'HorizontalPodAutoscaler', {
    version: 'v1',
    categories: ['all'],
  }),
  resource('events.events.k8s.io', 'Event', { shortNames: ['ev'] }),
  resource('pods.metrics.k8s.io', 'PodMetrics', { version: 'v1beta1', singular: 'pod' }),
  resource('nodes.metrics.k8s.io', 'NodeMetrics', { version: 'v1beta1' }),
  resource('services.serving.knative.dev', 'Service', { shortNames: ['kservice', 'ksvc'] }),
  resource('websites.example.com', 'Website', { shortNames: ['po', 'ws'], singular: 'site' }),
];

describe('a resource name', () => {
  test.each<[string, string | undefined, string]>([
    ['pods', 'pods v1', 'the plural'],
    ['pod', 'pods v1', 'the singular'],
    ['po', 'pods v1', 'a short name, of the first group that has it'],
    ['Pod', 'pods v1', 'the kind'],
    ['PODS', 'pods v1', 'any case'],
    ['PodMetrics', 'pods.metrics.k8s.io metrics.k8s.io/v1beta1', 'a kind that is no singular'],
    ['no', 'nodes v1', 'a short name of a cluster-scoped resource'],
    ['ws', 'websites.example.com example.com/v1', 'a short name of a custom resource'],
    ['site', 'websites.example.com example.com/v1', 'a singular that is not the kind'],
    ['Website', 'websites.example.com example.com/v1', 'the kind of a custom resource'],
    ['events', 'events v1', 'the core group before others'],
    [
      'services.serving.knative.dev',
      'services.serving.knative.dev serving.knative.dev/v1',
      'plural and group',
    ],
    ['service.serving', 'services.serving.knative.dev serving.knative.dev/v1', 'a beginning of the group'],
    ['deploy.apps', 'deployments.apps apps/v1', 'short name and group'],
    ['ev.events.k8s.io', 'events.events.k8s.io events.k8s.io/v1', 'a short name that two groups share'],
    ['hpa', undefined, 'a short name that nobody has'],
    [
      'horizontalpodautoscalers',
      'horizontalpodautoscalers.autoscaling autoscaling/v2',
      'the preferred version',
    ],
    [
      'horizontalpodautoscalers.v1.autoscaling',
      'horizontalpodautoscalers.autoscaling autoscaling/v1',
      'version and group',
    ],
    ['horizontalpodautoscalers.v3.autoscaling', undefined, 'a version that is not served'],
    ['pods.v1.', 'pods v1', 'version and the core group, spelled empty'],
    [
      'pods.v1beta1.metrics.k8s.io',
      'pods.metrics.k8s.io metrics.k8s.io/v1beta1',
      'version and a group with dots',
    ],
    ['pods.apps', undefined, 'a plural of another group'],
    ['deployments.', 'deployments.apps apps/v1', 'an empty group is any'],
    ['', undefined, 'nothing'],
    ['constructor', undefined, 'a name that every object has'],
  ])('%s means %s: %s', (word, meant) => {
    const found = findResource(resources, word);
    expect(found && `${resourceName(found)} ${apiVersionOf(found)}`).toBe(meant);
  });

  test('may be a category, of which each resource comes once, in its preferred version', () => {
    expect(findCategory(resources, 'all').map((one) => `${one.plural} ${one.version}`)).toEqual([
      'pods v1',
      'services v1',
      'deployments v1',
      'horizontalpodautoscalers v2',
    ]);
    expect(findCategory(resources, 'none')).toEqual([]);
  });
});
