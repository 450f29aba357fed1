// The paths of a resource with what can be done there.

import type { ServedResource } from '../registry/served-resource.ts';
import { referenceTo, type SchemaJson } from './type-json.ts';

/** Names of the components of a resource and its subresources. */
export interface ComponentNames {
  readonly object: string;
  readonly list: string;
  readonly subresource: (name: string) => string;
}

interface Operation {
  readonly method: string;
  readonly action: string;
  readonly verb: string;
}

const onCollection: readonly Operation[] = [
  { method: 'get', action: 'list', verb: 'list' },
  { method: 'post', action: 'post', verb: 'create' },
  { method: 'delete', action: 'deletecollection', verb: 'deletecollection' },
];
const onObject: readonly Operation[] = [
  { method: 'get', action: 'get', verb: 'get' },
  { method: 'put', action: 'put', verb: 'update' },
  { method: 'patch', action: 'patch', verb: 'patch' },
  { method: 'delete', action: 'delete', verb: 'delete' },
];
const onSubresource: readonly Operation[] = [
  ...onObject.slice(0, 3),
  { method: 'post', action: 'connect', verb: 'create' },
];

/** `root`: `/apis/apps/v1`. */
export function pathsOf(served: ServedResource, root: string, names: ComponentNames): SchemaJson {
  const { plural, scope } = served.resource;
  const namespaced = scope === 'Namespaced';
  const collection = `${root}${namespaced ? '/namespaces/{namespace}' : ''}/${plural}`;
  const object = `${collection}/{name}`;
  const subresources = served.subresources.map(({ name, verbs }): [string, SchemaJson] => {
    const own = { ...names, object: names.subresource(name) };
    return [`${object}/${name}`, operations({ ...served, verbs }, onSubresource, own)];
  });
  return {
    [collection]: operations(served, onCollection, names),
    ...(namespaced && { [`${root}/${plural}`]: operations(served, onCollection.slice(0, 1), names) }),
    [object]: operations(served, onObject, names),
    ...Object.fromEntries(subresources),
  };
}

function operations(
  { resource, verbs }: ServedResource,
  among: readonly Operation[],
  names: ComponentNames,
): SchemaJson {
  const { group, version, kind } = resource;
  const offered = among.filter(({ verb }) => verbs.includes(verb));
  return Object.fromEntries(
    offered.map(({ method, action }) => [
      method,
      {
        parameters: parametersOf[action] ?? [],
        ...(bodies.has(action) && { requestBody: { required: true, content: content(names.object) } }),
        responses: {
          '200': { description: 'OK', content: content(action === 'list' ? names.list : names.object) },
        },
        'x-kubernetes-action': action,
        'x-kubernetes-group-version-kind': { group, version, kind },
      },
    ]),
  );
}

const bodies: ReadonlySet<string> = new Set(['post', 'put', 'connect']);

function content(name: string): SchemaJson {
  return { 'application/json': { schema: referenceTo(name) } };
}

function query(type: string, ...names: readonly string[]): SchemaJson[] {
  return names.map((name) => ({ name, in: 'query', schema: { type, uniqueItems: true } }));
}

const writing = query('string', 'dryRun', 'fieldManager', 'fieldValidation');

const parametersOf: Readonly<Record<string, readonly SchemaJson[]>> = {
  list: [
    ...query(
      'string',
      'continue',
      'fieldSelector',
      'labelSelector',
      'resourceVersion',
      'resourceVersionMatch',
    ),
    ...query('integer', 'limit', 'timeoutSeconds'),
    ...query('boolean', 'allowWatchBookmarks', 'sendInitialEvents', 'watch'),
  ],
  post: writing,
  connect: writing,
  put: writing,
  patch: [...writing, ...query('boolean', 'force')],
  delete: [...query('string', 'dryRun', 'propagationPolicy'), ...query('integer', 'gracePeriodSeconds')],
  deletecollection: query('string', 'dryRun', 'fieldSelector', 'labelSelector', 'propagationPolicy'),
};
