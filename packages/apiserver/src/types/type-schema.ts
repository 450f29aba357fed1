// What the built-in types look like, from a table that is handed in: fields, their types and protobuf numbers.

import type { Resource } from '@kube-rx/core';

/** By type, as `apps/v1/Deployment` or `core/v1/PodSpec`: the k8s package's `schemas`. */
export type Schemas = (type: string) => TypeSchema | undefined;

export interface TypeSchema {
  readonly type: string;
  /** `io.k8s.api.core.v1.PodSpec`. */
  readonly openApiName: string;
  readonly fields: ReadonlyMap<string, FieldSchema>;
  readonly atomic: boolean;
  /** Structs that Go embeds, by the protobuf number of their message. */
  readonly embedded: ReadonlyMap<string, string>;
  readonly unions: readonly {
    readonly discriminator?: string;
    readonly fields: Readonly<Record<string, string>>;
  }[];
  /** The schema of a type without fields. */
  readonly opaque?: Readonly<Record<string, unknown>>;
}

export interface ValueSchema {
  readonly kind:
    | 'string'
    | 'int32'
    | 'int64'
    | 'double'
    | 'boolean'
    | 'bytes'
    | 'object'
    | 'reference'
    | 'list'
    | 'map';
  readonly type?: string;
  readonly items?: ValueSchema;
  readonly enum?: readonly string[];
  readonly default?: unknown;
  /** A scalar that is a pointer in Go. */
  readonly pointer?: boolean;
  /** Referred to without a wrapping in OpenAPI. */
  readonly bare?: boolean;
}

export interface FieldSchema extends ValueSchema {
  readonly name: string;
  readonly required: boolean;
  readonly numbers: readonly number[];
  readonly patchStrategy?: string;
  readonly patchMergeKey?: string;
  readonly listType?: 'atomic' | 'set' | 'map';
  readonly listMapKeys?: readonly string[];
  readonly mapType?: 'atomic' | 'granular';
}

export type GroupVersionKind = Pick<Resource, 'group' | 'version' | 'kind'>;

/** `kind` of an apiVersion, as `apps/v1` or `v1`. */
export function kindIn(apiVersion: string, kind: string): GroupVersionKind {
  const [version = '', group = ''] = apiVersion.split('/').reverse();
  return { group, version, kind };
}

/** `core/v1/Pod`. */
export function typeOf({ group, version, kind }: GroupVersionKind): string {
  return `${group === '' ? 'core' : group}/${version}/${kind}`;
}

/** As Go names it: `v1.PodSpec`. */
function goName(type: string): string {
  return type.split('/').slice(-2).join('.');
}

/** As Go writes the type of a value: `map[string][]uint8`. */
export function goType(value: ValueSchema): string {
  switch (value.kind) {
    case 'boolean':
      return 'bool';
    case 'double':
      return 'float64';
    case 'bytes':
      return '[]uint8';
    case 'object':
      return 'map[string]interface {}';
    case 'reference':
      return goName(value.type ?? '');
    case 'list':
      return `[]${value.items ? goType(value.items) : 'interface {}'}`;
    case 'map':
      // Maps of quantities have a name of their own everywhere.
      if (value.items?.type === 'resource/Quantity') return 'v1.ResourceList';
      return `map[string]${value.items ? goType(value.items) : 'interface {}'}`;
    default:
      return value.kind;
  }
}
