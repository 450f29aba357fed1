// Who owns whom: `metadata.ownerReferences`. An object goes when its last owner goes, and one of its owners may be
// its controller, the one that manages it.
// https://kubernetes.io/docs/concepts/architecture/garbage-collection/#owners-dependents

import { InvalidRequestError } from '../errors.ts';
import type { KubeObject, OwnerReference } from './object.ts';
import { apiVersionOf, type Resource } from './resource.ts';

/**
 * A reference to an owner: the object goes when the owner goes.
 *
 * @throws InvalidRequestError where the owner has no uid, as an object that is not stored yet.
 */
export function ownerReference<K extends KubeObject>(resource: Resource<K>, owner: K): OwnerReference {
  const { name, uid } = owner.metadata;
  if (uid === undefined)
    throw new InvalidRequestError(
      `${resource.kind} ${name} has no uid, so nothing can refer to it as its owner: create it first`,
    );
  return { apiVersion: apiVersionOf(resource), kind: resource.kind, name, uid };
}

/**
 * A reference to the owner that manages the object: the one that watches it, and that a foreground deletion waits
 * for. An object has at most one.
 *
 * @throws InvalidRequestError where the owner has no uid.
 */
export function controllerReference<K extends KubeObject>(resource: Resource<K>, owner: K): OwnerReference {
  return { ...ownerReference(resource, owner), controller: true, blockOwnerDeletion: true };
}

/** The reference to the object's controller, if it has one. */
export function controllerOf(object: Pick<KubeObject, 'metadata'>): OwnerReference | undefined {
  return object.metadata.ownerReferences?.find(({ controller }) => controller === true);
}

/** Whether one of the object's owners is this very one. A namesake with another uid is not. */
export function isOwnedBy(object: KubeObject, owner: KubeObject): boolean {
  const { uid } = owner.metadata;
  return uid !== undefined && object.metadata.ownerReferences?.some((each) => each.uid === uid) === true;
}

/** Whether the object's controller is this very one. */
export function isControlledBy(object: KubeObject, owner: KubeObject): boolean {
  const { uid } = owner.metadata;
  return uid !== undefined && controllerOf(object)?.uid === uid;
}

/**
 * A copy of the object with the reference among its owners; a reference to the same owner is replaced.
 *
 * @throws InvalidRequestError where the reference says controller and the object has another one, which the server
 * would refuse.
 */
export function withOwner<K extends KubeObject>(object: K, owner: OwnerReference): K {
  const current = controllerOf(object);
  if (owner.controller === true && current !== undefined && current.uid !== owner.uid)
    throw new InvalidRequestError(
      `${object.metadata.name} is already controlled by ${current.kind} ${current.name}; ` +
        `${owner.kind} ${owner.name} cannot control it too`,
    );
  const others = (object.metadata.ownerReferences ?? []).filter(({ uid }) => uid !== owner.uid);
  return { ...object, metadata: { ...object.metadata, ownerReferences: [...others, owner] } };
}
