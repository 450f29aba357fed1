// Lists that are sets, or maps by the keys of their items.

import { stringsAt } from '../../json/json.ts';
import type { FieldFault } from '../../status-error.ts';
import type { Field } from '../../validation/field.ts';
import { isOn, itemsOf, propertyOf } from './subschemas.ts';

interface Terms {
  readonly nonAtomicSets: boolean;
  readonly looseKeys: boolean;
}

export function listFaults(schema: Field, { nonAtomicSets, looseKeys }: Terms): FieldFault[] {
  const [list, type, keys] = [
    schema.at('x-kubernetes-list-type'),
    schema.at('type'),
    schema.at('x-kubernetes-list-map-keys'),
  ];
  const faults: FieldFault[] = [];
  const mustBeArray = 'must be array if x-kubernetes-list-type is specified';
  if (list.isSet && type.text !== 'array')
    faults.push(type.text === '' ? type.required(mustBeArray) : type.invalid(mustBeArray));
  else if (!nonAtomicSets && list.text === 'set') faults.push(...setFaults(schema));
  const kinds = ['atomic', 'set', 'map'];
  if (list.isSet && !kinds.includes(list.text)) faults.push(list.unsupported(kinds));
  const mustBeMap = 'must be map if x-kubernetes-list-map-keys is non-empty';
  if (keys.size > 0 && list.text !== 'map')
    faults.push(list.isSet ? list.invalid(mustBeMap) : list.required(mustBeMap));
  if (list.text === 'map') faults.push(...mapFaults(schema));
  if (!looseKeys) faults.push(...keyFaults(schema));
  return faults;
}

/** Why the items of a set are no values of their own. */
export function setFaults(schema: Field): FieldFault[] {
  const items = itemsOf(schema);
  if (!items) return [];
  const [list, map] = [items.at('x-kubernetes-list-type'), items.at('x-kubernetes-map-type')];
  const why = 'must be atomic as item of a list with x-kubernetes-list-type=set';
  if (items.at('type').text === 'array' && list.isSet && list.text !== 'atomic') return [list.invalid(why)];
  // The real server quotes the other keyword.
  if (items.at('type').text === 'object' && map.text !== 'atomic')
    return [map.invalid(why, list.value ?? null)];
  return [];
}

function mapFaults(schema: Field): FieldFault[] {
  const [keys, items, single] = [
    schema.at('x-kubernetes-list-map-keys'),
    schema.at('items'),
    itemsOf(schema),
  ];
  const faults: FieldFault[] = [];
  if (keys.size === 0) faults.push(keys.required('must not be empty if x-kubernetes-list-type is map'));
  if (!items.isSet) faults.push(items.required('must have a schema if x-kubernetes-list-type is map'));
  else if (!single)
    faults.push(items.invalid('must only have a single schema if x-kubernetes-list-type is map'));
  if (!single) return faults;
  const type = single.at('type');
  if (type.text !== 'object')
    return [
      ...faults,
      type.invalid("must be object if parent array's x-kubernetes-list-type is map", type.text),
    ];
  const seen = new Set<string>();
  for (const key of stringsAt(keys.value)) {
    const property = propertyOf(single, key);
    if (!property) faults.push(keys.invalid('entries must all be names of item properties'));
    else if (['array', 'object'].includes(property.at('type').text))
      faults.push(
        property
          .at('type')
          .invalid("must be a scalar type if parent array's x-kubernetes-list-type is map", type.text),
      );
    if (seen.has(key)) faults.push(keys.invalid('must not contain duplicate entries'));
    seen.add(key);
  }
  return faults;
}

/** Why items could have no key, or be none. */
export function keyFaults(schema: Field): FieldFault[] {
  const list = schema.at('x-kubernetes-list-type').text;
  const items = itemsOf(schema);
  if (!items || (list !== 'set' && list !== 'map')) return [];
  const faults: FieldFault[] = [];
  if (isOn(items, 'nullable'))
    faults.push(items.at('nullable').forbidden(`cannot be nullable when x-kubernetes-list-type is ${list}`));
  if (list === 'set') return faults;
  const required = new Set(stringsAt(items.value, 'required'));
  for (const key of stringsAt(schema.value, 'x-kubernetes-list-map-keys')) {
    const property = propertyOf(items, key);
    if (!property) continue;
    const isKey = 'this property is in x-kubernetes-list-map-keys, so it';
    if (!required.has(key) && !property.at('default').isSet)
      faults.push(property.at('default').required(`${isKey} must have a default or be a required property`));
    if (isOn(property, 'nullable'))
      faults.push(property.at('nullable').forbidden(`${isKey} cannot be nullable`));
  }
  return faults;
}
