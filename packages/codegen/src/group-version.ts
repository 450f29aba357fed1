/**
 * The resources of one group and version, with scope, verbs and subresources, from discovery. The input is the plain
 * APIResourceList of `/api/v1` or `/apis/GROUP/VERSION`, which every server has.
 * https://kubernetes.io/docs/concepts/overview/kubernetes-api/#discovery-api
 */

export interface GroupVersion {
  /** `''` for the core group. */
  readonly group: string;
  readonly version: string;
  readonly resources: readonly ApiResource[];
}

export interface ApiResource {
  readonly plural: string;
  readonly singular: string;
  readonly kind: string;
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
  readonly shortNames?: readonly string[] | undefined;
  readonly categories?: readonly string[] | undefined;
  /** Absent where there are none. */
  readonly subresources?: readonly ApiSubresource[] | undefined;
}

export interface ApiSubresource {
  readonly name: string;
  /** The kind of its bodies, with group and version where they differ from the parent's. */
  readonly kind: string;
  readonly group?: string | undefined;
  readonly version?: string | undefined;
  readonly verbs: readonly string[];
}

/** An APIResourceList as the server sends it. */
export interface ApiResourceList {
  readonly groupVersion: string;
  readonly resources: readonly (ApiSubresource & {
    readonly singularName?: string;
    readonly namespaced: boolean;
    readonly shortNames?: readonly string[];
    readonly categories?: readonly string[];
  })[];
}

/**
 * Reads an APIResourceList. Resources and subresources are sorted by name, whatever their order on the server.
 *
 * @example groupVersionOf({ groupVersion: 'apps/v1', resources: [] }).group; // 'apps'
 */
export function groupVersionOf(list: ApiResourceList): GroupVersion {
  const [version = '', group = ''] = list.groupVersion.split('/').reverse();
  const byName = list.resources.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const resources = byName
    .filter(({ name }) => !name.includes('/'))
    .map(({ name: plural, singularName: singular = '', kind, namespaced, verbs, shortNames, categories }) => {
      const subresources = byName.filter(({ name }) => name.startsWith(`${plural}/`)).map(subresourceOf);
      return {
        plural,
        singular,
        kind,
        namespaced,
        verbs,
        shortNames,
        categories,
        subresources: subresources.length > 0 ? subresources : undefined,
      };
    });
  return { group, version, resources };
}

function subresourceOf({ name, kind, group, version, verbs }: ApiSubresource): ApiSubresource {
  return { name: name.slice(name.indexOf('/') + 1), kind, group, version, verbs };
}
