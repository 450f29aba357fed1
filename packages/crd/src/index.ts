// Custom resources from code: a schema becomes a type, a token and a CustomResourceDefinition.

// Rules
export { checkRules, type RuleProblem } from './cel/check-rules.ts';
export { escapeFieldName } from './cel/field-name.ts';
// A kind
export {
  type BreakingChange,
  breakingChanges,
  type ChangeEffect,
  describeChange,
} from './definition/breaking-changes.ts';
export {
  type ColumnType,
  type Conversion,
  type ConversionClient,
  CustomResourceDefinition,
  type DefinedVersion,
  type DefinitionNames,
  type PrinterColumn,
  type ScalePaths,
} from './definition/custom-resource-definition.ts';
export {
  type CustomResource,
  type CustomResourceOptions,
  type Defined,
  defineCustomResource,
  type ObjectType,
  type VersionsOptions,
  type VersionToken,
} from './definition/define-custom-resource.ts';
export { InvalidCustomResourceError } from './definition/invalid-custom-resource-error.ts';
export { isDefinition } from './definition/is-definition.ts';
export type { ColumnOptions } from './definition/printer-columns.ts';
export { type NameOptions, pluralOf } from './definition/resource-names.ts';
export type { StorageVersion } from './definition/version-name.ts';
export type { CustomObject, SubresourcesOf, VersionOptions } from './definition/version-options.ts';
// On a server
export { type AppliedCrd, type ApplyCrdsOptions, applyCrds } from './install/apply-crds.ts';
export { BreakingChangeError } from './install/breaking-change-error.ts';
// Schemas
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
export { type TypedSchema, typedSchema } from './schema/typed-schema.ts';
