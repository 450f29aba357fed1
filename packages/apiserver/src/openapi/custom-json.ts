// A custom kind as OpenAPI shows it: the schema of its definition, descriptions included, which are the user's own.
// https://github.com/kubernetes/apiextensions-apiserver/blob/v0.36.3/pkg/controller/openapi/builder/builder.go

import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../json/json.ts';
import { isTrue } from '../schema/structural.ts';
import { referenceTo, type SchemaJson } from './type-json.ts';

const text = { type: 'string' };

/** `metadata`: the schema of every object's metadata. */
export function customJson(schema: JsonObject | undefined, metadata: SchemaJson): SchemaJson {
  return withTypeFields(published(schema ?? { type: 'object' }, metadata), metadata);
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

// Those of every object stand in for those of the schema, and come first as in every other type.
function withTypeFields(schema: SchemaJson, metadata: SchemaJson): SchemaJson {
  const { properties } = schema;
  const own = typeof properties === 'object' ? properties : {};
  const fields = { apiVersion: text, kind: text, metadata };
  return { ...schema, properties: { ...fields, ...own, ...fields } };
}

function published(schema: JsonObject, metadata: SchemaJson): SchemaJson {
  const inner = (value: Json): unknown => (isJsonObject(value) ? published(value, metadata) : value);
  const entries = Object.entries(schema).map(([key, value]): [string, unknown] => {
    if (key === 'items' || key === 'additionalProperties') return [key, inner(value)];
    if (key === 'properties' && isJsonObject(value))
      return [key, Object.fromEntries(Object.entries(value).map(([name, one]) => [name, inner(one)]))];
    const isList = key === 'allOf' || key === 'anyOf' || key === 'oneOf';
    return [key, isList && isJsonArray(value) ? value.map(inner) : value];
  });
  const result = Object.fromEntries(entries);
  // An embedded resource is an object of its own.
  return isTrue(schema, 'x-kubernetes-embedded-resource') ? withTypeFields(result, metadata) : result;
}
