// The shape that every Kubernetes object shares.
// https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/object-meta/

/** One entry of `metadata.ownerReferences`. */
export interface OwnerReference {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
  /** True for the one owner that manages the object. */
  readonly controller?: boolean;
  /** True where the owner waits for this object in a foreground deletion. */
  readonly blockOwnerDeletion?: boolean;
}

/** One entry of `metadata.managedFields`: which manager owns which fields. */
export interface ManagedFieldsEntry {
  readonly manager?: string;
  readonly operation?: 'Apply' | 'Update';
  readonly apiVersion?: string;
  readonly time?: string;
  readonly fieldsType?: 'FieldsV1';
  readonly fieldsV1?: Readonly<Record<string, unknown>>;
  readonly subresource?: string;
}

/**
 * Metadata as the server sends it. `name` is always there on a stored object; what only the server sets is
 * optional, so that the same type serves objects on their way to it. Times are RFC 3339 strings.
 */
export interface ObjectMeta {
  readonly name: string;
  readonly generateName?: string;
  readonly namespace?: string;
  readonly uid?: string;
  /** Opaque but ordered; see `compareResourceVersions`. */
  readonly resourceVersion?: string;
  readonly generation?: number;
  readonly creationTimestamp?: string;
  readonly deletionTimestamp?: string;
  readonly deletionGracePeriodSeconds?: number;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly finalizers?: readonly string[];
  readonly ownerReferences?: readonly OwnerReference[];
  readonly managedFields?: readonly ManagedFieldsEntry[];
  readonly selfLink?: string;
}

/**
 * Any Kubernetes object. Objects handed out by kube-rx are shared: read them, never write them.
 */
export interface KubeObject {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata: ObjectMeta;
}

/** An object whose kind is known only at run time. */
export interface DynamicObject extends KubeObject {
  readonly [field: string]: unknown;
}

/** An object on its way to `create`: the name may be left to the server (`generateName`). */
export type NewObject<K extends KubeObject> = Omit<K, 'metadata'> & {
  readonly metadata: Partial<ObjectMeta>;
};

/** `namespace/name`, or `name` alone for cluster-scoped objects: how stores and logs name an object. */
export function objectKey(name: string, namespace: string | undefined): string {
  return namespace ? `${namespace}/${name}` : name;
}
