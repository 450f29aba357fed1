/**
 * The fields of the built-in types: what OpenAPI says of them without its descriptions, and their protobuf numbers.
 * Apart from the types and tokens, so that only those load it who decode, validate or publish objects.
 *
 *   schemas('core/v1/Pod')?.fields.get('spec')   // { name: 'spec', kind: 'reference', type: 'core/v1/PodSpec', … }
 *
 * The table has a short text for each type, read on first use; `schema-notation.ts` says how.
 */

import type { TypeSchema } from '@kube-rx/core';
import { readType } from './schema-notation.ts';
import { packages, table } from './schema-table.ts';

export type { FieldSchema, TypeSchema, UnionSchema, ValueSchema } from '@kube-rx/core';

/** The schema of a type, as `apps/v1/Deployment` or `core/v1/PodSpec`; undefined for a stranger. */
export function schemas(type: string): TypeSchema | undefined {
  const known = read.get(type);
  if (known !== undefined) return known;
  const text = Object.hasOwn(table, type) ? table[type] : undefined;
  if (text === undefined) return undefined;
  const at = type.lastIndexOf('/');
  const module = type.slice(0, at);
  const schema = {
    type,
    openApiName: `${packages[module] ?? module}.${type.slice(at + 1)}`,
    ...readType(text, module),
  };
  read.set(type, schema);
  return schema;
}

const read = new Map<string, TypeSchema>();
