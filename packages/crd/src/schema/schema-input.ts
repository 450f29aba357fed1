// What a schema may be given as. The libraries are known by the standard interfaces alone.
// https://standardschema.dev

import type { StandardJSONSchemaV1, StandardTypedV1 } from '@standard-schema/spec';

/** JSON Schema as plain data: draft 2020-12, draft-07 or OpenAPI 3.0. TypeBox's schemas are of this kind. */
export type JsonSchemaInput = object;

/**
 * A schema that tells its JSON Schema: of zod 4.2 or later and arktype 2.1.28 or later as it is, of effect by
 * `Schema.toStandardJSONSchemaV1`, of valibot by `toStandardJsonSchema` of `@valibot/to-json-schema`, of TypeBox as it
 * is; or JSON Schema itself.
 */
export type SchemaInput = StandardJSONSchemaV1 | JsonSchemaInput;

/**
 * The static type of a schema's values as the cluster stores them, after defaults: the output side, so that a field
 * with a default is there. Of TypeBox it is given by hand (`Static<typeof schema>`); of plain JSON Schema it is unknown.
 */
export type InferOutput<Schema extends SchemaInput> = Schema extends StandardTypedV1
  ? StandardTypedV1.InferOutput<Schema>
  : unknown;

/** The static type of what a user may write: fields with a default may be left out. */
export type InferInput<Schema extends SchemaInput> = Schema extends StandardTypedV1
  ? StandardTypedV1.InferInput<Schema>
  : unknown;
