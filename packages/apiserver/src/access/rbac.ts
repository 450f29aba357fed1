// Whether a user may do something, by the roles and bindings that are stored.
// https://kubernetes.io/docs/reference/access-authn-authz/rbac/

import { type JsonObject, objectAt, objectsAt, stringAt, stringsAt, textAt } from '../json/json.ts';
import type { Registry } from '../registry/registry.ts';
import { bootstrapBindings, clusterAdmin, superusers } from './bootstrap-roles.ts';
import type { User } from './user.ts';

/** What is asked for: a verb on a resource, or on a path that belongs to no resource. */
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

export interface AccessDecision {
  readonly allowed: boolean;
  /** Which binding it is owed to; empty where to none. */
  readonly reason: string;
}

interface Grant {
  readonly rule: JsonObject;
  readonly reason: string;
}

const rbac = 'rbac.authorization.k8s.io';

export function judge(registry: Registry, user: User, attributes: Attributes): AccessDecision {
  if (user.groups.includes(superusers)) return { allowed: true, reason: '' };
  for (const { rule, reason } of grantsTo(registry, user, 'path' in attributes ? '' : attributes.namespace))
    if (grants(rule, attributes)) return { allowed: true, reason: `RBAC: allowed by ${reason}` };
  return { allowed: false, reason: '' };
}

/** The rules that a user has, cluster-wide and in the namespace. */
export function rulesFor(registry: Registry, user: User, namespace: string): JsonObject[] {
  return [...grantsTo(registry, user, namespace)].map(({ rule }) => rule);
}

function* grantsTo(registry: Registry, user: User, namespace: string): Generator<Grant> {
  for (const binding of [...bootstrapBindings, ...stored(registry, 'clusterrolebindings', '')])
    yield* granted(registry, user, { binding, namespace: '' });
  if (namespace === '') return;
  for (const binding of stored(registry, 'rolebindings', namespace))
    yield* granted(registry, user, { binding, namespace });
}

function stored(registry: Registry, plural: string, namespace: string): Iterable<JsonObject> {
  const served = registry.find(rbac, 'v1', plural);
  return served?.store.objectsIn(namespace).map(({ object }) => object) ?? [];
}

interface Bound {
  readonly binding: JsonObject;
  /** `''` of a cluster-wide binding. */
  readonly namespace: string;
}

function* granted(registry: Registry, user: User, bound: Bound): Generator<Grant> {
  const { binding, namespace } = bound;
  const subject = objectsAt(binding, 'subjects').find((one) => isSubject(one, user, namespace));
  if (!subject) return;
  const reason = describeBinding(binding, subject, namespace);
  for (const rule of rulesOf(registry, bound)) yield { rule, reason };
}

// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/registry/rbac/validation/rule.go
function describeBinding(binding: JsonObject, subject: JsonObject, namespace: string): string {
  const name = textAt(binding, 'metadata', 'name');
  const { kind, name: role } = objectAt(binding, 'roleRef');
  const [type, full] =
    namespace === '' ? ['ClusterRoleBinding', name] : ['RoleBinding', `${name}/${namespace}`];
  const own = textAt(subject, 'namespace');
  const who = `${textAt(subject, 'name')}${own === '' ? '' : `/${own}`}`;
  const of = `${typeof kind === 'string' ? kind : ''} ${JSON.stringify(role ?? '')}`;
  return `${type} ${JSON.stringify(full)} of ${of} to ${textAt(subject, 'kind')} ${JSON.stringify(who)}`;
}

function isSubject(subject: JsonObject, user: User, namespace: string): boolean {
  const name = textAt(subject, 'name');
  switch (stringAt(subject, 'kind')) {
    case 'User':
      return name === user.name;
    case 'Group':
      return user.groups.includes(name);
    case 'ServiceAccount':
      return user.name === `system:serviceaccount:${stringAt(subject, 'namespace') ?? namespace}:${name}`;
    default:
      return false;
  }
}

function rulesOf(registry: Registry, { binding, namespace }: Bound): JsonObject[] {
  const roleRef = objectAt(binding, 'roleRef');
  const own = objectsAt(binding, 'rules');
  if (own.length > 0) return own;
  const name = textAt(roleRef, 'name');
  const cluster = stringAt(roleRef, 'kind') === 'ClusterRole';
  const served = registry.find(rbac, 'v1', cluster ? 'clusterroles' : 'roles');
  const role = served?.store.get(cluster ? name : `${namespace}/${name}`);
  if (role) return objectsAt(role.object, 'rules');
  return cluster && name === 'cluster-admin' ? [...clusterAdmin] : [];
}

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
