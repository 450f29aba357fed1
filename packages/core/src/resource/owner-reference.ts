// `metadata.ownerReferences`. An object is deleted with its last owner. One owner may be its controller.
// https://kubernetes.io/docs/concepts/architecture/garbage-collection/#owners-dependents

import { InvalidRequestError } from '../errors.ts';
import type { KubeObject, OwnerReference } from './object.ts';
import { apiVersionOf, type Resource } from './resource.ts';

/**
 * @throws InvalidRequestError if the owner has no uid because it is not stored yet.
 * @example ownerReference(Pod, pod); // { apiVersion: 'v1', kind: 'Pod', name: 'web-0', uid: '…' }
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
 * A reference to the owner that manages the object. A foreground deletion of the owner waits for the object.
 *
 * @throws InvalidRequestError if the owner has no uid.
 * @example controllerReference(Deployment, deployment).controller; // true
 */
export function controllerReference<K extends KubeObject>(resource: Resource<K>, owner: K): OwnerReference {
  return { ...ownerReference(resource, owner), controller: true, blockOwnerDeletion: true };
}

/**
 * The first owner reference with `controller: true`, whatever else the server wrote there.
 *
 * @example controllerOf(pod)?.kind; // 'ReplicaSet'
 */
export function controllerOf({ metadata }: Pick<KubeObject, 'metadata'>): OwnerReference | undefined {
  return ownersIn(metadata).find((each) => each.controller === true);
}

/**
 * Whether one of the object's owners has the uid of `owner`, whatever else the server wrote there.
 *
 * @example isOwnedBy(replicaSet, deployment); // true
 */
export function isOwnedBy(object: KubeObject, owner: KubeObject): boolean {
  const { uid } = owner.metadata;
  return uid !== undefined && ownersIn(object.metadata).some((each) => each.uid === uid);
}

/**
 * Whether the object's controller has the uid of `owner`.
 *
 * @example isControlledBy(pod, deployment); // false: a ReplicaSet is in between
 */
export function isControlledBy(object: KubeObject, owner: KubeObject): boolean {
  const { uid } = owner.metadata;
  return uid !== undefined && controllerOf(object)?.uid === uid;
}

/**
 * A copy of the object with this owner. It replaces a reference to the same owner.
 *
 * @throws InvalidRequestError if a second owner would become the controller, which the server refuses.
 * @example withOwner(replicaSet, controllerReference(Deployment, deployment));
 */
export function withOwner<K extends KubeObject>(object: K, owner: OwnerReference): K {
  const current = controllerOf(object);
  if (owner.controller === true && current !== undefined && current.uid !== owner.uid)
    throw new InvalidRequestError(
      `${object.metadata.name} is already controlled by ${current.kind} ${current.name}; ` +
        `${owner.kind} ${owner.name} cannot control it too`,
    );
  const others = ownersIn(object.metadata).filter(({ uid }) => uid !== owner.uid);
  return { ...object, metadata: { ...object.metadata, ownerReferences: [...others, owner] } };
}

function ownersIn({ ownerReferences }: KubeObject['metadata']): readonly OwnerReference[] {
  const references: unknown = ownerReferences;
  if (!Array.isArray(references)) return [];
  return (references as readonly unknown[]).filter(isReference);
}

// Beyond that, a server is believed, as everywhere.
function isReference(value: unknown): value is OwnerReference {
  return typeof value === 'object' && value !== null;
}
