// A built-in type as OpenAPI shows it, without the descriptions of the real one.

import type { FieldSchema, TypeSchema, ValueSchema } from '@kube-rx/core';
import { schemas } from '@kube-rx/k8s/schemas';

export type SchemaJson = Readonly<Record<string, unknown>>;

export function typeJson(schema: TypeSchema): SchemaJson {
  if (schema.opaque) return schema.opaque;
  const fields = [...schema.fields.values()];
  const required = fields.filter((field) => field.required).map(({ name }) => name);
  const unions = schema.unions.map(({ discriminator, fields: named }) => ({
    ...(discriminator !== undefined && { discriminator }),
    'fields-to-discriminateBy': named,
  }));
  return {
    type: 'object',
    ...(required.length > 0 && { required }),
    properties: Object.fromEntries(fields.map((field) => [field.name, fieldJson(field)])),
    ...(schema.atomic && { 'x-kubernetes-map-type': 'atomic' }),
    ...(unions.length > 0 && { 'x-kubernetes-unions': unions }),
  };
}

/** The types that a value leads to. */
export function referencesOf({ type, items }: ValueSchema): string[] {
  return [...(type === undefined ? [] : [type]), ...(items ? referencesOf(items) : [])];
}

export function referenceTo(name: string): SchemaJson {
  return { $ref: `#/components/schemas/${name}` };
}

function fieldJson(field: FieldSchema): SchemaJson {
  const { patchStrategy, patchMergeKey, listType, listMapKeys, mapType } = field;
  return {
    ...valueJson(field, true),
    ...(listMapKeys && { 'x-kubernetes-list-map-keys': listMapKeys }),
    ...(listType !== undefined && { 'x-kubernetes-list-type': listType }),
    ...(mapType !== undefined && { 'x-kubernetes-map-type': mapType }),
    ...(patchMergeKey !== undefined && { 'x-kubernetes-patch-merge-key': patchMergeKey }),
    ...(patchStrategy !== undefined && { 'x-kubernetes-patch-strategy': patchStrategy }),
  };
}

const plain: Readonly<Partial<Record<ValueSchema['kind'], SchemaJson>>> = {
  string: { type: 'string' },
  int32: { type: 'integer', format: 'int32' },
  int64: { type: 'integer', format: 'int64' },
  double: { type: 'number', format: 'double' },
  boolean: { type: 'boolean' },
  bytes: { type: 'string', format: 'byte' },
  object: { type: 'object' },
};

function valueJson(value: ValueSchema, isField: boolean): SchemaJson {
  const fallback = value.default === undefined ? {} : { default: value.default };
  const inner = value.items ? valueJson(value.items, false) : {};
  if (value.kind === 'list') return { type: 'array', items: inner, ...fallback };
  if (value.kind === 'map') return { type: 'object', additionalProperties: inner, ...fallback };
  if (value.kind !== 'reference')
    return { ...plain[value.kind], ...fallback, ...(value.enum && { enum: value.enum }) };
  const type = value.type ?? '';
  const reference = referenceTo(schemas(type)?.openApiName ?? type);
  // Nothing may stand beside a `$ref`: `allOf` makes room for a default, and in a field for its description.
  const wrapped = (isField || value.default !== undefined) !== (value.bare === true);
  return { ...(wrapped ? { allOf: [reference] } : reference), ...fallback };
}
