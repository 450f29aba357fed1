/**
 * The dialect of JSON Schema that Kubernetes speaks: OpenAPI v3 as served under /openapi/v3, and the structural
 * schemas of CustomResourceDefinitions. Only the keywords that the generator reads are declared.
 * https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#specifying-a-structural-schema
 */

export interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly format?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly nullable?: boolean;
  readonly enum?: readonly unknown[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly not?: Schema;
  readonly 'x-kubernetes-int-or-string'?: boolean;
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean;
  readonly 'x-kubernetes-embedded-resource'?: boolean;
  readonly 'x-kubernetes-group-version-kind'?: readonly GroupVersionKind[];
  readonly 'x-kubernetes-list-type'?: 'atomic' | 'set' | 'map';
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
  readonly 'x-kubernetes-map-type'?: 'atomic' | 'granular';
  readonly 'x-kubernetes-patch-strategy'?: string;
  readonly 'x-kubernetes-patch-merge-key'?: string;
  readonly 'x-kubernetes-unions'?: readonly Union[];
}

export interface GroupVersionKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

/** Of the fields that `fields-to-discriminateBy` names, at most one is set; the discriminator says which. */
export interface Union {
  readonly discriminator?: string;
  readonly 'fields-to-discriminateBy': Readonly<Record<string, string>>;
}

/** `components.schemas` of one document or of several: full name to schema. */
export type Schemas = Readonly<Record<string, Schema>>;

/** The full name a `$ref` points at, or undefined where there is none. */
export function referenceOf(schema: Schema): string | undefined {
  if (schema.$ref === undefined) return undefined;
  return schema.$ref.startsWith(SCHEMAS) ? schema.$ref.slice(SCHEMAS.length) : schema.$ref;
}

const SCHEMAS = '#/components/schemas/';

/**
 * The schema behind the wrapping that the API server puts around a reference with siblings: `allOf: [{ $ref }]` beside
 * a description or a default.
 */
export function unwrap(schema: Schema): Schema {
  const only = schema.allOf?.length === 1 ? schema.allOf[0] : undefined;
  return only?.$ref !== undefined && schema.properties === undefined ? only : schema;
}
