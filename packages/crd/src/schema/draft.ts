// A schema under conversion: structural already, with marks that are taken off at the end.

import type { JsonSchemaProps } from './json-schema-props.ts';

export interface Draft extends Omit<JsonSchemaProps, 'properties' | 'items' | 'additionalProperties'> {
  readonly properties?: Readonly<Record<string, Draft>>;
  readonly items?: Draft;
  readonly additionalProperties?: Draft;
  /** Only null is a value: nullable, and nothing else. */
  readonly onlyNull?: true;
  /** Nothing is a value. */
  readonly never?: true;
  /** Other properties are refused by the type, not only pruned. */
  readonly closed?: true;
}

export type UnionKind = 'anyOf' | 'oneOf';

/** Any value, null too. */
export const anyValue: Draft = { 'x-kubernetes-preserve-unknown-fields': true, nullable: true };

/** The keywords that say what a value is made of; they stand outside of junctors. */
export const skeletonKeys = [
  'type',
  'nullable',
  'x-kubernetes-preserve-unknown-fields',
  'x-kubernetes-embedded-resource',
  'x-kubernetes-int-or-string',
  'x-kubernetes-list-type',
  'x-kubernetes-list-map-keys',
  'x-kubernetes-map-type',
] as const;

/** The keywords that describe. */
export const annotationKeys = ['title', 'description', 'example', 'default'] as const;

/** The keywords that ask something of a value, but for those that hold schemas. */
export const plainValueKeys = [
  'format',
  'enum',
  'minimum',
  'exclusiveMinimum',
  'maximum',
  'exclusiveMaximum',
  'multipleOf',
  'minLength',
  'maxLength',
  'pattern',
  'minItems',
  'maxItems',
  'minProperties',
  'maxProperties',
  'required',
] as const;

export const junctorKeys = ['allOf', 'anyOf', 'oneOf', 'not'] as const;

/** The members of an object that are there, under the given names. */
export function pick<T extends object, Key extends keyof T>(from: T, keys: readonly Key[]): Pick<T, Key> {
  const entries = keys.filter((key) => Object.hasOwn(from, key)).map((key) => [key, from[key]]);
  return Object.fromEntries(entries) as Pick<T, Key>;
}

/** An object without the named members. */
export function without<T extends object, Key extends PropertyKey>(
  from: T,
  keys: readonly Key[],
): Omit<T, Key> {
  const left = new Set<PropertyKey>(keys);
  return Object.fromEntries(Object.entries(from).filter(([key]) => !left.has(key))) as Omit<T, Key>;
}

/** Whether any value is taken: a schema without type that keeps what is unknown. */
export function isAny(draft: Draft): boolean {
  return (
    draft.type === undefined &&
    draft['x-kubernetes-preserve-unknown-fields'] === true &&
    draft.enum === undefined
  );
}

/** A record whose keys come from a schema: made with own properties only, whatever they are called. */
export function mapRecord<From, To>(
  record: Readonly<Record<string, From>>,
  convert: (value: From, key: string) => To | undefined,
): Readonly<Record<string, To>> {
  const entries = Object.entries(record).flatMap(([key, value]): [string, To][] => {
    const made = convert(value, key);
    return made === undefined ? [] : [[key, made]];
  });
  return Object.fromEntries(entries);
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Deep equality of JSON data, whatever the order of keys. */
export function sameJson(a: unknown, b: unknown): boolean {
  return canonical(a) === canonical(b);
}

function canonical(value: unknown): string {
  return JSON.stringify([value], (_, inner: unknown) => (isRecord(inner) ? sorted(inner) : inner));
}

function sorted(record: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** A type beside an enum says which of its values are possible. */
export function fitsType({ type }: Draft, value: unknown): boolean {
  if (type === undefined || value === null) return true;
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'array') return Array.isArray(value);
  if (type === 'object') return isRecord(value);
  return typeof value === type;
}
