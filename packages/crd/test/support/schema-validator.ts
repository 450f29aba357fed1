// What a server would say of a value, as far as the schemas of the properties go: written from the rules of the keywords,
// and not from what compares them.

import type { JsonSchemaProps } from '@kube-rx/crd';

/** The value with defaults, and without what the schema does not know. */
export function admitted(schema: JsonSchemaProps, value: unknown): unknown {
  if (Array.isArray(value)) {
    const kept = schema['x-kubernetes-preserve-unknown-fields'] && !schema.items;
    return kept ? value : value.map((one: unknown) => admitted(schema.items ?? {}, one));
  }
  if (typeof value !== 'object' || value === null) return value;
  const { properties = {}, additionalProperties } = schema;
  const kept = Object.entries(value).flatMap(([name, member]) => {
    const property =
      properties[name] ?? (typeof additionalProperties === 'object' ? additionalProperties : undefined);
    if (property) return [[name, admitted(property, member)] as const];
    return schema['x-kubernetes-preserve-unknown-fields'] ? [[name, member] as const] : [];
  });
  const defaults = Object.entries(properties).flatMap(([name, property]) =>
    property.default === undefined || Object.hasOwn(value, name) ? [] : [[name, property.default] as const],
  );
  return Object.fromEntries([...kept, ...defaults]);
}

export function isValid(schema: JsonSchemaProps, value: unknown): boolean {
  if (value === null) return schema.nullable === true || schema.type === undefined;
  if (!hasType(schema, value)) return false;
  if (schema.enum && !schema.enum.includes(value)) return false;
  if (typeof value === 'string')
    return (
      within(value.length, schema.minLength, schema.maxLength) &&
      (schema.pattern === undefined || new RegExp(schema.pattern).test(value))
    );
  if (typeof value === 'number') return isNumberValid(schema, value);
  if (Array.isArray(value))
    return (
      within(value.length, schema.minItems, schema.maxItems) &&
      value.every((one: unknown) => isValid(schema.items ?? {}, one))
    );
  return typeof value !== 'object' || isObjectValid(schema, value);
}

function isObjectValid(schema: JsonSchemaProps, value: object): boolean {
  const { properties = {}, additionalProperties, required = [] } = schema;
  const entries = Object.entries(value);
  return (
    within(entries.length, schema.minProperties, schema.maxProperties) &&
    required.every((name) => Object.hasOwn(value, name)) &&
    entries.every(([name, member]) => {
      const property =
        properties[name] ?? (typeof additionalProperties === 'object' ? additionalProperties : {});
      return isValid(property, member);
    })
  );
}

function isNumberValid(schema: JsonSchemaProps, value: number): boolean {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema;
  return (
    within(value, minimum, maximum) &&
    !(exclusiveMinimum && value === minimum) &&
    !(exclusiveMaximum && value === maximum) &&
    (multipleOf === undefined || Number.isInteger(value / multipleOf))
  );
}

function hasType(schema: JsonSchemaProps, value: unknown): boolean {
  if (schema['x-kubernetes-int-or-string']) return typeof value === 'string' || Number.isInteger(value);
  switch (schema.type) {
    case 'array':
      return Array.isArray(value);
    case 'object':
      return typeof value === 'object' && !Array.isArray(value);
    case 'integer':
      return Number.isInteger(value);
    case undefined:
      return true;
    default:
      return typeof value === schema.type;
  }
}

function within(size: number, least = Number.NEGATIVE_INFINITY, most = Number.POSITIVE_INFINITY): boolean {
  return size >= least && size <= most;
}
