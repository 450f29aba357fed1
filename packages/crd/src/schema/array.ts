// Lists and tuples.

import { anyValue, type Draft } from './draft.ts';
import { memberPlace, type Place, refuse, repair } from './place.ts';
import { numbers } from './scalar.ts';
import { convertTuple } from './tuple.ts';

type Node = Readonly<Record<string, unknown>>;

export function convertArray(node: Node, place: Place): Draft {
  const sizes = numbers(node, ['minItems', 'maxItems'], place);
  const { prefixItems, items } = node;
  if (prefixItems !== undefined || Array.isArray(items)) return { ...sizes, ...convertTuple(node, place) };
  const item = items === undefined ? anyValue : place.run.convert(items, memberPlace(place, 'items'));
  if (item.never === true) {
    repair(place, 'a list that can have no items is an empty one');
    return { type: 'array', ...sizes, items: anyValue, maxItems: 0 };
  }
  return { type: 'array', ...sizes, items: item, ...unique(node, item, place) };
}

function unique(node: Node, item: Draft, place: Place): Draft {
  if (node['uniqueItems'] !== true || node['x-kubernetes-list-type'] !== undefined) return {};
  const isScalar =
    item.type !== 'object' &&
    item.type !== 'array' &&
    item['x-kubernetes-preserve-unknown-fields'] !== true &&
    item.nullable !== true;
  if (!isScalar)
    refuse(
      place,
      'uniqueItems of objects or lists',
      "name the keys that make them unique: 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['name']",
    );
  repair(place, 'uniqueItems is said as x-kubernetes-list-type: set');
  return { 'x-kubernetes-list-type': 'set' };
}
