// What requests need, told to whoever wants to know: by it, a role is written that allows just that.

import { type HttpRequest, type ResourceAttributes } from '@kube-rx/core';
import { type JsonObject, objectsAt, textAt } from '../json/json.ts';
import type { Registry } from '../registry/registry.ts';
import type { ServedResource } from '../registry/served-resource.ts';
import type { Authorizer } from './authorizer.ts';
import type { Attributes } from './policy-rule.ts';
import type { User } from './user.ts';

/** A right that a request needed, and who sent it. */
export interface AskedAccess {
  readonly access: ResourceAttributes;
  /** Who needs it: for impersonation, who impersonates; for all that follows, who is impersonated. */
  readonly user: string;
  /** As the client names itself; `''` where it does not. */
  readonly userAgent: string;
}

/** Called for each right that a request needs, whether the request has it or not. Paths that are no resource count not. */
export type AccessListener = (asked: AskedAccess) => void;

/** Tells of rights, for one request. */
export type TellAccess = (user: User, attributes: Attributes) => void;

export function tellingOf(listener: AccessListener, { headers }: HttpRequest): TellAccess {
  const userAgent = headers['user-agent'] ?? '';
  return (user, attributes) => {
    if ('path' in attributes || attributes.verb === '') return;
    const { verb, group, resource, subresource, namespace, name } = attributes;
    // A path may have anything in it, and to a role these are more than they say.
    if (group.includes('*') || /[*/]/.test(resource)) return;
    listener({
      access: {
        verb,
        group,
        resource,
        ...(subresource !== '' && { subresource }),
        ...(namespace !== '' && { namespace }),
        ...(name !== '' && { name }),
      },
      user: user.name,
      userAgent,
    });
  };
}

/** Tells of each right that was needed beside that of the request itself, and was there. */
export function tellingAuthorizer(authorizer: Authorizer, tell: TellAccess): Authorizer {
  return {
    ...authorizer,
    judge: (user, attributes) => {
      const decision = authorizer.judge(user, attributes);
      if (decision.allowed) tell(user, attributes);
      return decision;
    },
  };
}

/** A write of an object, as it is stored at last. */
export interface OwnerChange {
  readonly served: ServedResource;
  readonly namespace: string;
  readonly name: string;
  readonly object: JsonObject;
  readonly old: JsonObject | undefined;
}

/**
 * What a write needs where the server has the admission plugin OwnerReferencesPermissionEnforcement: to update the
 * finalizers of an owner whose deletion it blocks from now on, and to delete an object whose owners it changes.
 * https://github.com/kubernetes/kubernetes/blob/v1.36.3/plugin/pkg/admission/gc/gc_admission.go
 */
export function ownerRights(
  registry: Registry,
  { served, namespace, name, object, old }: OwnerChange,
): Attributes[] {
  const { group, plural } = served.resource;
  const [owners, before] = [ownersOf(object), ownersOf(old)];
  const known = new Set(before.map(ownerKey));
  const isChanged = owners.length !== before.length || owners.some((owner) => !known.has(ownerKey(owner)));
  if (!isChanged) return [];
  const deletes = { verb: 'delete', group, resource: plural, subresource: '', namespace, name };
  const blocking = new Set(before.filter(blocks).map((owner) => textAt(owner, 'uid')));
  const finalizers = owners
    .filter((owner) => blocks(owner) && !blocking.has(textAt(owner, 'uid')))
    .flatMap((owner) => {
      const kind = registry.findKind(textAt(owner, 'apiVersion'), textAt(owner, 'kind'));
      if (!kind) return [];
      const { resource } = kind;
      const within = resource.scope === 'Namespaced' ? namespace : '';
      const of = { group: resource.group, resource: resource.plural, subresource: 'finalizers' };
      return [{ verb: 'update', ...of, namespace: within, name: textAt(owner, 'name') }];
    });
  return [...(old ? [deletes] : []), ...finalizers];
}

function ownersOf(object: JsonObject | undefined): JsonObject[] {
  return objectsAt(object, 'metadata', 'ownerReferences');
}

function blocks(owner: JsonObject): boolean {
  return owner['blockOwnerDeletion'] === true;
}

function ownerKey(owner: JsonObject): string {
  const text = ['apiVersion', 'kind', 'name', 'uid'].map((key) => textAt(owner, key));
  return JSON.stringify([...text, owner['controller'] ?? null, blocks(owner)]);
}
