// Lists: those functions of Kubernetes, of cel-go, and `sets`.
// https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-list-library

import type { Steps } from '../../../schema/steps.ts';
import { ArrayList, CelError, Duration, errorOr, ListValue, typeOf, Uint, type Value } from '../../value.ts';
import { add } from '../arithmetic.ts';
import { compare, equal, isEqual } from '../equality.ts';
import { arg, type Implementation, type Implementations, intArg, listArg } from './implementation.ts';
import { stringIndexOf } from './strings.ts';

/** An item that is looked at. */
const perItem = 5;
/** One that passes through lists into another. */
const perFlattened = 20;

function isSorted(list: ListValue, steps: Steps): Value {
  let before: Value | undefined;
  for (const one of list) {
    if (!isOrdered(one)) return errorOr(one);
    if (before !== undefined && isAbove(compare(before, one, steps))) return false;
    before = one;
  }
  return true;
}

function isOrdered(value: Value): boolean {
  return orderedKinds.has(typeOf(value).kind);
}

const orderedKinds: ReadonlySet<string> = new Set(
  'bool bytes double duration int string timestamp uint'.split(' '),
);

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

function sum(list: ListValue, overload: string, steps: Steps): Value {
  let total: Value = zeros[overload] ?? 0n;
  for (const one of list) {
    total = add(total, one, steps);
    if (total instanceof CelError) return total;
  }
  return total;
}

function extreme(
  list: ListValue,
  { name, isBetter }: { name: string; isBetter: (order: number | CelError) => boolean },
  steps: Steps,
): Value {
  let best: Value | undefined;
  for (const one of list) {
    if (!isOrdered(one)) return errorOr(one);
    if (best === undefined || isBetter(compare(best, one, steps))) best = one;
  }
  return best ?? new CelError(`${name} called on empty list`);
}

function indexOf(list: ListValue, item: Value, { isLast, steps }: { isLast: boolean; steps: Steps }): Value {
  const step = isLast ? -1 : 1;
  for (let index = isLast ? list.size - 1 : 0; index >= 0 && index < list.size; index += step)
    if (isEqual(list.at(index), item, steps)) return BigInt(index);
  return -1n;
}

const eitherIndexOf =
  (isLast: boolean): Implementation =>
  (args, { steps }) => {
    const target = arg(args, 0);
    return target instanceof ListValue
      ? indexOf(target, arg(args, 1), { isLast, steps })
      : stringIndexOf(args, isLast);
  };

function slice(list: ListValue, [start, end]: readonly [bigint, bigint], steps: Steps): Value {
  const call = `cannot slice(${start}, ${end}), `;
  if (start < 0n || end < 0n) return new CelError(`${call}negative indexes not supported`);
  if (start > end) return new CelError(`${call}start index must be less than or equal to end index`);
  if (BigInt(list.size) < end) return new CelError(`${call}list is length ${list.size}`);
  const first = Number(start);
  const count = Number(end) - first;
  steps.spend(count * perItem);
  return new ArrayList(Array.from({ length: count }, (_, index) => list.at(first + index)));
}

function flatten(list: ListValue, depth: bigint, steps: Steps): Value {
  if (depth < 0n) return new CelError('level must be non-negative');
  const items: Value[] = [];
  flattenInto(items, { list, depth }, steps);
  return new ArrayList(items);
}

function flattenInto(
  items: Value[],
  { list, depth }: { readonly list: ListValue; readonly depth: bigint },
  steps: Steps,
): void {
  for (let index = 0; index < list.size; index++) {
    const one = list.at(index);
    steps.spend(perFlattened);
    if (one instanceof ListValue && depth > 0n) flattenInto(items, { list: one, depth: depth - 1n }, steps);
    else items.push(one);
  }
}

function sortBy(list: ListValue, keys: ListValue, steps: Steps): Value {
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
  entries.sort((a, b) => {
    if (isBelow(compare(a.key, b.key, steps))) return -1;
    return isBelow(compare(b.key, a.key, steps)) ? 1 : 0;
  });
  return new ArrayList(entries.map(({ value }) => value));
}

function range(count: bigint): Value {
  return new ArrayList(Array.from({ length: Math.max(0, Number(count)) }, (_, index) => BigInt(index)));
}

function distinct(list: ListValue, steps: Steps): Value {
  const found: Value[] = [];
  for (const one of list) if (!found.some((other) => isEqual(one, other, steps))) found.push(one);
  return new ArrayList(found);
}

function contains(list: ListValue, item: Value, steps: Steps): boolean {
  for (const one of list) if (equal(item, one, steps) === true) return true;
  return false;
}

function containsAll(list: ListValue, part: ListValue, steps: Steps): boolean {
  for (const one of part) if (!contains(list, one, steps)) return false;
  return true;
}

function intersects(a: ListValue, b: ListValue, steps: Steps): boolean {
  for (const one of a) if (contains(b, one, steps)) return true;
  return false;
}

export const listFunctions: Implementations = {
  isSorted: (args, { steps }) => isSorted(listArg(args, 0), steps),
  sum: (args, { overload, steps }) => sum(listArg(args, 0), overload, steps),
  max: (args, { steps }) => extreme(listArg(args, 0), { name: 'max', isBetter: isBelow }, steps),
  min: (args, { steps }) => extreme(listArg(args, 0), { name: 'min', isBetter: isAbove }, steps),
  indexOf: eitherIndexOf(false),
  lastIndexOf: eitherIndexOf(true),
  slice: (args, { steps }) => slice(listArg(args, 0), [intArg(args, 1), intArg(args, 2)], steps),
  flatten: (args, { steps }) => flatten(listArg(args, 0), args.length > 1 ? intArg(args, 1) : 1n, steps),
  sort: (args, { steps }) => sortBy(listArg(args, 0), listArg(args, 0), steps),
  '@sortByAssociatedKeys': (args, { steps }) => sortBy(listArg(args, 0), listArg(args, 1), steps),
  'lists.range': (args) => range(intArg(args, 0)),
  reverse: (args) => new ArrayList([...listArg(args, 0)].toReversed()),
  distinct: (args, { steps }) => distinct(listArg(args, 0), steps),
  'sets.contains': (args, { steps }) => containsAll(listArg(args, 0), listArg(args, 1), steps),
  'sets.equivalent': (args, { steps }) =>
    containsAll(listArg(args, 0), listArg(args, 1), steps) &&
    containsAll(listArg(args, 1), listArg(args, 0), steps),
  'sets.intersects': (args, { steps }) => intersects(listArg(args, 0), listArg(args, 1), steps),
};
