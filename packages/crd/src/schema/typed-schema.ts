// JSON Schema whose static type is given by hand.

import type { JsonSchemaInput } from './schema-input.ts';

declare const valueType: unique symbol;

/** JSON Schema of values of a type. */
export type TypedSchema<T> = JsonSchemaInput & {
  /** Only for the compiler; never set. */
  readonly [valueType]?: T;
};

/**
 * Gives JSON Schema the static type of its values, as TypeBox knows it. The compiler believes it.
 *
 * @example
 * defineCustomResource({
 *   group: 'shop.example', kind: 'Shop', scope: 'Cluster',
 *   versions: { v1: { spec: typedSchema<{ readonly name: string }>({ type: 'object', properties: { name: { type: 'string' } } }) } },
 * }).definition;
 */
export function typedSchema<T>(schema: JsonSchemaInput): TypedSchema<T> {
  return schema;
}
