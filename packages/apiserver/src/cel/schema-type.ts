// The types of custom objects by their schemas, and how large their values may be.
// https://github.com/kubernetes/apiserver/blob/v0.36.3/pkg/cel/common/schemas.go

import {
  arrayAt,
  isJsonObject,
  type Json,
  numberAt,
  objectAt,
  stringAt,
  stringsAt,
  valueAt,
} from '../json/json.ts';
import { isTrue, type Schema } from '../schema/structural.ts';
import { escapedName } from './field-names.ts';
import {
  boolType,
  bytesType,
  type CelType,
  doubleType,
  durationType,
  dynType,
  intType,
  listType,
  mapType,
  stringType,
  structType,
  timestampType,
} from './type.ts';

export interface SchemaType {
  readonly type: CelType;
  /** The least that a value takes as JSON, in bytes. */
  readonly minSize: number;
  /** The most items, entries or characters; 0: it has none. */
  readonly most: number;
  /** Of a list or a map. */
  readonly element?: SchemaType;
  /** Of an object, by their escaped names. */
  readonly fields?: ReadonlyMap<string, SchemaType>;
}

/** The largest request. */
export const largestObject: number = 3 * 1024 * 1024;
const largestText = largestObject - 2;

const text: Schema = { type: 'string' };
const metadata: Schema = { type: 'object', properties: { name: text, generateName: text } };

const resources = new WeakMap<Schema, Schema>();

/** Whole resources have these, whatever their schemas say. */
export function asResource(schema: Schema): Schema {
  const known = resources.get(schema) ?? withMetadata(schema);
  resources.set(schema, known);
  return known;
}

function withMetadata(schema: Schema): Schema {
  const properties = { ...objectAt(schema, 'properties'), kind: text, apiVersion: text, metadata };
  const known = objectAt(schema, 'properties', 'metadata', 'properties');
  const isWhole = 'name' in known && 'generateName' in known;
  return isWhole ? schema : { ...schema, properties };
}

/** Undefined: expressions cannot see it. */
export function schemaType(schema: Schema, isResource: boolean, name = 'selfType'): SchemaType | undefined {
  if (isTrue(schema, 'x-kubernetes-int-or-string'))
    return { type: dynType, minSize: 1, most: characters(schema) ?? largestText };
  switch (stringAt(schema, 'type')) {
    case 'array':
      return arrayType(schema, name);
    case 'object':
      return objectType(isResource ? asResource(schema) : schema, name);
    case 'string':
      return textType(schema);
    case 'boolean':
      return { type: boolType, minSize: 4, most: 0 };
    case 'number':
      return { type: doubleType, minSize: 1, most: 0 };
    case 'integer':
      return { type: intType, minSize: 1, most: 0 };
    default:
      return undefined;
  }
}

function innerType(schema: Json | undefined, name: string): SchemaType | undefined {
  if (!isJsonObject(schema)) return undefined;
  return schemaType(schema, isTrue(schema, 'x-kubernetes-embedded-resource'), name);
}

function limit(schema: Schema, keyword: string): number | undefined {
  const most = numberAt(schema, keyword);
  return most === undefined ? undefined : Math.max(0, most);
}

function characters(schema: Schema): number | undefined {
  const most = limit(schema, 'maxLength');
  return most === undefined ? undefined : most * 4;
}

function arrayType(schema: Schema, name: string): SchemaType | undefined {
  const element = innerType(valueAt(schema, 'items'), `${name}.@idx`);
  if (!element) return undefined;
  const most = limit(schema, 'maxItems') ?? Math.floor(largestText / (element.minSize + 1));
  return { type: listType(element.type), minSize: 2, most, element };
}

function objectType(schema: Schema, name: string): SchemaType | undefined {
  const additional = valueAt(schema, 'additionalProperties');
  if (isJsonObject(additional)) {
    const element = innerType(additional, `${name}.@elem`);
    if (!element) return undefined;
    const most = limit(schema, 'maxProperties') ?? Math.floor(largestText / (element.minSize + 6));
    return { type: mapType(stringType, element.type), minSize: 2, most, element };
  }
  const required = new Set(stringsAt(schema, 'required'));
  const fields = new Map<string, SchemaType>();
  let minSize = 2;
  for (const [key, property] of Object.entries(objectAt(schema, 'properties'))) {
    const escaped = escapedName(key);
    const type = innerType(property, `${name}.${escaped ?? key}`);
    if (!type) continue;
    if (escaped !== undefined) fields.set(escaped, type);
    const isDefaulted = (valueAt(property, 'default') ?? null) !== null;
    if (required.has(key) && !isDefaulted) minSize += Buffer.byteLength(key) + type.minSize + 4;
  }
  return { type: structType(name), minSize, most: 0, fields };
}

function textType(schema: Schema): SchemaType {
  switch (stringAt(schema, 'format')) {
    case 'byte':
      return { type: bytesType, minSize: 2, most: limit(schema, 'maxLength') ?? largestText };
    case 'duration':
      return { type: durationType, minSize: 3, most: 32 };
    case 'date':
      return { type: timestampType, minSize: 12, most: 12 };
    case 'date-time':
      return { type: timestampType, minSize: 21, most: 32 };
    default:
      return {
        type: stringType,
        minSize: 2,
        most: characters(schema) ?? longestChoice(schema) ?? largestText,
      };
  }
}

function longestChoice(schema: Schema): number | undefined {
  const choices = arrayAt(schema, 'enum');
  if (choices.length === 0) return undefined;
  return Math.max(0, ...choices.map((one) => (typeof one === 'string' ? Buffer.byteLength(one) : 0)));
}

/** The fields of all objects within a type, by the names of their types. */
export function fieldsWithin(root: SchemaType): ReadonlyMap<string, ReadonlyMap<string, CelType>> {
  const found = new Map<string, ReadonlyMap<string, CelType>>();
  const visit = ({ type, element, fields }: SchemaType): void => {
    if (element) visit(element);
    if (!fields) return;
    found.set(type.name, new Map([...fields].map(([key, field]) => [key, field.type])));
    for (const field of fields.values()) visit(field);
  };
  visit(root);
  return found;
}
