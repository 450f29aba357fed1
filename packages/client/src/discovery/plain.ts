// Plain discovery: the groups and versions first, then one answer for each version.
// https://kubernetes.io/docs/concepts/overview/kubernetes-api/#unaggregated-discovery

import { type ApiResource, type ResourceRow, toApiResource } from './api-resource.ts';

export interface GroupVersion {
  readonly group: string;
  readonly version: string;
}

/** Whether a value is the answer of /api or /apis. */
export function isPlainRoot(answer: unknown): boolean {
  const { kind } = (answer ?? {}) as { readonly kind?: unknown };
  return kind === 'APIVersions' || kind === 'APIGroupList';
}

/** From the answer of /api. */
export function readCoreVersions(answer: unknown): GroupVersion[] {
  const { versions } = (answer ?? {}) as { readonly versions?: readonly string[] };
  return (versions ?? []).map((version) => ({ group: '', version }));
}

/** From the answer of /apis; of each group the version comes first that the server prefers. */
export function readGroups(answer: unknown): GroupVersion[] {
  const { groups } = (answer ?? {}) as { readonly groups?: readonly RawGroup[] };
  return (groups ?? []).flatMap(({ name: group = '', versions, preferredVersion }) => {
    const all = (versions ?? []).flatMap(({ version }) => (version ? [version] : []));
    const preferred = all.filter((version) => version === preferredVersion?.version);
    return [...new Set([...preferred, ...all])].map((version) => ({ group, version }));
  });
}

/** From the answer of /api/v1 or /apis/GROUP/VERSION; subresources are left out. */
export function readResources(answer: unknown, { group, version }: GroupVersion): ApiResource[] {
  const { resources } = (answer ?? {}) as { readonly resources?: readonly RawResource[] };
  return (resources ?? []).flatMap((row): ApiResource[] => {
    const { name: plural, kind, namespaced, singularName: singular } = row;
    if (!plural || !kind || plural.includes('/')) return [];
    const scope = namespaced ? 'Namespaced' : 'Cluster';
    return [toApiResource({ group, version, kind, plural, scope, singular }, row)];
  });
}

interface RawGroup {
  readonly name?: string;
  // Go writes an empty list as null.
  readonly versions?: readonly { readonly version?: string }[] | null;
  readonly preferredVersion?: { readonly version?: string };
}

interface RawResource extends ResourceRow {
  readonly name?: string;
  readonly singularName?: string;
  readonly namespaced?: boolean;
  readonly kind?: string;
}
