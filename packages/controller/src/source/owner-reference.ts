// Whose child an object says that it is. Whoever may create objects in one namespace writes what he likes into their
// references, so what they say is believed only where the garbage collector believes it too. Pure.
// https://kubernetes.io/docs/concepts/overview/working-with-objects/owners-dependents/

import { controllerOf, type KubeObject, type OwnerReference, type Resource } from '@kube-rx/core';

/** Whether a reference names an object of this resource. The version is the writer's choice, so it is not read. */
export function namesKind(reference: OwnerReference, { group, kind }: Resource): boolean {
  return reference.kind === kind && groupOf(reference) === group;
}

/** Whether `child` is the object's: by uid, kind and group, and by where it is, as an owner in a namespace owns only there. */
export function isChildOf(child: KubeObject, owner: KubeObject, resource: Resource): boolean {
  const reference = controllerOf(child);
  if (!reference || reference.uid !== owner.metadata.uid || !namesKind(reference, resource)) return false;
  return resource.scope === 'Cluster' || child.metadata.namespace === owner.metadata.namespace;
}

function groupOf({ apiVersion }: OwnerReference): string | undefined {
  if (typeof apiVersion !== 'string') return undefined;
  const slash = apiVersion.indexOf('/');
  return slash === -1 ? '' : apiVersion.slice(0, slash);
}
