// Aggregated discovery: all groups, versions and resources of /api or /apis in one answer.
// https://kubernetes.io/docs/concepts/overview/kubernetes-api/#aggregated-discovery

import { apiVersionOf } from '@kube-rx/core';
import { type ApiResource, type ResourceRow, type ServedResources, toApiResource } from './api-resource.ts';

/** Asks for the aggregated form, with the plain one as the fallback that every server knows. */
export const aggregatedAccept: string = [
  'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList',
  'application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList',
  'application/json',
].join(',');

/** Undefined where the server answered in the plain form. Groups and versions keep the server's order. */
export function readAggregated(answer: unknown): ServedResources | undefined {
  const list = answer as RawList | null;
  if (list?.kind !== 'APIGroupDiscoveryList') return undefined;
  const resources: ApiResource[] = [];
  const unavailable: string[] = [];
  for (const { metadata, versions } of list.items ?? []) {
    const group = metadata?.name ?? '';
    for (const { version, freshness, resources: rows } of versions ?? []) {
      if (version === undefined) continue;
      if (freshness === 'Stale') unavailable.push(apiVersionOf({ group, version }));
      for (const row of rows ?? []) {
        const { resource: plural, responseKind, singularResource: singular } = row;
        const kind = responseKind?.kind;
        // Without a kind, it exists only through its subresources.
        if (!plural || !kind) continue;
        const scope = row.scope === 'Cluster' ? 'Cluster' : 'Namespaced';
        resources.push(toApiResource({ group, version, kind, plural, scope, singular }, row));
      }
    }
  }
  return { resources, unavailable };
}

interface RawList {
  readonly kind?: string;
  readonly items?: readonly {
    readonly metadata?: { readonly name?: string };
    readonly versions?: readonly {
      readonly version?: string;
      readonly freshness?: string;
      readonly resources?: readonly RawResource[];
    }[];
  }[];
}

interface RawResource extends ResourceRow {
  readonly resource?: string;
  readonly responseKind?: { readonly kind?: string } | null;
  readonly scope?: string;
  readonly singularResource?: string;
}
