// From any schema to the structural schema of a CustomResourceDefinition.

import { checkDefaults } from './check-defaults.ts';
import { convert } from './convert.ts';
import { emit } from './emit.ts';
import type { JsonSchemaProps } from './json-schema-props.ts';
import { type Repair, rootPlace } from './place.ts';
import { readJsonSchema } from './read-json-schema.ts';
import type { SchemaInput } from './schema-input.ts';

export interface StructuralSchemaOptions {
  /** Where the schema stands in the resource, for messages, `rules` and paths. Default: the resource's root (`''`). */
  readonly at?: string;
  /**
   * Keywords to add, by path as messages name them (`spec.items[].port`): `x-kubernetes-*`, rules in CEL, defaults,
   * descriptions, for libraries that have no place for them.
   */
  readonly extensions?: Readonly<Record<string, Partial<JsonSchemaProps>>>;
}

export interface StructuralSchema {
  readonly schema: JsonSchemaProps;
  /** What was said in other words, or left out because the server does it anyway. */
  readonly repairs: readonly Repair[];
}

/**
 * The structural schema of a schema's stored side, for `openAPIV3Schema` or a part of it.
 *
 * @throws CrdSchemaError for what cannot be said, with its path.
 * @example structuralSchema(z.object({ size: z.int().min(1).default(1) }), { at: 'spec' });
 */
export function structuralSchema(input: SchemaInput, options: StructuralSchemaOptions = {}): JsonSchemaProps {
  return explainStructuralSchema(input, options).schema;
}

/**
 * As {@link structuralSchema}, with the list of what was repaired.
 *
 * @throws CrdSchemaError for what cannot be said, with its path.
 * @example for (const { path, what } of explainStructuralSchema(schema).repairs) log.info({ path }, what);
 */
export function explainStructuralSchema(
  input: SchemaInput,
  options: StructuralSchemaOptions = {},
): StructuralSchema {
  const at = options.at ?? '';
  const read = readJsonSchema(input, at, options.extensions ?? {});
  const place = rootPlace({
    convert,
    document: read.document,
    vendor: read.vendor,
    at,
    extensions: options.extensions ?? {},
  });
  const schema = emit(convert(read.document, place), place);
  checkDefaults(schema, place.path);
  return { schema, repairs: place.run.repairs };
}
