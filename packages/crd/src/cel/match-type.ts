// Whether a value of one type may stand where another is asked for, and what parameters of types become by it.

import { type CelType, dyn, listOf, mapOf, optionalOf } from './cel-type.ts';

/** What the parameters of a function stand for in one call. */
export type Bindings = Map<string, CelType>;

/** Parameters in `wanted` are bound by it. `dyn` fits everywhere. */
export function matches(wanted: CelType, given: CelType, bindings: Bindings): boolean {
  if (wanted.kind === 'parameter') return bind(wanted.name, given, bindings);
  if (wanted.kind === 'dyn' || given.kind === 'dyn') return true;
  // Of literals with nothing in them, whose elements may be anything.
  if (given.kind === 'parameter') return true;
  if (isNull(wanted) || isNull(given)) return isNullable(isNull(wanted) ? given : wanted);
  switch (wanted.kind) {
    case 'named':
      return given.kind === 'named' && given.name === wanted.name;
    case 'list':
      return given.kind === 'list' && matches(wanted.element, given.element, bindings);
    case 'map':
      return (
        given.kind === 'map' &&
        matches(wanted.key, given.key, bindings) &&
        matches(wanted.value, given.value, bindings)
      );
    case 'optional':
      return given.kind === 'optional' && matches(wanted.element, given.element, bindings);
    // Two nodes of a schema are two types, even where they have the same fields.
    case 'object':
      return given === wanted;
  }
}

function bind(name: string, given: CelType, bindings: Bindings): boolean {
  const bound = bindings.get(name);
  if (bound === undefined || bound.kind === 'dyn' || bound.kind === 'parameter' || isNull(bound)) {
    bindings.set(name, given);
    return true;
  }
  return matches(bound, given, bindings);
}

/** What is left unbound may be anything. */
export function substitute(type: CelType, bindings: Bindings): CelType {
  switch (type.kind) {
    case 'parameter':
      return bindings.get(type.name) ?? dyn;
    case 'list':
      return listOf(substitute(type.element, bindings));
    case 'map':
      return mapOf(substitute(type.key, bindings), substitute(type.value, bindings));
    case 'optional':
      return optionalOf(substitute(type.element, bindings));
    case 'dyn':
    case 'named':
    case 'object':
      return type;
  }
}

/** What either of two values is; undefined where they are of different types. */
export function join(one: CelType, other: CelType): CelType | undefined {
  if (one.kind === 'dyn') return one;
  if (other.kind === 'dyn') return other;
  if (!matches(one, other, new Map())) return undefined;
  return isNull(one) || isEmpty(one) ? other : one;
}

export function isNull(type: CelType): boolean {
  return type.kind === 'named' && type.name === 'null_type';
}

function isEmpty(type: CelType): boolean {
  return (
    (type.kind === 'list' && type.element.kind === 'dyn') ||
    (type.kind === 'map' && type.value.kind === 'dyn')
  );
}

const neverNull: ReadonlySet<string> = new Set(['bool', 'int', 'uint', 'double', 'string', 'bytes', 'type']);

function isNullable(type: CelType): boolean {
  if (type.kind === 'named') return !neverNull.has(type.name);
  return type.kind !== 'list' && type.kind !== 'map';
}
