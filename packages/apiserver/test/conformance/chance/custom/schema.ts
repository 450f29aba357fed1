// Structural schemas by chance, most of which a definition may have.

import { isJsonObject, type Json, type JsonObject } from '../../../../src/json/json.ts';
import type { Chance } from '../chance.ts';
import { rulesFor } from './rule.ts';
import { valueFor } from './value.ts';

export const formats: readonly string[] =
  'bsonobjectid uri email hostname ipv4 ipv6 cidr mac uuid uuid3 uuid4 uuid5 isbn isbn10 isbn13 creditcard ssn hexcolor rgbcolor byte password date duration datetime date-time k8s-short-name k8s-long-name unknown'.split(
    ' ',
  );

export const patterns: readonly string[] = [
  '^[a-z]+$',
  '^a?b*$',
  '^(foo|bar)$',
  '\\d{2,4}',
  '(?i)^on$',
  '^\\p{L}+$',
  '[^a]',
  '^$',
  '\\bfoo\\b',
  '^[[:alpha:]]*$',
  '.',
];

const names: readonly string[] = [
  'a',
  'b',
  'c',
  'name',
  'kind',
  'd-e',
  'in',
  '__x',
  'f.g',
  'metadata',
  'size',
];

interface Terms {
  readonly depth: number;
  /** What the schema is of: items and values of maps are asked of many times. */
  readonly hasRules: boolean;
}

/** The schema of a whole object. */
export function rootFor(chance: Chance): JsonObject {
  const terms = { depth: 3, hasRules: chance.is(0.6) };
  const spec = withRules(chance, objectFor(chance, terms), terms);
  const status: JsonObject = {
    type: 'object',
    properties: { replicas: { type: 'integer' }, selector: { type: 'string' }, b: schemaFor(chance, terms) },
  };
  const given = isJsonObject(spec['properties']) ? spec['properties'] : {};
  const scaled = { ...spec, properties: { ...given, replicas: { type: 'integer', default: 1 } } };
  const root: JsonObject = { type: 'object', properties: { spec: scaled, status } };
  return chance.is(0.2) ? { ...root, required: ['spec'] } : root;
}

function schemaFor(chance: Chance, terms: Terms): JsonObject {
  const plain = plainFor(chance, terms);
  const extended = {
    ...plain,
    ...(chance.is(0.12) && { nullable: true }),
    ...(chance.is(0.1) && { enum: [valueFor(chance, plain), valueFor(chance, plain)] }),
    ...(chance.is(0.1) && junctionFor(chance)),
  };
  const ruled = withRules(chance, extended, terms);
  return chance.is(0.2) ? { ...ruled, default: valueFor(chance, ruled) } : ruled;
}

function withRules(chance: Chance, schema: JsonObject, { hasRules }: Terms): JsonObject {
  if (!hasRules || !chance.is(0.35)) return schema;
  return { ...schema, 'x-kubernetes-validations': rulesFor(chance, schema) };
}

function plainFor(chance: Chance, terms: Terms): JsonObject {
  const types = ['string', 'string', 'integer', 'number', 'boolean', 'either', 'open'];
  const deep = terms.depth > 0 ? ['object', 'array', 'array', 'map', 'embedded'] : [];
  switch (chance.one([...types, ...deep])) {
    case 'string':
      return textFor(chance);
    case 'integer':
      return numberFor(chance, 'integer', ['int32', 'int64']);
    case 'number':
      return numberFor(chance, 'number', ['float', 'double', 'int32']);
    case 'boolean':
      return { type: 'boolean' };
    case 'either':
      return {
        'x-kubernetes-int-or-string': true,
        ...(chance.is(0.4) && { anyOf: [{ type: 'integer' }, { type: 'string' }] }),
        ...(chance.is(0.2) && { maximum: 5 }),
        ...(chance.is(0.2) && { pattern: '^[0-9]+%$' }),
      };
    case 'open':
      return { ...(chance.is(0.6) && { type: 'object' }), 'x-kubernetes-preserve-unknown-fields': true };
    case 'array':
      return listFor(chance, terms);
    case 'map':
      return mapFor(chance, terms);
    case 'embedded':
      return {
        type: 'object',
        'x-kubernetes-embedded-resource': true,
        'x-kubernetes-preserve-unknown-fields': true,
        ...(chance.is(0.4) && { properties: { spec: schemaFor(chance, inner(terms)) } }),
      };
    default:
      return objectFor(chance, terms);
  }
}

function inner({ depth, hasRules }: Terms): Terms {
  return { depth: depth - 1, hasRules };
}

function textFor(chance: Chance): JsonObject {
  return {
    type: 'string',
    ...(chance.is(0.3) && { format: chance.one(formats) }),
    ...(chance.is(0.2) && { pattern: chance.one(patterns) }),
    ...(chance.is(0.4) && { maxLength: chance.one([0, 1, 3, 10, 100]) }),
    ...(chance.is(0.2) && { minLength: chance.one([0, 1, 2]) }),
  };
}

function numberFor(chance: Chance, type: string, own: readonly string[]): JsonObject {
  return {
    type,
    ...(chance.is(0.4) && { format: chance.one(own) }),
    ...(chance.is(0.3) && { minimum: chance.one([0, 1, -5, 2.5, -2147483648]) }),
    ...(chance.is(0.3) && { maximum: chance.one([0, 10, 1.5, 2147483647, 9007199254740993n]) }),
    ...(chance.is(0.1) && { minimum: 1, exclusiveMinimum: true }),
    ...(chance.is(0.1) && { maximum: 3, exclusiveMaximum: true }),
    ...(chance.is(0.15) && { multipleOf: chance.one([2, 0.5, 0.1, 3]) }),
  };
}

function listFor(chance: Chance, terms: Terms): JsonObject {
  const bounds = {
    ...(chance.is(0.6) && { maxItems: chance.one([1, 2, 4, 10]) }),
    ...(chance.is(0.2) && { minItems: chance.one([0, 1, 2]) }),
  };
  switch (chance.one(['plain', 'atomic', 'set', 'map', 'map'])) {
    case 'map': {
      const keys = chance.is(0.3) ? ['k', 'p'] : ['k'];
      const key: JsonObject = { type: 'string', ...(chance.is(0.2) && { default: 'x' }) };
      const port: JsonObject = { type: 'integer', default: 80 };
      const item = objectFor(chance, { ...inner(terms), depth: Math.max(terms.depth - 1, 1) });
      const given = isJsonObject(item['properties']) ? item['properties'] : {};
      const properties = { ...given, k: key, ...(keys.length > 1 && { p: port }) };
      return {
        type: 'array',
        ...bounds,
        items: { ...item, properties, ...(key['default'] === undefined && { required: ['k'] }) },
        'x-kubernetes-list-type': 'map',
        'x-kubernetes-list-map-keys': keys,
      };
    }
    case 'set':
      return {
        type: 'array',
        ...bounds,
        items: chance.one<JsonObject>([
          { type: 'string' },
          { type: 'integer' },
          { type: 'number' },
          { type: 'string', maxLength: 3 },
        ]),
        'x-kubernetes-list-type': 'set',
      };
    case 'atomic':
      return {
        type: 'array',
        ...bounds,
        items: schemaFor(chance, inner(terms)),
        'x-kubernetes-list-type': 'atomic',
      };
    default:
      return { type: 'array', ...bounds, items: schemaFor(chance, inner(terms)) };
  }
}

function mapFor(chance: Chance, terms: Terms): JsonObject {
  return {
    type: 'object',
    additionalProperties: chance.is(0.05) ? true : schemaFor(chance, inner(terms)),
    ...(chance.is(0.5) && { maxProperties: chance.one([1, 2, 5]) }),
    ...(chance.is(0.1) && { minProperties: 1 }),
  };
}

function objectFor(chance: Chance, terms: Terms): JsonObject {
  const chosen = names.filter(() => chance.is(0.3));
  const properties: JsonObject = Object.fromEntries(
    chosen.map((name) => [name, schemaFor(chance, inner(terms))]),
  );
  return {
    type: 'object',
    properties,
    ...(chance.is(0.25) && chosen.length > 0 && { required: [chance.one(chosen)] }),
    ...(chance.is(0.1) && { maxProperties: 3 }),
    ...(chance.is(0.1) && { minProperties: 1 }),
    ...(chance.is(0.1) && { 'x-kubernetes-map-type': chance.one(['atomic', 'granular']) }),
    ...(chance.is(0.1) && { 'x-kubernetes-preserve-unknown-fields': true }),
  };
}

const branches: readonly JsonObject[] = [
  { minimum: 2 },
  { maxLength: 2 },
  { pattern: '^a' },
  { required: ['a'] },
  { required: ['b'] },
  { enum: ['a', 1] },
  { properties: { a: { minimum: 2, pattern: 'a' } } },
  { items: { maxLength: 1 } },
  { minProperties: 1 },
  { not: { required: ['c'] } },
  { maxItems: 1 },
  { format: 'ipv4' },
  { multipleOf: 2 },
];

function junctionFor(chance: Chance): JsonObject {
  const keyword = chance.one(['oneOf', 'anyOf', 'allOf', 'not']);
  return {
    [keyword]: keyword === 'not' ? chance.one(branches) : [chance.one(branches), chance.one(branches)],
  };
}

export function fieldsOf(schema: Json | undefined): JsonObject {
  const properties = isJsonObject(schema) ? schema['properties'] : undefined;
  return isJsonObject(properties) ? properties : {};
}
