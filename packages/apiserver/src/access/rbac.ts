// Whether a user may do something, by the roles and bindings that are stored.
// https://kubernetes.io/docs/reference/access-authn-authz/rbac/

import { arrayAt, isJsonObject, type JsonObject, objectAt, stringAt, stringsAt } from '../json/json.ts';
import type { Registry } from '../registry/registry.ts';
import type { User } from './user.ts';

/** What is asked for: something of a resource, or a path that is none's. */
export type Attributes =
  | {
      readonly verb: string;
      readonly group: string;
      /** With its subresource, as `pods/log`. */
      readonly resource: string;
      readonly namespace: string;
      readonly name: string;
    }
  | { readonly verb: string; readonly path: string };

const rbac = 'rbac.authorization.k8s.io';
const superusers = 'system:masters';

// What the real server's bootstrap roles give to everybody.
const publicPaths = /^\/(healthz|livez|readyz|version)(\/.*)?$/;
const discoveryPaths = /^\/(api|apis|openapi)(\/.*)?$/;

export function isAllowed(registry: Registry, user: User, attributes: Attributes): boolean {
  if (user.groups.includes(superusers)) return true;
  if ('path' in attributes) {
    if (publicPaths.test(attributes.path)) return true;
    if (discoveryPaths.test(attributes.path) && user.groups.includes('system:authenticated')) return true;
  } else if (/^self/.test(attributes.resource) && user.groups.includes('system:authenticated')) return true;
  return rulesFor(registry, user, 'namespace' in attributes ? attributes.namespace : '').some((rule) =>
    grants(rule, attributes),
  );
}

function* bindings(registry: Registry, plural: string, namespace: string): Generator<JsonObject> {
  const served = registry.find(rbac, 'v1', plural);
  const bounds: [string?, string?] = namespace === '' ? [] : [`${namespace}/`, `${namespace}0`];
  if (served) for (const [, stored] of served.store.snapshot.entries(...bounds)) yield stored.object;
}

/** The rules that a user has, cluster-wide and in the namespace. */
export function rulesFor(registry: Registry, user: User, namespace: string): JsonObject[] {
  if (user.groups.includes(superusers)) return [everything];
  const found = [...bindings(registry, 'clusterrolebindings', '')];
  if (namespace !== '') found.push(...bindings(registry, 'rolebindings', namespace));
  return found
    .filter((binding) =>
      arrayAt(binding, 'subjects')
        .filter(isJsonObject)
        .some((subject) => isSubject(subject, user)),
    )
    .flatMap((binding) => rulesOf(registry, objectAt(binding, 'roleRef'), namespace));
}

function isSubject(subject: JsonObject, user: User): boolean {
  const name = stringAt(subject, 'name') ?? '';
  switch (stringAt(subject, 'kind')) {
    case 'User':
      return name === user.name;
    case 'Group':
      return user.groups.includes(name);
    case 'ServiceAccount':
      return user.name === `system:serviceaccount:${stringAt(subject, 'namespace') ?? ''}:${name}`;
    default:
      return false;
  }
}

function rulesOf(registry: Registry, roleRef: JsonObject, namespace: string): JsonObject[] {
  const name = stringAt(roleRef, 'name') ?? '';
  const cluster = stringAt(roleRef, 'kind') === 'ClusterRole';
  const served = registry.find(rbac, 'v1', cluster ? 'clusterroles' : 'roles');
  const role = served?.store.get(cluster ? name : `${namespace}/${name}`);
  if (role) return arrayAt(role.object, 'rules').filter(isJsonObject);
  // The one bootstrap role that everybody counts on.
  return cluster && name === 'cluster-admin' ? [everything] : [];
}

const everything: JsonObject = { verbs: ['*'], apiGroups: ['*'], resources: ['*'], nonResourceURLs: ['*'] };

function grants(rule: JsonObject, attributes: Attributes): boolean {
  if (!has(stringsAt(rule, 'verbs'), attributes.verb)) return false;
  if ('path' in attributes)
    return stringsAt(rule, 'nonResourceURLs').some(
      (url) =>
        url === '*' ||
        url === attributes.path ||
        (url.endsWith('*') && attributes.path.startsWith(url.slice(0, -1))),
    );
  const { group, resource, name } = attributes;
  const subresource = resource.includes('/') ? `*/${resource.split('/')[1] ?? ''}` : resource;
  const resources = stringsAt(rule, 'resources');
  const names = stringsAt(rule, 'resourceNames');
  return (
    has(stringsAt(rule, 'apiGroups'), group) &&
    (has(resources, resource) || resources.includes(subresource)) &&
    (names.length === 0 || names.includes(name))
  );
}

function has(list: readonly string[], value: string): boolean {
  return list.includes('*') || list.includes(value);
}
