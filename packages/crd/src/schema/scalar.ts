// What is asked of strings and numbers.

import type { Draft } from './draft.ts';
import { formatOf } from './format.ts';
import { patternsMark } from './keywords.ts';
import { patternOf } from './pattern.ts';
import { type Place, refuse } from './place.ts';

type Node = Readonly<Record<string, unknown>>;

export function stringKeywords(node: Node, place: Place): Draft {
  const beside: unknown = node[patternsMark];
  const [pattern, ...more] = [
    node['pattern'],
    ...(Array.isArray(beside) ? (beside as readonly unknown[]) : []),
  ].flatMap((each) => patternOf(each, place) ?? []);
  return {
    ...numbers(node, ['minLength', 'maxLength'], place),
    ...formatOf(node, place),
    ...(pattern === undefined ? {} : { pattern }),
    ...uriPattern(node, pattern),
    ...(more.length === 0 ? {} : { allOf: more.map((each) => ({ pattern: each })) }),
  };
}

/** To a server a path is a URI, too; to the libraries it needs a scheme. */
function uriPattern(node: Node, pattern: string | undefined): Draft {
  return node['format'] === 'uri' && pattern === undefined ? { pattern: '^[A-Za-z][A-Za-z0-9+.-]*:' } : {};
}

/** Bounds of draft 2020-12 are numbers, those of OpenAPI 3.0 flags beside a bound. */
export function numberKeywords(node: Node, place: Place): Draft {
  const { multipleOf } = numbers(node, ['multipleOf'], place);
  if (multipleOf !== undefined && multipleOf <= 0)
    refuse(place, 'multipleOf of zero or less', 'use a positive number');
  // The server makes a whole number of the factor where the value is one: to it, 3 is no multiple of 0.5.
  if (multipleOf !== undefined && !Number.isSafeInteger(multipleOf))
    refuse(place, `multipleOf: ${multipleOf}`, 'use a smaller unit, of which there are whole numbers');
  const format = node['type'] === 'integer' || node['type'] === 'number' ? numberFormat(node) : {};
  return {
    ...format,
    ...lowerBound(node, place),
    ...upperBound(node, place),
    ...(multipleOf === undefined ? {} : { multipleOf }),
  };
}

function lowerBound(node: Node, place: Place): Draft {
  const { minimum } = numbers(node, ['minimum'], place);
  const exclusive = node['exclusiveMinimum'];
  if (typeof exclusive === 'number' && (minimum === undefined || exclusive >= minimum))
    return { minimum: finite(exclusive, place), exclusiveMinimum: true };
  return minimum === undefined ? {} : { minimum, ...(exclusive === true ? { exclusiveMinimum: true } : {}) };
}

function upperBound(node: Node, place: Place): Draft {
  const { maximum } = numbers(node, ['maximum'], place);
  const exclusive = node['exclusiveMaximum'];
  if (typeof exclusive === 'number' && (maximum === undefined || exclusive <= maximum))
    return { maximum: finite(exclusive, place), exclusiveMaximum: true };
  return maximum === undefined ? {} : { maximum, ...(exclusive === true ? { exclusiveMaximum: true } : {}) };
}

/** int32 and int64, float and double: for those who read the definition; a server checks the bounds. */
function numberFormat(node: Node): Draft {
  const { type, format, minimum, maximum } = node;
  if (typeof format === 'string' && ['int32', 'int64', 'float', 'double'].includes(format)) return { format };
  if (type !== 'integer') return {};
  if (minimum === -2_147_483_648 && maximum === 2_147_483_647) return { format: 'int32' };
  return minimum === Number.MIN_SAFE_INTEGER && maximum === Number.MAX_SAFE_INTEGER
    ? { format: 'int64' }
    : {};
}

type Count = 'minLength' | 'maxLength' | 'minItems' | 'maxItems' | 'minProperties' | 'maxProperties';

/** Keywords whose values are numbers; sizes are whole and not negative. */
export function numbers(
  node: Node,
  keys: readonly (Count | 'minimum' | 'maximum' | 'multipleOf')[],
  place: Place,
): Pick<Draft, Count | 'minimum' | 'maximum' | 'multipleOf'> {
  const entries = keys.flatMap((key): [string, number][] => {
    const value = node[key];
    if (value === undefined) return [];
    const isSize = key !== 'minimum' && key !== 'maximum' && key !== 'multipleOf';
    if (typeof value !== 'number' || (isSize && (!Number.isSafeInteger(value) || value < 0)))
      return refuse(
        place,
        `${key} that is no ${isSize ? 'size' : 'number'}`,
        `write ${isSize ? 'a whole number from 0' : 'a number'}`,
      );
    return [[key, finite(value, place)]];
  });
  return Object.fromEntries(entries);
}

function finite(value: number, place: Place): number {
  return Number.isFinite(value) ? value : refuse(place, 'a bound that is not finite', 'leave it out');
}
