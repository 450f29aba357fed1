/**
 * The resources of one group and version, with scope, verbs and subresources, from discovery. The input is the plain
 * APIResourceList of `/api/v1` or `/apis/GROUP/VERSION`, which every server has.
 * https://kubernetes.io/docs/concepts/overview/kubernetes-api/#discovery-api
 */
import { type ApiResourceList, type ApiSubresource, readResourceList } from './discovery-reader.ts';

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

/**
 * Reads an APIResourceList. Resources and subresources are sorted by name, whatever their order on the server.
 *
 * @throws InvalidDefinitionError for what is none.
 * @example groupVersionOf({ groupVersion: 'apps/v1', resources: [] }).group; // 'apps'
 */
export function groupVersionOf(list: ApiResourceList): GroupVersion {
  const { groupVersion, resources: rows } = readResourceList(list);
  const [version = '', group = ''] = groupVersion.split('/').reverse();
  const byName = rows.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const byParent = Map.groupBy(byName, ({ name }) => name.slice(0, Math.max(name.indexOf('/'), 0)));
  const resources = (byParent.get('') ?? []).map(
    ({ name: plural, singularName: singular = '', kind, namespaced, verbs, shortNames, categories }) => {
      const subresources = byParent.get(plural)?.map(subresourceOf);
      return { plural, singular, kind, namespaced, verbs, shortNames, categories, subresources };
    },
  );
  return { group, version, resources };
}

function subresourceOf({ name, kind, group, version, verbs }: ApiSubresource): ApiSubresource {
  return { name: name.slice(name.indexOf('/') + 1), kind, group, version, verbs };
}
