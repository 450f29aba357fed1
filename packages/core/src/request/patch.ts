// The four kinds of patch that the API server knows.
// https://kubernetes.io/docs/reference/using-api/api-concepts/#patch-and-apply

import type { KubeObject, WrittenType } from '../resource/object.ts';

/** One step of an RFC 6902 JSON patch. */
export type JsonPatchOperation =
  | { readonly op: 'add' | 'replace' | 'test'; readonly path: string; readonly value: unknown }
  | { readonly op: 'remove'; readonly path: string }
  | { readonly op: 'move' | 'copy'; readonly from: string; readonly path: string };

/** A type without fields of its own says nothing of its objects, so nothing can be wrong in them. */
type IsUntyped<K extends KubeObject> = string extends keyof K
  ? true
  : keyof K extends keyof KubeObject
    ? true
    : false;

/** `Body`, made of all fields but those that say the type. */
type Written<K extends KubeObject, Body, V, N> =
  IsUntyped<K> extends true ? object : Body & WrittenType<K, V, N>;

type Fields<K> = Omit<K, 'apiVersion' | 'kind'>;

/** Whole numbers beyond 2^53 are written as bigints. */
type Exact<T> = number extends T ? T | bigint : T;

type Merged<T> = T extends readonly unknown[]
  ? T
  : T extends object
    ? { readonly [F in keyof T]?: Merged<T[F]> | null }
    : Exact<T>;

/**
 * A merge patch of `K`: any of its fields. Null removes a field, and an array is replaced as a whole. For a kind known
 * only at run time: any object.
 */
export type MergePatch<
  K extends KubeObject,
  V = NonNullable<K['apiVersion']>,
  N = NonNullable<K['kind']>,
> = Written<K, Merged<Fields<K>>, V, N>;

/** The keys of `T` that hold lists. */
type ListKeys<T> = {
  [F in keyof T]-?: NonNullable<T[F]> extends readonly unknown[] ? F & string : never;
}[keyof T];

// https://github.com/kubernetes/community/blob/main/contributors/devel/sig-api-machinery/strategic-merge-patch.md
type Directives<T> = {
  readonly $patch?: 'replace' | 'merge' | 'delete';
  readonly $retainKeys?: readonly (keyof T & string)[];
} & {
  readonly [F in ListKeys<T> as `$setElementOrder/${F}`]?: readonly (string | number | object)[];
} & {
  readonly [F in ListKeys<T> as `$deleteFromPrimitiveList/${F}`]?: T[F];
};

type StrategicallyMerged<T> = T extends readonly (infer Element)[]
  ? readonly StrategicallyMerged<Element>[]
  : T extends object
    ? { readonly [F in keyof T]?: StrategicallyMerged<T[F]> | null } & Directives<T>
    : Exact<T>;

/** A strategic merge patch of `K`: any of its fields, also within lists, null, and the directives. Else as `MergePatch`. */
export type StrategicPatch<
  K extends KubeObject,
  V = NonNullable<K['apiVersion']>,
  N = NonNullable<K['kind']>,
> = Written<K, StrategicallyMerged<Fields<K>>, V, N>;

type Intended<T> = T extends readonly (infer Element)[]
  ? readonly Intended<Element>[]
  : T extends object
    ? { readonly [F in keyof T]?: Intended<T[F]> }
    : Exact<T>;

/** What a manager wants of an object of kind `K`: any of its fields, also within lists. Else as `MergePatch`. */
export type ApplyIntent<
  K extends KubeObject,
  V = NonNullable<K['apiVersion']>,
  N = NonNullable<K['kind']>,
> = Written<K, Intended<Fields<K>>, V, N>;

/** `merge`: RFC 7386. `strategic`: built-in kinds only. `apply`: server-side apply of a whole intent. */
export type Patch =
  | { readonly type: 'merge' | 'strategic' | 'apply'; readonly body: object }
  | { readonly type: 'json'; readonly body: readonly JsonPatchOperation[] };

/** The media type that tells the server which patch a body is. */
export const patchContentType: Readonly<Record<Patch['type'], string>> = {
  merge: 'application/merge-patch+json',
  json: 'application/json-patch+json',
  strategic: 'application/strategic-merge-patch+json',
  // JSON is YAML, and there is no name for JSON alone.
  apply: 'application/apply-patch+yaml',
};
