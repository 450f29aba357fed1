// Which object is meant: a resource, a namespace and a name, as a work queue, a log line or an Event names it. The
// object need not exist.

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

/** The wire's form (core/v1 ObjectReference), as in `involvedObject` of an Event. */
export interface ObjectIdentity {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
  readonly uid?: string;
  readonly resourceVersion?: string;
}

export const ObjectRef = {
  /** By name. */
  of<K extends KubeObject>(resource: Resource<K>, name: string, namespace?: string): ObjectRef<K> {
    return { resource, name, ...(namespace !== undefined && { namespace }) };
  },

  /** Of an object at hand. */
  to<K extends KubeObject>(resource: Resource<K>, object: K): ObjectRef<K> {
    return ObjectRef.of(resource, object.metadata.name, object.metadata.namespace);
  },

  /** Of an object's controller, where that is of this resource; in any version, as the owner may have been another. */
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

  /** For the wire, with the identity of one very object. */
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
