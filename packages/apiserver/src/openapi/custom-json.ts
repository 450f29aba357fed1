// A custom kind as OpenAPI shows it: the schema of its definition, descriptions included, which are the user's own.
// https://github.com/kubernetes/apiextensions-apiserver/blob/v0.36.3/pkg/controller/openapi/builder/builder.go

import { isJsonArray, isJsonObject, type Json, type JsonObject, objectAt, without } from '../json/json.ts';
import { isTrue, typeFields } from '../schema/structural.ts';
import { referenceTo, type SchemaJson } from './type-json.ts';

const text = { type: 'string' };

/** `metadata`: the schema of every object's metadata. */
export function customJson(schema: JsonObject | undefined, metadata: SchemaJson): SchemaJson {
  const own = schema ? published(schema, metadata) : { type: 'object' };
  return {
    ...own,
    properties: { ...objectTypeFields(metadata), ...without(objectAt(own, 'properties'), ...typeFields) },
  };
}

export function customListJson(item: string, metadata: SchemaJson): SchemaJson {
  return {
    type: 'object',
    required: ['items'],
    properties: {
      apiVersion: text,
      items: { type: 'array', items: referenceTo(item) },
      kind: text,
      metadata,
    },
  };
}

function objectTypeFields(metadata: SchemaJson): SchemaJson {
  return { apiVersion: text, kind: text, metadata };
}

// An embedded resource shows the type fields of every object, not those of its schema.
function published(schema: JsonObject, metadata: SchemaJson): JsonObject {
  const entries = Object.entries(schema).map(([key, value]): [string, Json] => [
    key,
    inner(key, value, metadata),
  ]);
  const result = Object.fromEntries(entries);
  if (!isTrue(schema, 'x-kubernetes-embedded-resource')) return result;
  const fields = JSON.parse(JSON.stringify(objectTypeFields(metadata))) as JsonObject;
  return { ...result, properties: { ...without(objectAt(result, 'properties'), ...typeFields), ...fields } };
}

function inner(key: string, value: Json, metadata: SchemaJson): Json {
  if (key === 'properties' && isJsonObject(value))
    return Object.fromEntries(
      Object.entries(value).map(([name, one]) => [name, isJsonObject(one) ? published(one, metadata) : one]),
    );
  if (key === 'items' || key === 'additionalProperties')
    return isJsonObject(value) ? published(value, metadata) : value;
  if (isJsonArray(value) && (key === 'allOf' || key === 'anyOf' || key === 'oneOf'))
    return value.map((one) => (isJsonObject(one) ? published(one, metadata) : one));
  return value;
}
