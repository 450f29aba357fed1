// How a schema differs from another one, in what that does to the objects of the first.

import { quotedText } from '@kube-rx/core';
import type { JsonSchemaProps } from '../schema/json-schema-props.ts';
import { wholeObject, withoutWrappedEnum } from './whole-object.ts';

/**
 * `refused`: objects that were right may be wrong now, and cannot be written any more until they are changed.
 * `lost`: the server forgets what stands there, with the next read or write.
 */
export interface SchemaChange {
  readonly effect: 'refused' | 'lost';
  /** As `.spec.hosts[].name`; `[*]` for the values of a map. */
  readonly path: string;
  readonly what: string;
}

/** All that may do harm to an object of `before` where it is to be one of `after`. */
export function schemaChanges(before: JsonSchemaProps, after: JsonSchemaProps): SchemaChange[] {
  return changesAt(wholeObject(before), wholeObject(after), '');
}

function changesAt(one: JsonSchemaProps, other: JsonSchemaProps, path: string): SchemaChange[] {
  const isWhole = isEmbedded(one) && isEmbedded(other);
  const comparable = (schema: JsonSchemaProps): JsonSchemaProps =>
    withoutWrappedEnum(isWhole ? wholeObject(schema) : schema);
  const [before, after] = [comparable(one), comparable(other)];
  const changes: SchemaChange[] = [];
  const refused = (what: string): void => {
    changes.push({ effect: 'refused', path: path || '.', what });
  };
  const type = typeChange(before, after);
  if (type !== undefined) {
    refused(type);
    return changes;
  }
  for (const what of narrowed(before, after)) refused(what);
  return [...changes, ...fieldChanges(before, after, path), ...elementChanges(before, after, path)];
}

function typeChange(before: JsonSchemaProps, after: JsonSchemaProps): string | undefined {
  const [one, other] = [kindOf(before), kindOf(after)];
  if (one === other || other === undefined) return undefined;
  // Whole numbers are numbers, and either may be int-or-string.
  if (one === 'integer' && (other === 'number' || other === 'int-or-string')) return undefined;
  if (one === 'string' && other === 'int-or-string') return undefined;
  return `its type was ${one ?? 'any'}, and is ${other}`;
}

function kindOf(schema: JsonSchemaProps): string | undefined {
  return schema['x-kubernetes-int-or-string'] ? 'int-or-string' : schema.type;
}

/** Bounds: which way each of them is narrower. */
const bounds = [
  { keyword: 'minimum', narrower: 'more' },
  { keyword: 'minLength', narrower: 'more' },
  { keyword: 'minItems', narrower: 'more' },
  { keyword: 'minProperties', narrower: 'more' },
  { keyword: 'maximum', narrower: 'less' },
  { keyword: 'maxLength', narrower: 'less' },
  { keyword: 'maxItems', narrower: 'less' },
  { keyword: 'maxProperties', narrower: 'less' },
] as const;

function narrowed(before: JsonSchemaProps, after: JsonSchemaProps): string[] {
  const found: string[] = [];
  for (const { keyword, narrower } of bounds) {
    const [was, is] = [before[keyword], after[keyword]];
    if (is === undefined || isNoBound(keyword, is)) continue;
    if (was === undefined || (narrower === 'more' ? is > was : is < was))
      found.push(`${keyword} was ${was ?? 'not there'}, and is ${is}`);
  }
  for (const [keyword, bound] of [
    ['exclusiveMinimum', 'minimum'],
    ['exclusiveMaximum', 'maximum'],
  ] as const)
    if (after[keyword] && !before[keyword] && after[bound] === before[bound]) found.push(`${keyword} is new`);
  if (after.multipleOf !== undefined && !isMultiple(before.multipleOf, after.multipleOf))
    found.push(`multipleOf was ${before.multipleOf ?? 'not there'}, and is ${after.multipleOf}`);
  for (const keyword of ['pattern', 'format'] as const)
    if (after[keyword] !== undefined && after[keyword] !== before[keyword] && !isFreeFormat(keyword, after))
      found.push(`${keyword} was ${shown(before[keyword])}, and is ${shown(after[keyword])}`);
  if (before.nullable && !after.nullable) found.push('it could be null');
  if (isEmbedded(after) && !isEmbedded(before)) found.push('it has to be a whole object now');
  return [
    ...found,
    ...enumChange(before, after),
    ...combinationChange(before, after),
    ...listChange(before, after),
    ...ruleChange(before, after),
  ];
}

// A lower bound that is no narrower than nothing.
function isNoBound(keyword: string, value: number): boolean {
  return value <= 0 && (keyword === 'minLength' || keyword === 'minItems' || keyword === 'minProperties');
}

function isMultiple(was: number | undefined, is: number): boolean {
  return was !== undefined && Number.isInteger(was / is);
}

// A range of integers that is bounded by nothing else.
function isFreeFormat(keyword: string, { format }: JsonSchemaProps): boolean {
  return keyword === 'format' && format === 'int64';
}

function enumChange(before: JsonSchemaProps, after: JsonSchemaProps): string[] {
  if (!after.enum) return [];
  if (!before.enum) return ['it has an enum now'];
  const kept = new Set(after.enum.map((value) => JSON.stringify(value)));
  const gone = before.enum.map((value) => JSON.stringify(value)).filter((value) => !kept.has(value));
  return gone.length > 0 ? [`its enum has no ${gone.slice(0, 10).join(', ')} any more`] : [];
}

/** What is combined cannot be compared, so any other one may be narrower. */
function combinationChange(before: JsonSchemaProps, after: JsonSchemaProps): string[] {
  return (['allOf', 'anyOf', 'oneOf', 'not'] as const)
    .filter((keyword) => after[keyword] !== undefined && !isSame(before[keyword], after[keyword]))
    .map((keyword) => `${keyword} is another`);
}

function listChange(before: JsonSchemaProps, after: JsonSchemaProps): string[] {
  const [was, is] = [
    before['x-kubernetes-list-type'] ?? 'atomic',
    after['x-kubernetes-list-type'] ?? 'atomic',
  ];
  const keys = [before['x-kubernetes-list-map-keys'], after['x-kubernetes-list-map-keys']];
  if (is !== 'atomic' && (was !== is || !isSame(keys[0], keys[1])))
    return [`it is a list of type ${is} now, whose ${is === 'map' ? 'keys' : 'elements'} may come once`];
  return [];
}

function ruleChange(before: JsonSchemaProps, after: JsonSchemaProps): string[] {
  const known = before['x-kubernetes-validations'] ?? [];
  return (after['x-kubernetes-validations'] ?? [])
    .filter(
      (next) =>
        !known.some((rule) => rule.rule === next.rule && (rule.optionalOldSelf || !next.optionalOldSelf)),
    )
    .map(({ rule }) => `the rule ${quotedText(rule, 200)} is new`);
}

function fieldChanges(before: JsonSchemaProps, after: JsonSchemaProps, path: string): SchemaChange[] {
  const changes: SchemaChange[] = [];
  const wasRequired = new Set(before.required ?? []);
  for (const name of after.required ?? [])
    if (!wasRequired.has(name) && !hasDefault(after, name))
      changes.push({
        effect: 'refused',
        path: `${path}.${name}`,
        what: 'it is required now, and has no default',
      });
  for (const name of wasRequired)
    if (hasDefault(before, name) && !hasDefault(after, name) && after.required?.includes(name))
      changes.push({
        effect: 'refused',
        path: `${path}.${name}`,
        what: 'it is required, and has no default any more',
      });
  const [was, is] = [before.properties ?? {}, after.properties ?? {}];
  for (const [name, property] of Object.entries(was)) {
    const next = Object.hasOwn(is, name) ? is[name] : valuesOf(after);
    if (next) changes.push(...changesAt(property, next, `${path}.${name}`));
    else if (!isOpen(after))
      changes.push({ effect: 'lost', path: `${path}.${name}`, what: 'there is no such field any more' });
  }
  if (!isOpen(before)) return changes;
  if (!isOpen(after) && !valuesOf(after))
    changes.push({
      effect: 'lost',
      path: path || '.',
      what: 'fields that the schema does not know were kept',
    });
  // Anything may have stood there.
  for (const name of Object.keys(is))
    if (!Object.hasOwn(was, name) && isNarrow(is[name] ?? {}))
      changes.push({
        effect: 'refused',
        path: `${path}.${name}`,
        what: 'anything could stand here, and has a type now',
      });
  return changes;
}

function elementChanges(before: JsonSchemaProps, after: JsonSchemaProps, path: string): SchemaChange[] {
  const changes: SchemaChange[] = [];
  if (before.items && after.items) changes.push(...changesAt(before.items, after.items, `${path}[]`));
  const [was, is] = [valuesOf(before), valuesOf(after)];
  if (was && is) changes.push(...changesAt(was, is, `${path}[*]`));
  if (was && !is && !isOpen(after))
    changes.push({ effect: 'lost', path: `${path}[*]`, what: 'it was a map, and has certain fields now' });
  if (isOpen(before) && is && isNarrow(is))
    changes.push({
      effect: 'refused',
      path: `${path}[*]`,
      what: 'anything could stand here, and has a type now',
    });
  if (was)
    for (const [name, property] of Object.entries(after.properties ?? {}))
      changes.push(...changesAt(was, property, `${path}.${name}`));
  return changes;
}

function isNarrow(schema: JsonSchemaProps): boolean {
  return Object.keys(schema).some(
    (key) => key !== 'description' && key !== 'x-kubernetes-preserve-unknown-fields',
  );
}

function isEmbedded(schema: JsonSchemaProps): boolean {
  return schema['x-kubernetes-embedded-resource'] === true;
}

function valuesOf({ additionalProperties }: JsonSchemaProps): JsonSchemaProps | undefined {
  return typeof additionalProperties === 'object' ? additionalProperties : undefined;
}

function isOpen(schema: JsonSchemaProps): boolean {
  return schema['x-kubernetes-preserve-unknown-fields'] === true || schema.additionalProperties === true;
}

function hasDefault({ properties = {} }: JsonSchemaProps, name: string): boolean {
  return Object.hasOwn(properties, name) && properties[name]?.default !== undefined;
}

function shown(text: string | undefined): string {
  return text === undefined ? 'not there' : quotedText(text);
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
