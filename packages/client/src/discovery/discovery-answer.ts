// Reads what a server says of itself. The aggregated form has all groups, versions and resources of /api or /apis in
// one answer; the plain form has the groups and versions first, then one answer for each version. The readers rely on
// the shape that the API promises, and throw on any other.
// https://kubernetes.io/docs/concepts/overview/kubernetes-api/#discovery-api

import { apiVersionOf, type DynamicResource } from '@kube-rx/core';
import type { ApiResource, ServedResources } from './api-resource.ts';

export interface GroupVersion {
  readonly group: string;
  readonly version: string;
}

/** Undefined for an answer of another form. Groups and versions keep the server's order. */
export function readAggregated(answer: unknown): ServedResources | undefined {
  const list = answer as AggregatedList | null;
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

/**
 * From the plain answer of /api or /apis; undefined for an answer of another form. Of each group the version comes
 * first that the server prefers.
 */
export function readVersions(answer: unknown): GroupVersion[] | undefined {
  const root = answer as PlainRoot | null;
  if (root?.kind === 'APIVersions') return (root.versions ?? []).map((version) => ({ group: '', version }));
  if (root?.kind !== 'APIGroupList') return undefined;
  return (root.groups ?? []).flatMap(({ name: group = '', versions, preferredVersion }) => {
    const all = (versions ?? []).flatMap(({ version }) => (version ? [version] : []));
    const preferred = all.filter((version) => version === preferredVersion?.version);
    return [...new Set([...preferred, ...all])].map((version) => ({ group, version }));
  });
}

/** From the plain answer of /api/v1 or /apis/GROUP/VERSION; subresources are left out. */
export function readResources(answer: unknown, { group, version }: GroupVersion): ApiResource[] {
  const { resources } = (answer ?? {}) as { readonly resources?: readonly PlainRow[] };
  return (resources ?? []).flatMap((row): ApiResource[] => {
    const { name: plural, kind, namespaced, singularName: singular } = row;
    if (!plural || !kind || plural.includes('/')) return [];
    const scope = namespaced ? 'Namespaced' : 'Cluster';
    return [toApiResource({ group, version, kind, plural, scope, singular }, row)];
  });
}

// Servers before 1.27 leave the singular empty for the built-in kinds.
function toApiResource(
  names: DynamicResource & { readonly singular: string | undefined },
  { shortNames, categories, verbs }: Row,
): ApiResource {
  const singular = names.singular || names.kind.toLowerCase();
  return {
    ...names,
    singular,
    shortNames: shortNames ?? [],
    categories: categories ?? [],
    verbs: verbs ?? [],
  };
}

// Go writes an empty list as null.
interface Row {
  readonly verbs?: readonly string[] | null;
  readonly shortNames?: readonly string[] | null;
  readonly categories?: readonly string[] | null;
}

interface AggregatedList {
  readonly kind?: string;
  readonly items?: readonly {
    readonly metadata?: { readonly name?: string };
    readonly versions?: readonly {
      readonly version?: string;
      readonly freshness?: string;
      readonly resources?: readonly AggregatedRow[];
    }[];
  }[];
}

interface AggregatedRow extends Row {
  readonly resource?: string;
  readonly responseKind?: { readonly kind?: string } | null;
  readonly scope?: string;
  readonly singularResource?: string;
}

interface PlainRoot {
  readonly kind?: string;
  readonly versions?: readonly string[];
  readonly groups?: readonly {
    readonly name?: string;
    readonly versions?: readonly { readonly version?: string }[] | null;
    readonly preferredVersion?: { readonly version?: string };
  }[];
}

interface PlainRow extends Row {
  readonly name?: string;
  readonly singularName?: string;
  readonly namespaced?: boolean;
  readonly kind?: string;
}
