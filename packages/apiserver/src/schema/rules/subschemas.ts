// The schemas within a schema, as they stand in a definition.

import { Field } from '../../validation/field.ts';

/** What lies behind one of the keywords that hold a schema for whatever the value has of it. */
export const junctors = ['allOf', 'anyOf', 'oneOf'] as const;

/** The schema of the items; undefined where there is none, or one for each. */
export function itemsOf(schema: Field): Field | undefined {
  return schemaAt(schema, 'items');
}

/** The schema of values under other keys; undefined where there is none. */
export function additionalOf(schema: Field): Field | undefined {
  return schemaAt(schema, 'additionalProperties');
}

export function notOf(schema: Field): Field | undefined {
  return schemaAt(schema, 'not');
}

function schemaAt(schema: Field, keyword: string): Field | undefined {
  const inner = schema.at(keyword);
  return inner.isSet && !Array.isArray(inner.value) && typeof inner.value === 'object' ? inner : undefined;
}

export function propertiesOf(schema: Field): readonly (readonly [string, Field])[] {
  return schema.at('properties').entries;
}

export function propertyOf(schema: Field, name: string): Field | undefined {
  const properties = schema.at('properties');
  if (!Object.hasOwn(properties.object, name)) return undefined;
  return new Field(properties.object[name], `${properties.path}[${name}]`);
}

export function isOn(schema: Field, keyword: string): boolean {
  return schema.at(keyword).value === true;
}

/** Whether the schema, or one within, is as asked. */
export function someSchema(schema: Field, isAsked: (schema: Field) => boolean): boolean {
  return isAsked(schema) || subschemasOf(schema).some((inner) => someSchema(inner, isAsked));
}

/** All schemas directly within, whatever they say. */
function subschemasOf(schema: Field): Field[] {
  return Object.keys(schema.object).flatMap((keyword) => {
    if (maps.has(keyword)) return schema.at(keyword).entries.map(([, inner]) => inner);
    if (!holders.has(keyword)) return [];
    const single = schemaAt(schema, keyword);
    return single ? [single] : schema.at(keyword).items;
  });
}

const maps: ReadonlySet<string> = new Set(['properties', 'patternProperties', 'definitions', 'dependencies']);
const holders: ReadonlySet<string> = new Set([
  ...['items', 'not', 'additionalProperties', 'additionalItems'],
  ...junctors,
]);
