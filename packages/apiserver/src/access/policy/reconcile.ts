// Stores the roles and bindings that every cluster has, and gives those that are there already what they lack, as a
// server does whenever it starts. Whoever wants to keep one as it is annotates it.
// https://kubernetes.io/docs/reference/access-authn-authz/rbac/#auto-reconciliation
// https://github.com/kubernetes/component-helpers/blob/v0.36.3/auth/rbac/reconciliation

import { objectKey } from '@kube-rx/core';
import { withOwners } from '../../apply/ownership.ts';
import {
  arrayAt,
  type Json,
  type JsonObject,
  jsonEquals,
  objectAt,
  objectsAt,
  textAt,
  valueAt,
  withKey,
  without,
} from '../../json/json.ts';
import { rbacGroup } from '../../kinds/rbac-validation.ts';
import type { ServedResource } from '../../registry/served-resource.ts';
import { newUid, type ServerContext } from '../../server-context.ts';
import type { StoredObject } from '../../storage/stored-object.ts';
import { timestamp } from '../../timestamp.ts';
import { missingRules } from '../escalation.ts';
import { type DefaultObject, defaultPolicy } from './default-policy.ts';

const protection = 'rbac.authorization.kubernetes.io/autoupdate';
const ownership = { kind: 'update', manager: 'kube-apiserver' } as const;

const plurals: Readonly<Record<string, string>> = {
  ClusterRole: 'clusterroles',
  ClusterRoleBinding: 'clusterrolebindings',
  Role: 'roles',
  RoleBinding: 'rolebindings',
};

/** Does nothing for kinds that are not served. */
export function reconcilePolicy(server: ServerContext): void {
  keepOldRules(server);
  let lastRole: StoredObject | undefined;
  for (const one of defaultPolicy()) {
    const served = find(server, one.kind);
    const stored = served && reconciled(server, served, one);
    if (stored && one.kind === 'ClusterRole') lastRole = stored;
  }
  const served = lastRole && find(server, 'ClusterRole');
  // Those that gather others do it once for all.
  if (served && lastRole) server.afterWrite({ served, stored: lastRole, deleted: false });
}

/** Whether it is one of those that the server makes. */
export function isDefaultPolicy({ resource }: ServedResource, { labels }: StoredObject): boolean {
  return resource.group === rbacGroup && labels['kubernetes.io/bootstrapping'] === 'rbac-defaults';
}

function find({ registry }: ServerContext, kind: string): ServedResource | undefined {
  return registry.find(rbacGroup, 'v1', plurals[kind] ?? '');
}

/** What was written; undefined where all is as it should be. */
function reconciled(
  server: ServerContext,
  served: ServedResource,
  { namespace, name, object }: DefaultObject,
): StoredObject | undefined {
  const stored = served.store.get(objectKey(name, namespace));
  if (!stored) return hasPlace(server, namespace) ? create(server, served, object) : undefined;
  const live = stored.object;
  if (textAt(live, 'metadata', 'annotations', protection) === 'false') return undefined;
  const roleRef = valueAt(object, 'roleRef');
  if (roleRef !== undefined && !jsonEquals(roleRef, valueAt(live, 'roleRef'))) {
    served.store.remove(stored);
    return create(server, served, object);
  }
  const next = completed(live, object);
  if (jsonEquals(next, live)) return undefined;
  return served.store.put(withOwners(server, served, { live, next, ownership, part: 'main' }), 'owed');
}

// A namespace that is going takes nothing in.
function hasPlace({ registry }: ServerContext, namespace: string): boolean {
  if (namespace === '') return true;
  const namespaces = registry.find('', 'v1', 'namespaces');
  return namespaces === undefined || namespaces.store.get(namespace)?.terminating === false;
}

function create(server: ServerContext, served: ServedResource, object: JsonObject): StoredObject {
  const { apiVersion, kind } = { apiVersion: `${rbacGroup}/v1`, kind: served.resource.kind };
  const next = { kind, apiVersion, ...object };
  const owned = withOwners(server, served, { live: undefined, next, ownership, part: 'main' });
  const identity = { uid: newUid(server), creationTimestamp: timestamp(server) };
  return served.store.put({ ...owned, metadata: { ...objectAt(owned, 'metadata'), ...identity } }, 'owed');
}

// Nothing is taken away that somebody has added, but that a role gathers others.
function completed(live: JsonObject, wanted: JsonObject): JsonObject {
  const metadata = objectAt(live, 'metadata');
  const both = (field: string): JsonObject => ({
    ...objectAt(wanted, 'metadata', field),
    ...objectAt(metadata, field),
  });
  const next = {
    ...live,
    metadata: { ...metadata, labels: both('labels'), annotations: both('annotations') },
  };
  if (valueAt(wanted, 'roleRef') !== undefined) return withSubjects(next, wanted);
  const missing = missingRules(objectsAt(live, 'rules'), objectsAt(wanted, 'rules'));
  return withSelectors(withAdded(next, 'rules', missing), wanted);
}

function withSubjects(live: JsonObject, wanted: JsonObject): JsonObject {
  const known = arrayAt(live, 'subjects');
  return withAdded(live, 'subjects', lacking(known, arrayAt(wanted, 'subjects')));
}

function withSelectors(live: JsonObject, wanted: JsonObject): JsonObject {
  const [rule, field] = ['aggregationRule', 'clusterRoleSelectors'];
  if (valueAt(wanted, rule) === undefined) return without(live, rule);
  const missing = lacking(arrayAt(live, rule, field), arrayAt(wanted, rule, field));
  return missing.length === 0 ? live : withKey(live, rule, withAdded(objectAt(live, rule), field, missing));
}

function withAdded(object: JsonObject, field: string, more: readonly Json[]): JsonObject {
  return more.length === 0 ? object : withKey(object, field, [...arrayAt(object, field), ...more]);
}

function lacking(known: readonly Json[], wanted: readonly Json[]): Json[] {
  return wanted.filter((one) => !known.some((other) => jsonEquals(one, other)));
}

// Before a role gathers others, what it says itself goes to one of those.
function keepOldRules(server: ServerContext): void {
  const served = find(server, 'ClusterRole');
  for (const name of ['admin', 'edit', 'view']) {
    const old = served?.store.get(name)?.object;
    const gathered = `system:aggregate-to-${name}`;
    if (!served || !old || served.store.get(gathered) || valueAt(old, 'aggregationRule') !== undefined)
      continue;
    const { rules = null } = old;
    const { labels, annotations } = objectAt(old, 'metadata');
    const metadata = { name: gathered, ...(labels && { labels }), ...(annotations && { annotations }) };
    create(server, served, { metadata, rules });
  }
}
