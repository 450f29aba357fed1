// What a version of a kind may say, and the types that follow from it.

import type { KubeObject } from '@kube-rx/core';
import type { JsonSchemaProps, ValidationRule } from '../schema/json-schema-props.ts';
import type { InferOutput, SchemaInput } from '../schema/schema-input.ts';
import type { TypedSchema } from '../schema/typed-schema.ts';
import type { ScalePaths } from './custom-resource-definition.ts';
import type { ColumnOptions } from './printer-columns.ts';

/** One version of a kind. */
export interface VersionOptions {
  /** What users write: a schema of zod, arktype, effect or others, or JSON Schema. */
  readonly spec: SchemaInput;
  /** What the controller writes. Where it is there, the kind has the subresource `status`. */
  readonly status?: SchemaInput;
  /** Columns of `kubectl get`, by their names: a path, whose type is that of the field, or more. */
  readonly columns?: Readonly<Record<string, ColumnOptions>>;
  /** Fields to select objects by, besides name and namespace; at most 8, as `['.spec.host']`. */
  readonly selectableFields?: readonly string[];
  /** Where the replicas are; the kind has the subresource `scale` then. */
  readonly scale?: ScalePaths;
  /** Rules in CEL about the spec, which is `self` there. */
  readonly rules?: readonly ValidationRule[];
  /** Rules about the whole object, of whose metadata they see `name` and `generateName`. */
  readonly objectRules?: readonly ValidationRule[];
  /** Keywords to add to the schema, by path, as `'spec.ports[]'`; see `structuralSchema`. */
  readonly extensions?: Readonly<Record<string, Partial<JsonSchemaProps>>>;
  /** What `kubectl explain` says of the kind. */
  readonly description?: string;
  /** Default true. */
  readonly served?: boolean;
  /** Whether objects are stored in this version. Default: in the most stable one. */
  readonly storage?: boolean;
  /** Clients are warned: by the server's words, or by these. */
  readonly deprecated?: boolean | string;
}

/** The static type of an object, by its version: as the cluster keeps it, with defaults filled in. */
export type CustomObject<Version extends VersionOptions> = KubeObject & {
  readonly spec: ValueOf<Version['spec']>;
} & (Version extends { readonly status: infer Status extends SchemaInput }
    ? { readonly status?: ValueOf<Status> }
    : unknown);

/** Of libraries by their own word, of JSON Schema by the program's. */
type ValueOf<Schema extends SchemaInput> =
  unknown extends InferOutput<Schema>
    ? Schema extends TypedSchema<infer T>
      ? T
      : unknown
    : InferOutput<Schema>;

/** The names of the subresources of a version. */
export type SubresourcesOf<Version> =
  | (Version extends { readonly status: SchemaInput } ? 'status' : never)
  | (Version extends { readonly scale: ScalePaths } ? 'scale' : never);
