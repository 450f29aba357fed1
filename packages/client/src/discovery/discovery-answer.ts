// Reads what a server says of itself. The aggregated form has all groups, versions and resources of /api or /apis in
// one answer; the plain form has the groups and versions first, then one answer for each version. The readers rely on
// the shape that the API promises, and throw on any other. What is wrong with the resources of one version makes only
// that one unavailable.
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
    if (!isText(group)) continue;
    for (const { version, freshness, resources: rows } of versions ?? []) {
      if (!isText(version)) continue;
      const known = readRows(rows ?? [], { group, version });
      if (freshness === 'Stale' || !known) unavailable.push(apiVersionOf({ group, version }));
      resources.push(...(known ?? []));
    }
  }
  return { resources, unavailable };
}

/** Undefined where they are not what the API promises. */
function readRows(
  rows: readonly AggregatedRow[],
  { group, version }: GroupVersion,
): ApiResource[] | undefined {
  try {
    return rows.flatMap((row): ApiResource[] => {
      const plural = nameIn(row.resource);
      const kind = nameIn(row.responseKind?.kind);
      // Without a kind, it exists only through its subresources.
      if (plural === '' || kind === '') return [];
      const scope = row.scope === 'Cluster' ? 'Cluster' : 'Namespaced';
      return [toApiResource({ group, version, kind, plural, scope, singular: row.singularResource }, row)];
    });
  } catch {
    return undefined;
  }
}

/**
 * From the plain answer of /api or /apis; undefined for an answer of another form. Of each group the version comes
 * first that the server prefers.
 */
export function readVersions(answer: unknown): GroupVersion[] | undefined {
  const root = answer as PlainRoot | null;
  if (root?.kind === 'APIVersions')
    return (root.versions ?? []).filter(isText).map((version) => ({ group: '', version }));
  if (root?.kind !== 'APIGroupList') return undefined;
  return (root.groups ?? []).flatMap(({ name: group = '', versions, preferredVersion }) => {
    if (!isText(group)) return [];
    const all = (versions ?? []).flatMap(({ version }) =>
      isText(version) && version !== '' ? [version] : [],
    );
    const preferred = all.filter((version) => version === preferredVersion?.version);
    return [...new Set([...preferred, ...all])].map((version) => ({ group, version }));
  });
}

/** From the plain answer of /api/v1 or /apis/GROUP/VERSION; subresources are left out. */
export function readResources(answer: unknown, { group, version }: GroupVersion): ApiResource[] {
  const { resources } = (answer ?? {}) as { readonly resources?: readonly PlainRow[] };
  return (resources ?? []).flatMap((row): ApiResource[] => {
    const plural = nameIn(row.name);
    const kind = nameIn(row.kind);
    if (plural === '' || kind === '' || plural.includes('/')) return [];
    const scope = row.namespaced ? 'Namespaced' : 'Cluster';
    const singular = row.singularName;
    return [toApiResource({ group, version, kind, plural, scope, singular }, row)];
  });
}

// Servers before 1.27 leave the singular empty for the built-in kinds.
function toApiResource(
  names: DynamicResource & { readonly singular: string | undefined },
  { shortNames, categories, verbs }: Row,
): ApiResource {
  const singular = nameIn(names.singular) || names.kind.toLowerCase();
  return {
    ...names,
    singular,
    shortNames: textsOf(shortNames),
    categories: textsOf(categories),
    verbs: textsOf(verbs),
  };
}

function textsOf(list: unknown): string[] {
  return Array.isArray(list) ? list.filter(isText) : [];
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

/** Empty where there is none. @throws TypeError where it is no text. */
function nameIn(value: unknown): string {
  const name = value ?? '';
  if (!isText(name)) throw new TypeError('a name is no text');
  return name;
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
