// What server-side apply takes a custom object for: less than its schema says, as values may still change.
// https://github.com/kubernetes/apiextensions-apiserver/blob/v0.36.3/pkg/controller/openapi/builder/builder.go

import { itemKey } from '../apply/merge-rules.ts';
import { isJsonObject, type JsonObject, stringsAt, textAt, valueAt } from '../json/json.ts';
import type { ServedResource } from '../registry/served-resource.ts';
import {
  anyShape,
  type ConfigShape,
  type ListShape,
  type ObjectShape,
  typeShape,
} from '../types/config-shape.ts';
import { typeOf } from '../types/type-names.ts';
import { isTrue, itemSchema, keyDefaults, type Schema } from './structural.ts';

/** Of a whole object. */
export function configShape({ resource, custom, schema }: ServedResource): ConfigShape {
  if (!custom) return typeShape(typeOf(resource));
  return schema ? resourceShape(schema, false) : anyShape;
}

const resourceFields: Readonly<Record<string, ConfigShape>> = {
  apiVersion: { kind: 'string' },
  kind: { kind: 'string' },
  metadata: typeShape('meta/v1/ObjectMeta'),
};

function resourceShape(schema: Schema, isFree: boolean): ObjectShape {
  const rest = objectShape(schema, isFree || preserves(schema));
  return {
    kind: 'object',
    field: (name) => (Object.hasOwn(resourceFields, name) ? resourceFields[name] : rest.field(name)),
  };
}

function preserves(schema: Schema): boolean {
  return isTrue(schema, 'x-kubernetes-preserve-unknown-fields');
}

// What takes unknown fields lets everything within it take some.
function valueShape(schema: Schema, isFreeAbove: boolean): ConfigShape {
  const isFree = isFreeAbove || preserves(schema);
  if (isTrue(schema, 'x-kubernetes-embedded-resource')) return resourceShape(schema, isFree);
  switch (textAt(schema, 'type')) {
    case 'integer':
    case 'number':
      return { kind: 'number' };
    case 'boolean':
      return { kind: 'boolean' };
    case 'string':
      // Of a format nobody knows what it takes.
      return { kind: ['', 'byte'].includes(textAt(schema, 'format')) ? 'string' : 'scalar' };
    case 'array':
      return listShape(schema, isFree);
    case 'object':
      return objectShape(schema, isFree);
    default:
      return { kind: 'any', object: objectShape(schema, isFree) };
  }
}

function objectShape(schema: Schema, isFree: boolean): ObjectShape {
  const properties = valueAt(schema, 'properties');
  const additional = valueAt(schema, 'additionalProperties');
  const takesAll = additional === true || (additional === undefined && (isFree || !isJsonObject(properties)));
  return {
    kind: 'object',
    field: (name) => {
      const own = valueAt(properties, name);
      if (isJsonObject(own)) return valueShape(own, isFree);
      if (isJsonObject(additional)) return valueShape(additional, isFree);
      return takesAll ? anyShape : undefined;
    },
  };
}

function listShape(schema: Schema, isFree: boolean): ListShape {
  const listType = textAt(schema, 'x-kubernetes-list-type');
  const keys = stringsAt(schema, 'x-kubernetes-list-map-keys');
  const defaults: JsonObject = keyDefaults(schema);
  return {
    kind: 'list',
    items: valueShape(itemSchema(schema), isFree),
    listType: listType === 'set' || listType === 'map' ? listType : 'atomic',
    keys,
    keyOf: (item) => itemKey(item, keys, { keyDefaults: defaults }),
  };
}
