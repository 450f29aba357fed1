// Custom resources from code: a schema becomes a type, a token and a CustomResourceDefinition.

export type { JsonSchemaProps } from './schema/json-schema-props.ts';
