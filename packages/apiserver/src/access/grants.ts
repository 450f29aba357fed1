// What a write of a role or a binding hands out, and whether the sender has it to give.
// https://kubernetes.io/docs/reference/access-authn-authz/rbac/#privilege-escalation-prevention-and-bootstrapping

import { type JsonObject, jsonEquals, objectAt, objectOf, objectsAt, textAt, without } from '../json/json.ts';
import { rbacGroup } from '../kinds/rbac-validation.ts';
import { asStored, type ServedResource } from '../registry/served-resource.ts';
import { badRequest, forbidden, notFound, StatusError } from '../status-error.ts';
import { nameComplaints } from '../strategy/name-rules.ts';
import { requirePermission } from './authorizer.ts';
import type { PolicyRule, ResourceAttributes } from './policy-rule.ts';
import { isSuperuser } from './rbac.ts';
import type { Requester } from './requester.ts';
import { clusterAdmin } from './superuser.ts';

/** One write of a request. */
export interface Grant {
  readonly served: ServedResource;
  readonly requester: Requester;
  /** That of the request, `''` for cluster-scoped kinds. */
  readonly namespace: string;
  /** In the path of the request; `''` where it is in the object alone. */
  readonly name: string;
  readonly object: JsonObject;
  /** What it replaces. */
  readonly old: JsonObject | undefined;
}

/** @throws StatusError where the object grants what the sender has not. */
export function requireGrantable(grant: Grant): void {
  const { group, plural } = grant.served.resource;
  if (group !== rbacGroup || isSuperuser(grant.requester.user)) return;
  if (plural === 'roles' || plural === 'clusterroles') requireRole(grant);
  else requireBinding(grant);
}

/** @throws StatusError where the sender may change, but not create. For verbs that may do either. */
export function requireCreation({ served, requester, namespace, name }: Omit<Grant, 'object' | 'old'>): void {
  const { group, plural: resource } = served.resource;
  const { authorizer, user } = requester;
  requirePermission(authorizer, user, { verb: 'create', group, resource, subresource: '', namespace, name });
}

function requireRole(grant: Grant): void {
  const { served, requester, namespace, name, object, old } = grant;
  if (may(requester, { ...about(served.resource.plural, 'escalate'), namespace, name })) return;
  if (changesOwnersAlone(grant)) return;
  requireHeld(grant, objectsAt(object, 'rules'));
  if (served.resource.plural !== 'clusterroles' || !(gathers(object) || gathers(old))) return;
  const why = requester.authorizer.escalation(requester.user, namespace, clusterAdmin);
  if (why !== undefined)
    throw refusal(grant, 'must have cluster-admin privileges to use the aggregationRule');
}

function requireBinding(grant: Grant): void {
  const { served, requester, namespace, object } = grant;
  if (changesOwnersAlone(grant)) return;
  const role = objectAt(object, 'roleRef');
  const roleRef = { kind: textAt(role, 'kind'), name: textAt(role, 'name') };
  const plural =
    roleRef.kind === 'ClusterRole' ? 'clusterroles' : roleRef.kind === 'Role' ? 'roles' : undefined;
  const group = textAt(role, 'apiGroup') || rbacGroup;
  if (plural && may(requester, { ...about(plural, 'bind'), group, namespace, name: roleRef.name })) return;
  if (plural) requireKey(plural, roleRef.name, namespace);
  const rules = requester.authorizer.rulesOf(roleRef, namespace);
  if (rules instanceof StatusError) throw plural ? notFound(served.resource, roleRef.name) : rules;
  requireHeld(grant, rules.rules);
}

// What names no role is not looked for.
function requireKey(plural: 'roles' | 'clusterroles', name: string, namespace: string): void {
  if (plural === 'roles' && namespace === '') throw badRequest('Namespace parameter required.');
  if (name === '') throw badRequest('Name parameter required.');
  const complaints = nameComplaints('segment', name, {});
  if (complaints.length > 0)
    throw badRequest(`Name parameter invalid: ${JSON.stringify(name)}: ${complaints.join(';')}`);
}

function requireHeld(grant: Grant, rules: readonly PolicyRule[]): void {
  const { requester, namespace } = grant;
  const why = requester.authorizer.escalation(requester.user, namespace, rules);
  if (why !== undefined) throw refusal(grant, why);
}

function refusal({ served, object }: Grant, why: string): StatusError {
  return forbidden(served.resource, textAt(object, 'metadata', 'name'), { why });
}

function may({ authorizer, user }: Requester, attributes: ResourceAttributes): boolean {
  return authorizer.judge(user, attributes).allowed;
}

function about(resource: string, verb: string): ResourceAttributes {
  return { verb, group: rbacGroup, resource, subresource: '', namespace: '', name: '' };
}

function gathers(role: JsonObject | undefined): boolean {
  return objectsAt(role, 'aggregationRule', 'clusterRoleSelectors').length > 0;
}

// What collects garbage may change these without having what the object grants.
function changesOwnersAlone({ served, object, old }: Grant): boolean {
  // No list and an empty one are the same here.
  const told = (one: JsonObject): JsonObject => apartFromOwners(asStored(served, one));
  return old !== undefined && jsonEquals(told(object), told(old));
}

function apartFromOwners(object: JsonObject): JsonObject {
  const metadata = without(
    objectAt(object, 'metadata'),
    'ownerReferences',
    'finalizers',
    'selfLink',
    'managedFields',
  );
  const others: JsonObject = { ...object, metadata };
  return objectOf(Object.entries(others).filter(([, value]) => value !== null));
}
