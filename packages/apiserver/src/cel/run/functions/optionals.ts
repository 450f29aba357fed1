// https://github.com/google/cel-spec/wiki/proposal-246

import type { Steps } from '../../../schema/steps.ts';
import {
  ArrayList,
  CelError,
  Duration,
  EntryMap,
  ListValue,
  MapValue,
  none,
  Optional,
  sizeOf,
  Uint,
  type Value,
} from '../../value.ts';
import { valueText } from '../../value-text.ts';
import { arg, type Implementation, type Implementations, listArg } from './implementation.ts';

const dereference = new CelError('optional.none() dereference');

export function valueOf(optional: Value): Value {
  return optional instanceof Optional && optional.value !== undefined ? optional.value : dereference;
}

function isZero(value: Value): boolean {
  if (value === null || value === false || value === 0 || value === 0n) return true;
  if (value instanceof Uint) return value.value === 0n;
  if (value instanceof Duration) return value.nanos === 0n;
  if (value instanceof Optional) return value.value === undefined;
  return sizeOf(value) === 0;
}

function unwrap(list: ListValue, steps: Steps): Value {
  const values: Value[] = [];
  for (const one of list) {
    if (!(one instanceof Optional)) return new CelError(`value ${valueText(one, steps)} is not optional`);
    if (one.value !== undefined) values.push(one.value);
  }
  return new ArrayList(values);
}

function insert(map: Value, entries: readonly (readonly [Value, Value])[], steps: Steps): Value {
  const made = map instanceof EntryMap ? map : new EntryMap();
  for (const [key, value] of entries)
    if (!made.add(key, value))
      return new CelError(`insert failed: key ${valueText(key, steps)} already exists`);
  return made;
}

// Into a map that a comprehension made, which no one else sees.
const mapInsert: Implementation = (args, { steps }) => {
  if (args.length === 3) return insert(arg(args, 0), [[arg(args, 1), arg(args, 2)]], steps);
  const more = arg(args, 1);
  if (!(more instanceof MapValue)) return new CelError('no such overload');
  steps.spend(more.size);
  return insert(
    arg(args, 0),
    [...more.keys()].map((key) => [key, more.find(key) ?? null] as const),
    steps,
  );
};

export const optionalFunctions: Implementations = {
  'optional.of': (args) => new Optional(arg(args, 0)),
  'optional.none': () => none,
  'optional.ofNonZeroValue': (args) => (isZero(arg(args, 0)) ? none : new Optional(arg(args, 0))),
  'optional.unwrap': (args, { steps }) => unwrap(listArg(args, 0), steps),
  unwrapOpt: (args, { steps }) => unwrap(listArg(args, 0), steps),
  value: (args) => valueOf(arg(args, 0)),
  hasValue: (args) => {
    const optional = arg(args, 0);
    return optional instanceof Optional && optional.value !== undefined;
  },
  first: (args) => firstOf(listArg(args, 0), 0),
  last: (args) => firstOf(listArg(args, 0), listArg(args, 0).size - 1),
  'cel.@mapInsert': mapInsert,
};

function firstOf(list: ListValue, index: number): Value {
  return list.size === 0 ? none : new Optional(list.at(index));
}
