// Admission plugin OwnerReferencesPermissionEnforcement: who sets owners may delete the object, and who keeps an owner
// from being deleted may change its finalizers.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/plugin/pkg/admission/gc/gc_admission.go

import { apiVersionOf, resourceName } from '@kube-rx/core';
import type { ResourceAttributes } from '../access/policy-rule.ts';
import type { AccessDecision } from '../access/rbac.ts';
import { goQuoted } from '../json/go-text.ts';
import { type JsonObject, jsonEquals, objectsAt, textAt, valueAt } from '../json/json.ts';
import type { ServedResource } from '../registry/served-resource.ts';
import { kindIn } from '../types/type-names.ts';
import type { AdmissionAttributes } from './attributes.ts';
import type { AdmissionPlugin } from './plugin.ts';
import { refusalOf } from './refusal.ts';

export const ownerPermissions: AdmissionPlugin = {
  name: 'OwnerReferencesPermissionEnforcement',
  validate(attributes) {
    const { served, operation, subresource, object, old } = attributes;
    if (operation !== 'CREATE' && operation !== 'UPDATE') return;
    // Old kubelets get owners wrong there, and the status of a pod changes none.
    if (resourceName(served.resource) === 'pods' && subresource === 'status') return;
    if (jsonEquals(ownersOf(object), ownersOf(old))) return;
    if (operation !== 'CREATE') requireDeletable(attributes);
    const blocking = newlyBlocking(ownersOf(object), ownersOf(old));
    if (blocking.length === 0 || mayFinalize(attributes, everything).allowed) return;
    for (const owner of blocking) requireFinalizable(attributes, owner);
  },
};

function ownersOf(object: JsonObject | undefined): JsonObject[] {
  return objectsAt(object, 'metadata', 'ownerReferences');
}

function newlyBlocking(owners: readonly JsonObject[], old: readonly JsonObject[]): JsonObject[] {
  const blocked = new Set(old.filter(isBlocking).map((owner) => textAt(owner, 'uid')));
  return owners.filter((owner) => isBlocking(owner) && !blocked.has(textAt(owner, 'uid')));
}

function isBlocking(owner: JsonObject): boolean {
  return valueAt(owner, 'blockOwnerDeletion') === true;
}

function requireDeletable(attributes: AdmissionAttributes): void {
  const { served, requester, subresource, namespace, name } = attributes;
  const { group, plural: resource } = served.resource;
  const right = { verb: 'delete', group, resource, subresource, namespace, name };
  const { allowed, reason } = requester.authorizer.judge(requester.user, right);
  if (allowed) return;
  const why = `cannot set an ownerRef on a resource you can't delete: ${reason}, <nil>`;
  throw refusalOf(attributes, why);
}

function requireFinalizable(attributes: AdmissionAttributes, owner: JsonObject): void {
  const [apiVersion, kind] = [textAt(owner, 'apiVersion'), textAt(owner, 'kind')];
  const mapping = mappingOf(attributes, apiVersion, kind);
  if (!mapping)
    throw refusalOf(
      attributes,
      `cannot set blockOwnerDeletion in this case because cannot find RESTMapping for APIVersion ${apiVersion} Kind ${kind}: no matches for kind ${goQuoted(kind)} in version ${goQuoted(apiVersion)}`,
    );
  const { group, resource, isNamespaced } = mapping;
  const namespace = isNamespaced ? attributes.namespace : '';
  const { allowed, reason } = mayFinalize(attributes, {
    group,
    resource,
    namespace,
    name: textAt(owner, 'name'),
  });
  if (allowed) return;
  throw refusalOf(
    attributes,
    `cannot set blockOwnerDeletion if an ownerReference refers to a resource you can't set finalizers on: ${reason}, <nil>`,
  );
}

type Finalized = Pick<ResourceAttributes, 'group' | 'resource' | 'namespace' | 'name'>;

const everything: Finalized = { group: '*', resource: '*', namespace: '', name: '*' };

function mayFinalize({ requester }: AdmissionAttributes, owner: Finalized): AccessDecision {
  return requester.authorizer.judge(requester.user, { verb: 'update', subresource: 'finalizers', ...owner });
}

interface Mapping {
  readonly group: string;
  readonly resource: string;
  readonly isNamespaced: boolean;
}

/** Which resource a kind belongs to, as Go clients guess it of discovery: also by its name in lower case, and of its list. */
function mappingOf({ server }: AdmissionAttributes, apiVersion: string, kind: string): Mapping | undefined {
  const { group } = kindIn(apiVersion, kind);
  const version = server.registry.discovered.filter(({ resource }) => apiVersionOf(resource) === apiVersion);
  const found = version.findLast(({ resource }) =>
    [resource.kind, resource.kind.toLowerCase()].includes(kind),
  );
  if (found) return { group, resource: found.resource.plural, isNamespaced: isNamespaced(found) };
  const listed = version.find(({ resource }) => `${resource.kind}List` === kind);
  if (listed) return { group, resource: `${kind.toLowerCase()}s`, isNamespaced: isNamespaced(listed) };
  if (kind === 'List' && version.length > 0) return { group, resource: 'lists', isNamespaced: false };
  return undefined;
}

function isNamespaced({ resource }: ServedResource): boolean {
  return resource.scope === 'Namespaced';
}
