// The rules of structural schemas, as kube-apiserver checks them when a definition is created.
// https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#specifying-a-structural-schema

import { skeletonKeys } from './draft.ts';
import type { JsonSchemaProps, ValueValidation } from './json-schema-props.ts';
import { listFaults } from './list-rules.ts';
import { propertyPath } from './place.ts';

/** A rule that a schema breaks, and where. */
export interface StructuralFault {
  readonly path: string;
  readonly rule: string;
}

export type Level = 'root' | 'inside';

/** All that makes a schema no structural one; empty where it is. */
export function structuralFaults(
  schema: JsonSchemaProps,
  level: Level,
  path: string = '',
): readonly StructuralFault[] {
  return [
    ...ownFaults(schema, level, path),
    ...listFaults(schema).map((rule) => ({ path, rule })),
    ...metadataFaults(schema, level, path),
    ...nestedParts(schema).flatMap((part) => nestedFaults(part, schema, path)),
    ...Object.entries(schema.properties ?? {}).flatMap(([name, property]) =>
      structuralFaults(property, 'inside', propertyPath(path, name)),
    ),
    ...(schema.items === undefined ? [] : structuralFaults(schema.items, 'inside', `${path}[]`)),
    ...(typeof schema.additionalProperties === 'object'
      ? structuralFaults(schema.additionalProperties, 'inside', propertyPath(path, '*'))
      : []),
  ];
}

const types: readonly unknown[] = ['array', 'boolean', 'integer', 'number', 'object', 'string'];

function ownFaults(schema: JsonSchemaProps, level: Level, path: string): readonly StructuralFault[] {
  const { type } = schema;
  const isIntOrString = schema['x-kubernetes-int-or-string'] === true;
  const isKept = schema['x-kubernetes-preserve-unknown-fields'] === true;
  const isEmbedded = schema['x-kubernetes-embedded-resource'] === true;
  const hasProperties = Object.keys(schema.properties ?? {}).length > 0;
  const rules: readonly (readonly [broken: boolean, rule: string])[] = [
    [type !== undefined && !types.includes(type), `the type ${String(type)} is none of ${types.join(', ')}`],
    [type === undefined && !isIntOrString && !isKept, 'a type is missing'],
    [level === 'root' && type !== 'object', 'the root must be of type object'],
    [
      level === 'root' && schema.additionalProperties !== undefined,
      'additionalProperties is forbidden at the root',
    ],
    [type === 'array' && schema.items === undefined, 'items are missing'],
    [
      hasProperties && schema.additionalProperties !== undefined,
      'properties and additionalProperties exclude each other',
    ],
    [isIntOrString && type !== undefined, 'x-kubernetes-int-or-string is without type'],
    [isIntOrString && (isKept || isEmbedded), 'x-kubernetes-int-or-string excludes other kinds of values'],
    [isEmbedded && type !== 'object', 'x-kubernetes-embedded-resource is for the type object'],
    [
      isEmbedded && !isKept && !hasProperties,
      'x-kubernetes-embedded-resource needs properties, or x-kubernetes-preserve-unknown-fields',
    ],
    [
      isEmbedded && schema.additionalProperties !== undefined,
      'x-kubernetes-embedded-resource excludes additionalProperties',
    ],
    [
      schema['x-kubernetes-preserve-unknown-fields'] === false,
      'x-kubernetes-preserve-unknown-fields is true or not there',
    ],
    [schema.default === null, 'null is no default'],
  ];
  return rules.flatMap(([broken, rule]) => (broken ? [{ path, rule }] : []));
}

function metadataFaults(schema: JsonSchemaProps, level: Level, path: string): readonly StructuralFault[] {
  const { properties = {} } = schema;
  const isResource = level === 'root' || schema['x-kubernetes-embedded-resource'] === true;
  if (!isResource) return [];
  const faults = ['kind', 'apiVersion']
    .filter((name) => Object.hasOwn(properties, name) && properties[name]?.type !== 'string')
    .map((name) => ({ path: propertyPath(path, name), rule: 'it must be of type string' }));
  const metadata = Object.hasOwn(properties, 'metadata') ? properties['metadata'] : undefined;
  if (metadata === undefined) return faults;
  const there = propertyPath(path, 'metadata');
  if (metadata.type !== 'object')
    return [...faults, { path: there, rule: 'metadata must be of type object' }];
  const names = Object.keys(metadata.properties ?? {});
  const isPlain =
    names.every((name) => name === 'name' || name === 'generateName') &&
    Object.keys(metadata).every((key) => key === 'type' || key === 'properties');
  return level === 'root' && !isPlain
    ? [...faults, { path: there, rule: 'only name and generateName of metadata can be limited' }]
    : faults;
}

function nestedParts({
  allOf = [],
  anyOf = [],
  oneOf = [],
  not,
}: ValueValidation): readonly ValueValidation[] {
  return [...allOf, ...anyOf, ...oneOf, ...(not === undefined ? [] : [not])];
}

const forbidden: readonly string[] = [
  ...skeletonKeys,
  'title',
  'description',
  'default',
  'additionalProperties',
  'x-kubernetes-validations',
];

/** What is in a junctor must be outside, too, and say nothing but what is asked of values. */
function nestedFaults(
  part: ValueValidation,
  outside: JsonSchemaProps,
  path: string,
): readonly StructuralFault[] {
  const wrong = Object.keys(part)
    .filter((key) => forbidden.includes(key))
    .map((key) => ({ path, rule: `${key} is forbidden in allOf, anyOf, oneOf and not` }));
  const properties = Object.entries(part.properties ?? {}).flatMap(([name, property]) => {
    const there = propertyPath(path, name);
    const own =
      outside.properties !== undefined && Object.hasOwn(outside.properties, name)
        ? outside.properties[name]
        : undefined;
    if (name === 'metadata')
      return [{ path: there, rule: 'metadata is forbidden in allOf, anyOf, oneOf and not' }];
    return own === undefined
      ? [{ path: there, rule: 'a field in allOf, anyOf, oneOf or not must be outside, too' }]
      : nestedFaults(property, own, there);
  });
  const items =
    part.items === undefined
      ? []
      : outside.items === undefined
        ? [{ path: `${path}[]`, rule: 'items in allOf, anyOf, oneOf or not must be outside, too' }]
        : nestedFaults(part.items, outside.items, `${path}[]`);
  return [
    ...wrong,
    ...properties,
    ...items,
    ...nestedParts(part).flatMap((inner) => nestedFaults(inner, outside, path)),
  ];
}
