// A reference to an object by resource, namespace and name, for queues, logs and Events. The object need not exist.

import type { KubeObject } from './object.ts';
import { objectKey } from './object.ts';
import { controllerOf } from './owner-reference.ts';
import { apiVersionOf, type Resource, resourceName } from './resource.ts';

export interface ObjectRef<K extends KubeObject = KubeObject> {
  readonly resource: Resource<K>;
  readonly name: string;
  /** Absent for cluster-scoped objects. */
  readonly namespace?: string;
}

/** The form on the wire (core/v1 ObjectReference), as in `involvedObject` of an Event. */
export interface ObjectIdentity {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
  readonly uid?: string;
  readonly resourceVersion?: string;
}

/** @example ObjectRef.format(ObjectRef.of(Pod, 'web-0', 'shop')); // 'pods shop/web-0' */
export const ObjectRef = {
  of<K extends KubeObject>(resource: Resource<K>, name: string, namespace?: string): ObjectRef<K> {
    return { resource, name, ...(namespace !== undefined && { namespace }) };
  },

  to<K extends KubeObject>(resource: Resource<K>, object: K): ObjectRef<K> {
    return ObjectRef.of(resource, object.metadata.name, object.metadata.namespace);
  },

  /** The object's controller, if it is of this resource, in any version. */
  toController<K extends KubeObject>(resource: Resource<K>, object: KubeObject): ObjectRef<K> | undefined {
    const owner = controllerOf(object);
    const [group] = owner?.apiVersion.includes('/') ? owner.apiVersion.split('/') : [''];
    if (owner?.kind !== resource.kind || group !== resource.group) return undefined;
    const namespace = resource.scope === 'Namespaced' ? object.metadata.namespace : undefined;
    return ObjectRef.of(resource, owner.name, namespace);
  },

  equal(a: ObjectRef, b: ObjectRef): boolean {
    return ObjectRef.format(a) === ObjectRef.format(b) && a.resource.version === b.resource.version;
  },

  /** `deployments.apps shop/web`: for logs and error messages. */
  format(ref: ObjectRef): string {
    return `${resourceName(ref.resource)} ${objectKey(ref.name, ref.namespace)}`;
  },

  /** For the wire, with uid and resourceVersion. */
  toReference<K extends KubeObject>(resource: Resource<K>, object: K): ObjectIdentity {
    const { name, namespace, uid, resourceVersion } = object.metadata;
    return {
      apiVersion: apiVersionOf(resource),
      kind: resource.kind,
      name,
      ...(namespace !== undefined && { namespace }),
      ...(uid !== undefined && { uid }),
      ...(resourceVersion !== undefined && { resourceVersion }),
    };
  },
} as const;
