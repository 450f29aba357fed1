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
 * Metadata as the server sends it. What only the server sets is optional, so that the type also fits objects that are
 * sent to it. Times are RFC 3339 strings.
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

/** Metadata in another object, as in a Deployment's pod template. Nothing is required, not even a name. */
export type EmbeddedObjectMeta = Partial<ObjectMeta>;

/** Any Kubernetes object. Objects from kube-rx are shared: never write to them. */
export interface KubeObject {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata: ObjectMeta;
}

/** An object whose kind is known only at run time. */
export interface DynamicObject extends KubeObject {
  readonly [field: string]: unknown;
}

/**
 * The metadata of an object and nothing else of it. `apiVersion` and `kind` are those of the object: only on the wire
 * a server calls it `meta.k8s.io/v1` and `PartialObjectMetadata`.
 */
export type PartialObjectMetadata<K extends KubeObject = KubeObject> = KubeObject &
  Pick<K, 'apiVersion' | 'kind' | 'metadata'>;

/** What the server promises of the objects it sends; used to reject an answer that is something else. */
export interface ExpectedType {
  readonly apiVersion: string;
  readonly kind: string;
}

/**
 * The apiVersion and kind of what is written. Literals `V` and `N` must be those of `K`. A `string`, all that the
 * compiler knows of an object that a function made, may be anything.
 */
export type WrittenType<K extends KubeObject, V, N> = {
  readonly apiVersion?: V;
  readonly kind?: N;
} & (string extends V ? unknown : Partial<Pick<K, 'apiVersion'>>) &
  (string extends N ? unknown : Partial<Pick<K, 'kind'>>);

/** An object for `create`. The server may choose its name (`generateName`). */
export type NewObject<
  K extends KubeObject,
  V = NonNullable<K['apiVersion']>,
  N = NonNullable<K['kind']>,
> = Omit<K, 'apiVersion' | 'kind' | 'metadata'> & {
  readonly metadata: Partial<ObjectMeta>;
} & WrittenType<K, V, N>;

/**
 * How stores and logs name an object: `name` alone if it is cluster-scoped.
 *
 * @example objectKey('web-0', 'shop'); // 'shop/web-0'
 */
export function objectKey(name: string, namespace: string | undefined): string {
  return namespace ? `${namespace}/${name}` : name;
}
