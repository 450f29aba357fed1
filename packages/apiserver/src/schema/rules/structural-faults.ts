// What a schema must be like, so that it tells each value of an object where it stands: structural.
// https://github.com/kubernetes/apiextensions-apiserver/blob/v0.36.3/pkg/apiserver/schema/validation.go

import { type Json, jsonEquals } from '../../json/json.ts';
import type { FieldFault } from '../../status-error.ts';
import type { Field } from '../../validation/field.ts';
import { patterns } from '../pattern.ts';
import type { Steps } from '../steps.ts';
import { completenessFaults } from './completeness.ts';
import {
  additionalOf,
  isOn,
  itemsOf,
  junctors,
  notOf,
  propertiesOf,
  propertyOf,
  someSchema,
} from './subschemas.ts';

/** Sorted by what they say, as the real server does it. */
export function structuralFaults(schema: Field, steps: Steps): FieldFault[] {
  const faults = [...invariantFaults(schema, 'root', steps), ...completenessFaults(schema)];
  for (const { field, message } of faults) steps.spendOnText(field + message);
  return faults.sort((a, b) => (textOf(a) < textOf(b) ? -1 : 1));
}

function textOf({ field, message }: FieldFault): string {
  return `${field}: ${message}`;
}

/** Whether the schema has what no structural one could be made of. */
export function isConvertible(schema: Field): boolean {
  return !someSchema(
    schema,
    (inner) =>
      ['id', '$schema', '$ref'].some((keyword) => inner.at(keyword).text !== '') ||
      ['patternProperties', 'dependencies', 'definitions'].some((keyword) => inner.at(keyword).size > 0) ||
      inner.at('additionalItems').isSet ||
      inner.at('items').items.length > 0 ||
      inner.at('x-kubernetes-preserve-unknown-fields').value === false,
  );
}

type Level = 'root' | 'item' | 'field';

const untyped: Readonly<Record<Level, string>> = {
  root: 'must not be empty at the root',
  item: 'must not be empty for specified array items',
  field: 'must not be empty for specified object fields',
};

function invariantFaults(schema: Field, level: Level, steps: Steps): FieldFault[] {
  const [items, additional] = [itemsOf(schema), additionalOf(schema)];
  const faults: FieldFault[] = [];
  if (schema.at('type').text === 'array' && !items)
    faults.push(schema.at('items').required('must be specified'));
  if (items) faults.push(...invariantFaults(items, 'item', steps));
  for (const [, property] of propertiesOf(schema)) faults.push(...invariantFaults(property, 'field', steps));
  if (level === 'root' && schema.at('additionalProperties').isSet)
    faults.push(schema.at('additionalProperties').forbidden('must not be used at the root'));
  if (additional) faults.push(...invariantFaults(additional, 'field', steps));
  faults.push(...extensionFaults(schema), ...valueFaults(schema, exceptionsOf(schema), steps));
  faults.push(...typeFaults(schema, level), ...resourceFaults(schema, level));
  return faults;
}

function typeFaults(schema: Field, level: Level): FieldFault[] {
  const type = schema.at('type');
  const mustBeObject = 'must be object if x-kubernetes-embedded-resource is true';
  const faults: FieldFault[] = [];
  if (isOn(schema, 'x-kubernetes-embedded-resource') && type.text !== 'object')
    faults.push(type.text === '' ? type.required(mustBeObject) : type.invalid(mustBeObject));
  else if (type.text === '' && !isOn(schema, 'x-kubernetes-int-or-string') && !keepsUnknown(schema))
    faults.push(type.required(untyped[level]));
  if (isOn(schema, 'x-kubernetes-embedded-resource') && schema.at('additionalProperties').isSet)
    faults.push(
      schema
        .at('additionalProperties')
        .forbidden('must not be used if x-kubernetes-embedded-resource is set'),
    );
  if (level === 'root' && type.text !== '' && type.text !== 'object')
    faults.push(type.invalid('must be object at the root'));
  return faults;
}

function keepsUnknown(schema: Field): boolean {
  return isOn(schema, 'x-kubernetes-preserve-unknown-fields');
}

// What every object has is restricted in its name alone.
function resourceFaults(schema: Field, level: Level): FieldFault[] {
  const isEmbedded = isOn(schema, 'x-kubernetes-embedded-resource');
  const isResource = level === 'root' || isEmbedded;
  const faults: FieldFault[] = [];
  for (const key of ['kind', 'apiVersion']) {
    const type = propertyOf(schema, key)?.at('type');
    if (isResource && type && type.text !== 'string') faults.push(type.invalid('must be string', type.text));
  }
  const metadata = propertyOf(schema, 'metadata');
  const type = metadata?.at('type');
  if (isResource && type && type.text !== 'object') faults.push(type.invalid('must be object', type.text));
  if (level === 'root' && metadata && !isPlainMetadata(metadata))
    faults.push(
      metadata.forbidden(
        'must not specify anything other than name and generateName, but metadata is implicitly specified',
      ),
    );
  if (isEmbedded && !keepsUnknown(schema) && schema.at('properties').size === 0)
    faults.push(
      schema
        .at('properties')
        .required(
          'must not be empty if x-kubernetes-embedded-resource is true without x-kubernetes-preserve-unknown-fields',
        ),
    );
  return faults;
}

function isPlainMetadata(metadata: Field): boolean {
  const names = Object.keys(metadata.at('properties').object);
  const others = Object.entries(metadata.object).filter(
    ([keyword, value]) => !['type', 'default', 'properties'].includes(keyword) && isSaid(value),
  );
  return others.length === 0 && names.every((name) => name === 'name' || name === 'generateName');
}

function isSaid(value: Json): boolean {
  return value !== null && value !== false && value !== '';
}

function extensionFaults(schema: Field): FieldFault[] {
  if (!isOn(schema, 'x-kubernetes-int-or-string')) return [];
  return ['x-kubernetes-preserve-unknown-fields', 'x-kubernetes-embedded-resource']
    .filter((keyword) => isOn(schema, keyword))
    .map((keyword) => schema.at(keyword).invalid('must be false if x-kubernetes-int-or-string is true'));
}

/** Which of the branches of a schema may say of which types its values are. */
interface Exceptions {
  readonly any: boolean;
  readonly firstOfAll: boolean;
}

const none: Exceptions = { any: false, firstOfAll: false };
const intOrString: Json = [{ type: 'integer' }, { type: 'string' }];

function exceptionsOf(schema: Field): Exceptions {
  const first = schema.at('allOf').items[0];
  return {
    any: jsonEquals(schema.at('anyOf').value, intOrString),
    firstOfAll: first !== undefined && jsonEquals(first.at('anyOf').value, intOrString),
  };
}

function valueFaults(schema: Field, { any, firstOfAll }: Exceptions, steps: Steps): FieldFault[] {
  const faults: FieldFault[] = [];
  for (const keyword of junctors)
    for (const [at, branch] of schema.at(keyword).items.entries()) {
      if (keyword === 'anyOf' && any) continue;
      const isExcepted = keyword === 'allOf' && at === 0 && firstOfAll;
      faults.push(...nestedFaults(branch, isExcepted ? { any: true, firstOfAll: false } : none, steps));
    }
  const not = notOf(schema);
  if (not) faults.push(...nestedFaults(not, none, steps));
  return [...faults, ...patternFaults(schema.at('pattern'), steps)];
}

function patternFaults(pattern: Field, steps: Steps): FieldFault[] {
  if (pattern.text === '') return [];
  const refusal = patterns.refusal(pattern.text, steps);
  if (refusal === undefined) return [];
  return [pattern.invalid(`must be a valid regular expression, but isn't: ${refusal}`)];
}

const forbidden: readonly (readonly [string, 'empty' | 'undefined' | 'false'])[] = [
  ['type', 'empty'],
  ['default', 'undefined'],
  ['title', 'empty'],
  ['description', 'empty'],
  ['nullable', 'false'],
  ['x-kubernetes-preserve-unknown-fields', 'false'],
  ['x-kubernetes-embedded-resource', 'false'],
  ['x-kubernetes-int-or-string', 'false'],
  ['x-kubernetes-list-map-keys', 'empty'],
  ['x-kubernetes-list-type', 'undefined'],
  ['x-kubernetes-map-type', 'undefined'],
  ['x-kubernetes-validations', 'empty'],
];

// Within a branch, a schema may say how values are, and not what there is.
function nestedFaults(schema: Field, exceptions: Exceptions, steps: Steps): FieldFault[] {
  const faults = valueFaults(schema, exceptions, steps);
  const items = itemsOf(schema);
  if (items) faults.push(...nestedFaults(items, none, steps));
  for (const [, property] of propertiesOf(schema)) faults.push(...nestedFaults(property, none, steps));
  const additional = schema.at('additionalProperties');
  if (additional.isSet && additional.value !== false)
    faults.push(additional.forbidden('must be undefined to be structural'));
  for (const [keyword, wanted] of forbidden) {
    const inner = schema.at(keyword);
    if (inner.isSet && (keyword === 'default' || isSaid(inner.value ?? null)))
      faults.push(inner.forbidden(`must be ${wanted} to be structural`));
  }
  const metadata = propertyOf(schema, 'metadata');
  if (metadata) faults.push(metadata.forbidden('must not be specified in a nested context'));
  return faults;
}
