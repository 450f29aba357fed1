// Objects with named fields, and maps.

import { anyValue, type Draft, isRecord, mapRecord } from './draft.ts';
import { convertMap } from './map.ts';
import { type Place, propertyPlace, refuse, repair } from './place.ts';
import { numbers } from './scalar.ts';

type Node = Readonly<Record<string, unknown>>;

export function convertObject(node: Node, place: Place): Draft {
  const made: Draft = { type: 'object', ...numbers(node, ['minProperties', 'maxProperties'], place) };
  const properties = propertiesOf(node, place);
  const required = requiredOf(node, place);
  const withRequired = required.length === 0 ? made : { ...made, required };
  if (properties === undefined) return { ...withRequired, ...convertMap(node, place) };
  const rest = others(node, place);
  const [impossible] = Object.entries(properties).filter(([, property]) => property.never === true);
  if (impossible !== undefined && rest['x-kubernetes-preserve-unknown-fields'] === true)
    refuse(
      propertyPlace(place, impossible[0]),
      'a field that can have no value, beside others that are kept',
      'remove it',
    );
  return { ...withRequired, ...kept(properties, required, place), ...rest };
}

function propertiesOf(node: Node, place: Place): Readonly<Record<string, Draft>> | undefined {
  const { properties } = node;
  if (properties === undefined) return undefined;
  if (!isRecord(properties)) return refuse(place, 'properties that are no object', 'write { name: schema }');
  const isMap =
    Object.keys(properties).length === 0 &&
    (isRecord(node['additionalProperties']) || node['patternProperties'] !== undefined);
  if (isMap) return undefined;
  return mapRecord(properties, (property, name) => place.run.convert(property, propertyPlace(place, name)));
}

function requiredOf(node: Node, place: Place): readonly string[] {
  const { required } = node;
  // A flag of draft 3 and of some generators.
  if (required === undefined || typeof required === 'boolean') return [];
  const isNames = (list: unknown): list is readonly string[] =>
    Array.isArray(list) && list.every((name) => typeof name === 'string');
  return isNames(required)
    ? [...new Set(required)]
    : refuse(place, 'required that is no list of names', "write ['name']");
}

/** Properties without those that can have no value. */
function kept(properties: Readonly<Record<string, Draft>>, required: readonly string[], place: Place): Draft {
  return {
    properties: mapRecord(properties, (property, name) => {
      if (property.never !== true) return property;
      const there = propertyPlace(place, name);
      if (required.includes(name))
        refuse(there, 'a required field that can have no value', 'make it optional, or remove it');
      repair(there, 'a field that can have no value is left out: it is pruned');
      return undefined;
    }),
  };
}

/** What may stand beside the named fields. */
function others(node: Node, place: Place): Draft {
  if (node['patternProperties'] !== undefined || node['propertyNames'] !== undefined)
    refuse(
      place,
      'named fields and a pattern for others at once',
      'give the others a field of their own that is a map',
    );
  const rest = node['additionalProperties'] ?? node['unevaluatedProperties'];
  if (rest === undefined) return {};
  if (rest === false) {
    repair(place, 'additionalProperties: false is left out: unknown fields are pruned');
    return { closed: true };
  }
  // effect says true for every struct, and means that others are stripped.
  if (rest === true && place.run.vendor === 'effect') return {};
  const draft = place.run.convert(rest, propertyPlace(place, '*'));
  if (draft.never === true) return { closed: true };
  if (
    draft !== anyValue &&
    !(
      draft.type === undefined &&
      draft.nullable === true &&
      draft.enum === undefined &&
      draft.onlyNull === undefined
    )
  )
    return refuse(
      place,
      'named fields and a schema for all others at once',
      'give the others a field of their own that is a map',
    );
  repair(place, 'unknown fields are kept: x-kubernetes-preserve-unknown-fields');
  return { 'x-kubernetes-preserve-unknown-fields': true };
}
