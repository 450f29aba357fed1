// What Kubernetes asks of x-kubernetes-list-type, -list-map-keys and -map-type.

import type { JsonSchemaProps } from './json-schema-props.ts';

const listTypes: readonly unknown[] = ['atomic', 'set', 'map'];
const mapTypes: readonly unknown[] = ['atomic', 'granular'];

export function listFaults(schema: JsonSchemaProps): readonly string[] {
  const listType = schema['x-kubernetes-list-type'];
  const mapType = schema['x-kubernetes-map-type'];
  const keys = schema['x-kubernetes-list-map-keys'] ?? [];
  const rules: readonly (readonly [broken: boolean, rule: string])[] = [
    [mapType !== undefined && schema.type !== 'object', 'x-kubernetes-map-type is for the type object'],
    [mapType !== undefined && !mapTypes.includes(mapType), 'x-kubernetes-map-type is atomic or granular'],
    [listType !== undefined && schema.type !== 'array', 'x-kubernetes-list-type is for the type array'],
    [listType !== undefined && !listTypes.includes(listType), 'x-kubernetes-list-type is atomic, set or map'],
    [keys.length > 0 && listType !== 'map', 'x-kubernetes-list-map-keys need x-kubernetes-list-type: map'],
    [listType === 'map' && keys.length === 0, 'x-kubernetes-list-type: map needs x-kubernetes-list-map-keys'],
    [new Set(keys).size < keys.length, 'x-kubernetes-list-map-keys are there once each'],
  ];
  const items = schema.items ?? {};
  return [
    ...rules.flatMap(([broken, rule]) => (broken ? [rule] : [])),
    ...(listType === 'set' || listType === 'map' ? itemFaults(items, listType) : []),
    ...(listType === 'map' ? keys.flatMap((key) => keyFaults(items, key)) : []),
  ];
}

function itemFaults(items: JsonSchemaProps, listType: 'set' | 'map'): readonly string[] {
  const rules: readonly (readonly [broken: boolean, rule: string])[] = [
    [items.nullable === true, `items of a ${listType} cannot be null`],
    [listType === 'map' && items.type !== 'object', 'items of a map are of type object'],
    [
      listType === 'set' && items.type === 'object' && items['x-kubernetes-map-type'] !== 'atomic',
      'objects in a set are atomic: x-kubernetes-map-type: atomic',
    ],
    [
      listType === 'set' &&
        items.type === 'array' &&
        (items['x-kubernetes-list-type'] ?? 'atomic') !== 'atomic',
      'lists in a set are atomic',
    ],
  ];
  return rules.flatMap(([broken, rule]) => (broken ? [rule] : []));
}

function keyFaults({ properties = {}, required = [] }: JsonSchemaProps, key: string): readonly string[] {
  const property = Object.hasOwn(properties, key) ? properties[key] : undefined;
  if (property === undefined) return [`the key ${key} is no field of the items`];
  const rules: readonly (readonly [broken: boolean, rule: string])[] = [
    [property.type === 'object' || property.type === 'array', `the key ${key} must be a scalar`],
    [property.nullable === true, `the key ${key} cannot be null`],
    [
      property.default === undefined && !required.includes(key),
      `the key ${key} must be required, or have a default`,
    ],
  ];
  return rules.flatMap(([broken, rule]) => (broken ? [rule] : []));
}
