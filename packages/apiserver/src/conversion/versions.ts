// Versions of a kind whose fields differ from those of the version that it is stored in. Versions that differ in
// their name alone need none of this.

import { apiVersionOf, type Resource, resourceName } from '@kube-rx/core';
import type { Conversion } from './conversion.ts';
import { resourceClaim, resourceClaimTemplate, resourceSlice } from './dynamic-resource.ts';
import { event } from './event.ts';
import { horizontalPodAutoscaler } from './horizontal-pod-autoscaler.ts';

// From the version that is served, for each version that may be stored.
const conversions: Readonly<Record<string, Readonly<Record<string, Conversion | undefined>>>> = {
  'autoscaling/v1 horizontalpodautoscalers': { 'autoscaling/v2': horizontalPodAutoscaler },
  'events.k8s.io/v1 events': { v1: event },
  'resource.k8s.io/v1beta1 resourceclaims': newerClaims(resourceClaim),
  'resource.k8s.io/v1beta1 resourceclaimtemplates': newerClaims(resourceClaimTemplate),
  'resource.k8s.io/v1beta1 resourceslices': newerClaims(resourceSlice),
};

function newerClaims(conversion: Conversion): Readonly<Record<string, Conversion>> {
  return { 'resource.k8s.io/v1': conversion, 'resource.k8s.io/v1beta2': conversion };
}

/** Undefined where nothing but the apiVersion differs. */
export function conversionOf(
  served: Pick<Resource, 'group' | 'version' | 'plural'>,
  storageVersion: string,
): Conversion | undefined {
  return conversions[`${apiVersionOf(served)} ${served.plural}`]?.[storageVersion];
}

// Kinds that are another group's as well.
const sharedCollections: Readonly<Record<string, string>> = { 'events.events.k8s.io': 'events' };

/** The apiVersion that objects of a built-in kind are stored in, `served` first among those that are served. */
export function storageVersionOf(served: Pick<Resource, 'group' | 'version' | 'plural'>): string {
  // In core's words, whether core has them served or not.
  return collectionOf(served) === 'events' ? 'v1' : apiVersionOf(served);
}

/** The collection that objects of a kind lie in, by resource name, as `deployments.apps`. */
export function collectionOf(resource: Pick<Resource, 'group' | 'plural'>): string {
  const name = resourceName(resource);
  return sharedCollections[name] ?? name;
}
