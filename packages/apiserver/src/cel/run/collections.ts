// Lists and maps that expressions write, and what is in those that they loop over.

import {
  ArrayList,
  CelError,
  EntryMap,
  ListValue,
  MapValue,
  Optional,
  typeOf,
  type Value,
} from '../value.ts';
import { valueText } from '../value-text.ts';
import { keyWork } from './call-work.ts';
import type { Node } from './plan-node.ts';
import type { Scope } from './scope.ts';

export function listValue(nodes: readonly Node[], optional: ReadonlySet<number>, scope: Scope): Value {
  const items: Value[] = [];
  for (const [index, { evaluate }] of nodes.entries()) {
    const value = evaluate(scope);
    if (value instanceof CelError) return value;
    if (!optional.has(index)) items.push(value);
    else if (!(value instanceof Optional))
      return new CelError(
        `cannot initialize optional list element from non-optional value ${valueText(value, scope.run.steps)}`,
      );
    else if (value.value !== undefined) items.push(value.value);
  }
  return new ArrayList(items);
}

interface EntryNode {
  readonly key: Node;
  readonly value: Node;
  readonly isOptional: boolean;
}

export function mapValue(entries: readonly EntryNode[], scope: Scope): Value {
  const map = new EntryMap();
  for (const entry of entries) {
    const key = entry.key.evaluate(scope);
    if (key instanceof CelError) return key;
    scope.run.steps.spend(keyWork(key));
    const value = entry.value.evaluate(scope);
    if (value instanceof CelError) return value;
    if (!entry.isOptional) map.set(key, value);
    else if (!(value instanceof Optional))
      return new CelError(
        `cannot initialize optional entry '${valueText(key, scope.run.steps)}' from non-optional value ${valueText(value, scope.run.steps)}`,
      );
    else if (value.value === undefined) map.delete(key);
    else map.set(key, value.value);
  }
  return map;
}

const goTypes: Readonly<Record<string, string>> = {
  int: 'types.Int',
  uint: 'types.Uint',
  double: 'types.Double',
  bool: 'types.Bool',
  string: 'types.String',
  bytes: 'types.Bytes',
  null: 'types.Null',
  timestamp: 'types.Timestamp',
  duration: 'types.Duration',
  type: '*types.Type',
};

/** A type in the words of cel-go. */
export function goType(value: Value): string {
  const { kind } = typeOf(value);
  return goTypes[kind] ?? (value instanceof Optional ? '*types.Optional' : kind);
}

export function* itemsOf(
  over: ListValue | MapValue,
  areTwo: boolean,
): Generator<readonly [Value, Value], void, undefined> {
  if (over instanceof ListValue) {
    let index = 0n;
    for (const item of over) yield areTwo ? [index++, item] : [item, null];
    return;
  }
  for (const key of over.keys()) yield [key, areTwo ? (over.find(key) ?? null) : null];
}
