// Lists: those functions of Kubernetes, of cel-go, and `sets`.
// https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-list-library

import { add } from '../arithmetic.ts';
import { compare, equal, isEqual } from '../equality.ts';
import { ArrayList, CelError, Duration, errorOr, ListValue, typeOf, Uint, type Value } from '../value.ts';
import { arg, type Implementation, type Implementations, intArg, listArg } from './implementation.ts';
import { stringIndexOf } from './strings.ts';

function isSorted(list: ListValue): Value {
  let before: Value | undefined;
  for (const one of list) {
    if (!isOrdered(one)) return errorOr(one);
    if (before !== undefined && isAbove(compare(before, one))) return false;
    before = one;
  }
  return true;
}

function isOrdered(value: Value): boolean {
  return !(compare(value, value) instanceof CelError) || typeof value === 'number';
}

function isAbove(order: number | CelError): boolean {
  return typeof order === 'number' && order > 0;
}

function isBelow(order: number | CelError): boolean {
  return typeof order === 'number' && order < 0;
}

const zeros: Readonly<Record<string, NonNullable<Value>>> = {
  list_int_sum_int: 0n,
  list_uint_sum_uint: new Uint(0n),
  list_double_sum_double: 0,
  list_duration_sum_duration: new Duration(0n),
};

function sum(list: ListValue, overload: string): Value {
  let total: Value = zeros[overload] ?? 0n;
  for (const one of list) {
    total = add(total, one);
    if (total instanceof CelError) return total;
  }
  return total;
}

function extreme(list: ListValue, isBetter: (order: number | CelError) => boolean, name: string): Value {
  let best: Value | undefined;
  for (const one of list) {
    if (!isOrdered(one)) return errorOr(one);
    if (best === undefined || isBetter(compare(best, one))) best = one;
  }
  return best ?? new CelError(`${name} called on empty list`);
}

function indexOf(list: ListValue, item: Value, isLast: boolean): Value {
  const step = isLast ? -1 : 1;
  for (let index = isLast ? list.size - 1 : 0; index >= 0 && index < list.size; index += step)
    if (isEqual(list.at(index), item)) return BigInt(index);
  return -1n;
}

const eitherIndexOf =
  (isLast: boolean): Implementation =>
  (args) => {
    const target = arg(args, 0);
    return target instanceof ListValue ? indexOf(target, arg(args, 1), isLast) : stringIndexOf(args, isLast);
  };

function slice(list: ListValue, start: bigint, end: bigint): Value {
  const call = `cannot slice(${start}, ${end}), `;
  if (start < 0n || end < 0n) return new CelError(`${call}negative indexes not supported`);
  if (start > end) return new CelError(`${call}start index must be less than or equal to end index`);
  if (BigInt(list.size) < end) return new CelError(`${call}list is length ${list.size}`);
  return new ArrayList([...list].slice(Number(start), Number(end)));
}

function flatten(list: ListValue, depth: bigint): Value {
  if (depth < 0n) return new CelError('level must be non-negative');
  return new ArrayList([...flat(list, depth)]);
}

function* flat(list: ListValue, depth: bigint): Generator<Value, void, undefined> {
  for (const one of list)
    if (one instanceof ListValue && depth > 0n) yield* flat(one, depth - 1n);
    else yield one;
}

function sortBy(list: ListValue, keys: ListValue): Value {
  if (list.size !== keys.size) {
    const sizes = `got ${list.size} and ${keys.size} elements respectively`;
    return new CelError(
      `@sortByAssociatedKeys() expected a list of the same size as the associated keys list, but ${sizes}`,
    );
  }
  if (list.size === 0) return list;
  const first = keys.at(0);
  if (!isOrdered(first)) return new CelError('list elements must be comparable');
  const { kind } = typeOf(first);
  const entries = [...list].map((value, index) => ({ value, key: keys.at(index) }));
  if (entries.length > 1 && entries.some(({ key }) => typeOf(key).kind !== kind))
    return new CelError('list elements must have the same type');
  entries.sort((a, b) => (isBelow(compare(a.key, b.key)) ? -1 : isBelow(compare(b.key, a.key)) ? 1 : 0));
  return new ArrayList(entries.map(({ value }) => value));
}

function range(count: bigint): Value {
  return new ArrayList(Array.from({ length: Math.max(0, Number(count)) }, (_, index) => BigInt(index)));
}

function distinct(list: ListValue): Value {
  const found: Value[] = [];
  for (const one of list) if (!found.some((other) => isEqual(one, other))) found.push(one);
  return new ArrayList(found);
}

function contains(list: ListValue, item: Value): boolean {
  for (const one of list) if (equal(item, one) === true) return true;
  return false;
}

function containsAll(list: ListValue, part: ListValue): boolean {
  for (const one of part) if (!contains(list, one)) return false;
  return true;
}

function intersects(a: ListValue, b: ListValue): boolean {
  for (const one of a) if (contains(b, one)) return true;
  return false;
}

export const listFunctions: Implementations = {
  isSorted: (args) => isSorted(listArg(args, 0)),
  sum: (args, { overload }) => sum(listArg(args, 0), overload),
  max: (args) => extreme(listArg(args, 0), isBelow, 'max'),
  min: (args) => extreme(listArg(args, 0), isAbove, 'min'),
  indexOf: eitherIndexOf(false),
  lastIndexOf: eitherIndexOf(true),
  slice: (args) => slice(listArg(args, 0), intArg(args, 1), intArg(args, 2)),
  flatten: (args) => flatten(listArg(args, 0), args.length > 1 ? intArg(args, 1) : 1n),
  sort: (args) => sortBy(listArg(args, 0), listArg(args, 0)),
  '@sortByAssociatedKeys': (args) => sortBy(listArg(args, 0), listArg(args, 1)),
  'lists.range': (args) => range(intArg(args, 0)),
  reverse: (args) => new ArrayList([...listArg(args, 0)].toReversed()),
  distinct: (args) => distinct(listArg(args, 0)),
  'sets.contains': (args) => containsAll(listArg(args, 0), listArg(args, 1)),
  'sets.equivalent': (args) =>
    containsAll(listArg(args, 0), listArg(args, 1)) && containsAll(listArg(args, 1), listArg(args, 0)),
  'sets.intersects': (args) => intersects(listArg(args, 0), listArg(args, 1)),
};
