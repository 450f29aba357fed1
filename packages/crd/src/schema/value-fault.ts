// Whether a value fits a structural schema: what a server would find wrong first. Patterns, formats and rules in CEL are
// left to the server, which reads them its own way.

import { isRecord, sameJson } from './draft.ts';
import type { JsonSchemaProps, ValueValidation } from './json-schema-props.ts';
import { propertyPath } from './place.ts';

/** What is wrong with a value, or undefined. */
export function faultOf(value: unknown, schema: JsonSchemaProps, path: string): string | undefined {
  if (value === null) {
    const isUntyped = schema.type === undefined && schema['x-kubernetes-int-or-string'] !== true;
    const isAllowed = schema.nullable === true || isUntyped;
    return isAllowed ? enumFault(value, schema, path) : at(path, 'null is not allowed');
  }
  if (!hasType(value, schema)) return at(path, `it is no ${schema.type ?? 'whole number or string'}`);
  return valueFault(value, schema, path) ?? memberFault(value, schema, path);
}

function hasType(value: unknown, schema: JsonSchemaProps): boolean {
  if (schema['x-kubernetes-int-or-string'] === true)
    return typeof value === 'string' || Number.isInteger(value);
  switch (schema.type) {
    case 'integer':
      return Number.isInteger(value);
    case 'array':
      return Array.isArray(value);
    case 'object':
      return isRecord(value);
    case 'boolean':
    case 'number':
    case 'string':
      return typeof value === schema.type;
    default:
      return true;
  }
}

function memberFault(value: unknown, schema: JsonSchemaProps, path: string): string | undefined {
  if (Array.isArray(value) && schema.items !== undefined) {
    const { items } = schema;
    return firstFault(value, (item: unknown, index) => faultOf(item, items, `${path}[${index}]`));
  }
  if (!isRecord(value)) return undefined;
  const { additionalProperties: values } = schema;
  return firstFault(Object.entries(value), ([name, member]) => {
    const property =
      schema.properties !== undefined && Object.hasOwn(schema.properties, name)
        ? schema.properties[name]
        : undefined;
    const there = propertyPath(path, name);
    if (property !== undefined) return faultOf(member, property, there);
    if (typeof values === 'object') return faultOf(member, values, there);
    const isKept = values === true || schema['x-kubernetes-preserve-unknown-fields'] === true;
    return isKept ? undefined : at(there, 'it is an unknown field');
  });
}

function firstFault<T>(
  list: readonly T[],
  fault: (item: T, index: number) => string | undefined,
): string | undefined {
  for (const [index, item] of list.entries()) {
    const found = fault(item, index);
    if (found !== undefined) return found;
  }
  return undefined;
}

function valueFault(value: unknown, asked: ValueValidation, path: string): string | undefined {
  return (
    enumFault(value, asked, path) ??
    (typeof value === 'number' ? numberFault(value, asked, path) : undefined) ??
    (typeof value === 'string'
      ? sizeFault(Array.from(value).length, [asked.minLength, asked.maxLength], path)
      : undefined) ??
    (Array.isArray(value) ? sizeFault(value.length, [asked.minItems, asked.maxItems], path) : undefined) ??
    (isRecord(value) ? objectFault(value, asked, path) : undefined) ??
    junctorFault(value, asked, path)
  );
}

function enumFault(value: unknown, asked: ValueValidation, path: string): string | undefined {
  const isNamed = asked.enum === undefined || asked.enum.some((other) => sameJson(other, value));
  return isNamed ? undefined : at(path, 'it is none of the values of the enum');
}

function numberFault(value: number, asked: ValueValidation, path: string): string | undefined {
  const { minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY, multipleOf } = asked;
  if (value < minimum || (value === minimum && asked.exclusiveMinimum === true))
    return at(path, 'it is too small');
  if (value > maximum || (value === maximum && asked.exclusiveMaximum === true))
    return at(path, 'it is too large');
  const isMultiple =
    multipleOf === undefined || Math.abs(value / multipleOf - Math.round(value / multipleOf)) < 1e-9;
  return isMultiple ? undefined : at(path, `it is no multiple of ${multipleOf}`);
}

type Bounds = readonly [least: number | undefined, most: number | undefined];

function sizeFault(
  size: number,
  [least = 0, most = Number.POSITIVE_INFINITY]: Bounds,
  path: string,
): string | undefined {
  if (size < least) return at(path, `it has ${size} of at least ${least}`);
  return size > most ? at(path, `it has ${size} of at most ${most}`) : undefined;
}

function objectFault(
  value: Readonly<Record<string, unknown>>,
  asked: ValueValidation & JsonSchemaProps,
  path: string,
): string | undefined {
  const missing = asked.required?.find((name) => !Object.hasOwn(value, name) && !hasDefault(asked, name));
  if (missing !== undefined) return at(propertyPath(path, missing), 'it is missing');
  return sizeFault(Object.keys(value).length, [asked.minProperties, asked.maxProperties], path);
}

/** A missing field with a default is filled in before anything is checked. */
function hasDefault({ properties }: JsonSchemaProps, name: string): boolean {
  return (
    properties !== undefined && Object.hasOwn(properties, name) && properties[name]?.default !== undefined
  );
}

/** A part of a junctor says nothing of types, so members are looked at without. */
function nestedFault(value: unknown, asked: ValueValidation, path: string): string | undefined {
  const own = valueFault(value, asked, path);
  if (own !== undefined) return own;
  const { items, properties } = asked;
  if (Array.isArray(value) && items !== undefined)
    return firstFault(value, (item: unknown, index) => nestedFault(item, items, `${path}[${index}]`));
  if (!isRecord(value)) return undefined;
  return firstFault(Object.entries(properties ?? {}), ([name, property]) =>
    Object.hasOwn(value, name) ? nestedFault(value[name], property, propertyPath(path, name)) : undefined,
  );
}

function junctorFault(value: unknown, asked: ValueValidation, path: string): string | undefined {
  const all = firstFault(asked.allOf ?? [], (part) => nestedFault(value, part, path));
  if (all !== undefined) return all;
  const fitting = (parts: readonly ValueValidation[]): number =>
    parts.filter((part) => nestedFault(value, part, path) === undefined).length;
  if (asked.anyOf !== undefined && fitting(asked.anyOf) === 0) return at(path, 'it is none of the variants');
  if (asked.oneOf !== undefined && fitting(asked.oneOf) !== 1)
    return at(path, 'it is not exactly one of the variants');
  const isForbidden = asked.not !== undefined && nestedFault(value, asked.not, path) === undefined;
  return isForbidden ? at(path, 'it is forbidden') : undefined;
}

function at(path: string, what: string): string {
  return path === '' ? what : `${path}: ${what}`;
}
