// Calls: their arguments are evaluated, what they cost is spent, and errors are what they are or are absorbed.

import { CelError, errorOr, keyOf, ListValue, Optional, type Value } from '../value.ts';
import { callCost } from './call-cost.ts';
import { callWork, keyWork } from './call-work.ts';
import { equal } from './equality.ts';
import { valueOf } from './functions/optionals.ts';
import { type Invocation, invoke } from './functions.ts';
import { constant, type Node } from './plan-node.ts';
import type { Evaluate } from './scope.ts';

export function logic(first: Evaluate, second: Evaluate, decisive: boolean): Evaluate {
  return (scope) => {
    const one = first(scope);
    if (one === decisive) return decisive;
    const other = second(scope);
    if (other === decisive) return decisive;
    if (typeof one !== 'boolean') return errorOr(one);
    return typeof other === 'boolean' ? !decisive : errorOr(other);
  };
}

export function equality(name: '_==_' | '_!=_', first: Evaluate, second: Evaluate): Evaluate {
  const overload = name === '_==_' ? 'equals' : 'not_equals';
  return (scope) => {
    const args = [first(scope), second(scope)] as const;
    const failed = args.find((value) => value instanceof CelError);
    const { steps } = scope.run;
    if (!failed) steps.spend(callWork(name, args));
    const same = failed ?? equal(...args, steps);
    const result = failed ?? (name === '_==_' ? same : same !== true);
    scope.run.spend(callCost({ name, overload, args, result }, steps));
    return result;
  };
}

export function notFalse(of: Evaluate): Evaluate {
  return (scope) => {
    const value = of(scope);
    scope.run.spend(1);
    return typeof value === 'boolean' ? value : true;
  };
}

export function fallback(name: 'or' | 'orValue', first: Evaluate, second: Evaluate): Evaluate {
  return (scope) => {
    const value = first(scope);
    if (!(value instanceof Optional)) return value;
    if (value.value === undefined) return second(scope);
    return name === 'or' ? value : valueOf(value);
  };
}

export function calling(invocation: Invocation, nodes: readonly Node[]): Evaluate {
  const { name, overloads } = invocation;
  const overload = overloads.length === 1 ? (overloads[0] ?? '') : '';
  // Calls with more than two arguments end at the first that fails.
  const isEager = nodes.length > 2;
  const isSlow = slow.has(name);
  return (scope) => {
    const args: Value[] = [];
    for (const { evaluate } of nodes) {
      const value = evaluate(scope);
      if (isEager && value instanceof CelError) return value;
      args.push(value);
    }
    const failed = args.find((value) => value instanceof CelError);
    const { steps } = scope.run;
    if (!failed) steps.spend(callWork(name, args));
    // What takes longer than its arguments are long is paid for before it is done.
    if (isSlow && !failed) scope.run.spend(callCost({ name, overload, args, result: null }, steps));
    const result = failed ?? invoke(invocation, args, scope.run);
    if (!isSlow || failed) scope.run.spend(callCost({ name, overload, args, result }, steps));
    return result;
  };
}

const slow: ReadonlySet<string> = new Set(
  'distinct lists.range sets.contains sets.equivalent sets.intersects'.split(' '),
);

/** Whether a value is one of some constants is looked up. Undefined: the list is none of these. */
export function membership(item: Node, list: Node): Node | undefined {
  if (!(list.constant instanceof ListValue)) return undefined;
  if (list.constant.size === 0) return constant(false);
  const keys = new Set<string>();
  let longest = 0;
  for (const one of list.constant) {
    const key = keyOf(one);
    if (key === undefined || one === null) return undefined;
    keys.add(key);
    longest = Math.max(longest, key.length);
  }
  return {
    evaluate: (scope) => {
      const value = item.evaluate(scope);
      if (value instanceof CelError) return value;
      if (typeof value === 'string' && value.length > longest) return false;
      scope.run.steps.spend(keyWork(value));
      return keys.has(keyOf(value) ?? '');
    },
  };
}
