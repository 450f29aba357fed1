// From any schema to the structural schema of a CustomResourceDefinition.

import { checkDefaults } from './check-defaults.ts';
import { convert } from './convert.ts';
import { CrdSchemaError } from './crd-schema-error.ts';
import { emit } from './emit.ts';
import type { JsonSchemaProps } from './json-schema-props.ts';
import { type Repair, rootPlace } from './place.ts';
import { readJsonSchema } from './read-json-schema.ts';
import type { SchemaInput } from './schema-input.ts';
import { structuralFaults } from './structural-rules.ts';

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
  const { at = '', extensions = {} } = options;
  const read = readJsonSchema(input, at, extensions);
  const { document, vendor } = read;
  const place = rootPlace({ convert, document, vendor, at, extensions: merge(read.extensions, extensions) });
  const schema = emit(convert(document, place), place);
  checkRules(schema, at);
  checkDefaults(schema, at);
  return { schema, repairs: place.run.repairs };
}

type Extensions = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** The caller's keywords win over the library's. */
function merge(own: Extensions, given: Extensions): Extensions {
  const paths = [...new Set([...Object.keys(own), ...Object.keys(given)])];
  return Object.fromEntries(paths.map((path) => [path, { ...own[path], ...given[path] }]));
}

/** What extensions and metadata may still break. */
function checkRules(schema: JsonSchemaProps, at: string): void {
  const [fault] = structuralFaults(schema, at === '' ? 'root' : 'inside', at);
  if (fault !== undefined)
    throw new CrdSchemaError({
      path: fault.path === '' ? '(root)' : fault.path,
      found: `a schema that breaks a rule of structural schemas (${fault.rule})`,
      advice: 'correct the keywords of this place',
    });
}
