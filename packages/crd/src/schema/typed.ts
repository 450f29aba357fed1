// The own keywords of a node of one type.

import { annotationsOf, extensionsOf } from './annotations.ts';
import { convertArray } from './array.ts';
import { anyValue, type Draft, fitsType, isAny } from './draft.ts';
import { convertObject } from './object.ts';
import { type Place, refuse } from './place.ts';
import { numberKeywords, stringKeywords } from './scalar.ts';
import { literalType } from './scalar-union.ts';

type Node = Readonly<Record<string, unknown>>;

export function convertTyped(node: Node, place: Place): Draft {
  const draft = withLiterals(convertType(node, place), node, place);
  const described = { ...draft, ...annotationsOf(node), ...extensionsOf(node, place) };
  return node['nullable'] !== true || isAny(described) ? described : { ...described, nullable: true };
}

function convertType(node: Node, place: Place): Draft {
  const type = typeOf(node);
  switch (type) {
    case 'string':
      return { type, ...stringKeywords(node, place) };
    case 'integer':
    case 'number':
      return { type, ...numberKeywords(node, place) };
    case 'boolean':
      return { type };
    case 'object':
      return convertObject(node, place);
    case 'array':
      return convertArray(node, place);
    case 'null':
      return { onlyNull: true };
    case undefined:
      return withoutType(node, place);
    default:
      return refuse(
        place,
        `the type ${JSON.stringify(type)}`,
        'use string, integer, number, boolean, object or array',
      );
  }
}

/** The type that is written, or that the keywords are for. */
function typeOf(node: Node): unknown {
  if (node['type'] !== undefined) return node['type'];
  if (node['x-kubernetes-int-or-string'] === true) return undefined;
  const isObject =
    node['properties'] !== undefined ||
    node['additionalProperties'] !== undefined ||
    node['patternProperties'] !== undefined ||
    node['propertyNames'] !== undefined;
  if (isObject) return 'object';
  return node['items'] !== undefined || node['prefixItems'] !== undefined ? 'array' : undefined;
}

function withoutType(node: Node, place: Place): Draft {
  if (node['x-kubernetes-int-or-string'] === true)
    return {
      'x-kubernetes-int-or-string': true,
      ...stringKeywords(node, place),
      ...numberKeywords(node, place),
    };
  const asked: Draft = { ...stringKeywords(node, place), ...numberKeywords(node, place), ...sizes(node) };
  const hasLiterals = node['enum'] !== undefined || node['const'] !== undefined;
  if (Object.keys(asked).length > 0 || hasLiterals) return asked;
  return anyValue;
}

function sizes(node: Node): Draft {
  const keys = ['minItems', 'maxItems', 'minProperties', 'maxProperties', 'required'];
  return Object.fromEntries(Object.entries(node).filter(([key]) => keys.includes(key)));
}

function withLiterals(draft: Draft, node: Node, place: Place): Draft {
  const { enum: list, const: only } = node;
  if (list === undefined && only === undefined) return draft;
  if (list !== undefined && (!Array.isArray(list) || list.length === 0))
    return refuse(place, 'an enum without values', 'name at least one');
  const named: readonly unknown[] = Array.isArray(list) ? list : [only];
  const chosen = named.filter(
    (value) => only === undefined || list === undefined || JSON.stringify(value) === JSON.stringify(only),
  );
  const values = chosen.filter((value, index) => chosen.indexOf(value) === index && fitsType(draft, value));
  const some = values.filter((value) => value !== null);
  const hasNull = values.length > some.length;
  if (some.length === 0) return hasNull ? { onlyNull: true } : { never: true };
  if (some.some((value) => typeof value === 'object'))
    return refuse(place, 'a literal object or list', 'write its fields, each with one literal');
  const typed =
    draft.type === undefined && draft['x-kubernetes-int-or-string'] !== true
      ? { ...draft, ...literalType(some) }
      : draft;
  // To a server 1.5 is among [1], where the type is any number.
  const whole = typed.type === 'number' && some.every(Number.isSafeInteger);
  return {
    ...typed,
    ...(whole ? { type: 'integer' } : {}),
    enum: some,
    ...(hasNull ? { nullable: true } : {}),
  };
}
