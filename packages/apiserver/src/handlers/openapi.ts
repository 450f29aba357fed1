// OpenAPI v3, as much as clients ask of it before they write: which resources there are, that they take field
// validation, and the schemas of custom kinds.
// https://kubernetes.io/docs/concepts/overview/kubernetes-api/#openapi-v3

import type { JsonObject } from '../json/json.ts';
import type { ServedResource } from '../registry/served-resource.ts';

/** The index, or the document of one group and version; undefined where there is none. */
export function openApi(resources: readonly ServedResource[], path: string): object | undefined {
  const groups = Map.groupBy(resources, ({ resource }) => rootOf(resource.group, resource.version));
  if (path === '/openapi/v3') {
    const paths = [...groups.keys()].map((root) => [
      root,
      { serverRelativeURL: `/openapi/v3/${root}?hash=1` },
    ]);
    return { paths: Object.fromEntries(paths) as Record<string, object> };
  }
  const served = groups.get(path.slice('/openapi/v3/'.length));
  if (!served) return undefined;
  return {
    openapi: '3.0.0',
    info: { title: 'Kubernetes', version: 'v1.36.3' },
    paths: Object.fromEntries(served.flatMap(pathsOf)),
    components: { schemas: Object.fromEntries(served.map(schemaOf)) },
  };
}

function rootOf(group: string, version: string): string {
  return group === '' ? `api/${version}` : `apis/${group}/${version}`;
}

const parameters = ['dryRun', 'fieldManager', 'fieldValidation', 'force'].map((name) => ({
  name,
  in: 'query',
  schema: { type: 'string', uniqueItems: true },
}));

function pathsOf({ resource }: ServedResource): [string, object][] {
  const { group, version, kind, plural, scope } = resource;
  const gvk = { 'x-kubernetes-group-version-kind': { group, version, kind } };
  const root = `/${rootOf(group, version)}${scope === 'Namespaced' ? '/namespaces/{namespace}' : ''}/${plural}`;
  const one = (action: string): object => ({ 'x-kubernetes-action': action, ...gvk, parameters });
  return [
    [root, { get: one('list'), post: one('post'), delete: one('deletecollection') }],
    [`${root}/{name}`, { get: one('get'), put: one('put'), patch: one('patch'), delete: one('delete') }],
  ];
}

function schemaOf({ resource, schema = {} }: ServedResource): [string, JsonObject] {
  const { group, version, kind } = resource;
  const reversed = (group === '' ? 'core' : group).split('.').toReversed().join('.');
  return [
    `${reversed}.${version}.${kind}`,
    {
      type: 'object',
      description: kind,
      ...schema,
      'x-kubernetes-group-version-kind': [{ group, version, kind }],
    },
  ];
}
