// Custom resources from code: a schema becomes a type, a token and a CustomResourceDefinition.

export { CrdSchemaError, type SchemaProblem } from './schema/crd-schema-error.ts';
export type {
  JsonSchemaProps,
  SchemaType,
  ValidationRule,
  ValueValidation,
} from './schema/json-schema-props.ts';
export type { Repair } from './schema/place.ts';
export type { InferInput, InferOutput, JsonSchemaInput, SchemaInput } from './schema/schema-input.ts';
export {
  explainStructuralSchema,
  type StructuralSchema,
  type StructuralSchemaOptions,
  structuralSchema,
} from './schema/structural-schema.ts';
