// A checked expression, made ready to be evaluated. What is constant is computed once, here, and costs nothing later,
// as in cel-go.

import { patterns } from '../schema/pattern.ts';
import type { Steps } from '../schema/steps.ts';
import { type Attribute, Choice, Path, variablePath } from './attribute.ts';
import { callCost } from './call-cost.ts';
import { callWork, keyWork } from './call-work.ts';
import type { Checked, Reference } from './checker.ts';
import { equal } from './equality.ts';
import type { Call, Comprehension, Entry, Expression, ListLiteral, Selection } from './expression.ts';
import { valueOf } from './functions/optionals.ts';
import { type Invocation, invoke } from './functions.ts';
import { type Evaluate, LoopScope, OuterScope, Run, type Scope } from './scope.ts';
import {
  ArrayList,
  CelError,
  EntryMap,
  errorOr,
  keyOf,
  ListValue,
  MapValue,
  Optional,
  typeOf,
  type Value,
} from './value.ts';
import { valueText } from './value-text.ts';

/** A constant part that fails: the expression is refused. */
export class PlanFault extends Error {}

interface Node {
  readonly evaluate: Evaluate;
  readonly constant?: Value;
  readonly attribute?: Attribute;
}

export function plan(checked: Checked, steps: Steps): Evaluate {
  return new Planner(checked, steps).node(checked.expression).evaluate;
}

/** What a loop takes for each item, whatever it does with it. */
const stepsOfLoop = 5;

const conversions: ReadonlySet<string> = new Set(
  'bool bytes double duration dyn int string timestamp type uint'.split(' '),
);

class Planner {
  readonly #checked: Checked;
  readonly #steps: Steps;

  /** Where constant parts are computed: there are no names, and what it costs is not told. */
  readonly #nowhere: Scope;

  constructor(checked: Checked, steps: Steps) {
    this.#checked = checked;
    this.#steps = steps;
    this.#nowhere = new OuterScope(new Run(Number.POSITIVE_INFINITY, steps), new Map());
  }

  node(part: Expression): Node {
    switch (part.kind) {
      case 'literal':
        return constant(part.value);
      case 'identifier':
        return this.#named(part) ?? constant(new CelError(`undeclared reference to '${part.name}'`));
      case 'selection':
        return this.#named(part) ?? this.#selection(part);
      case 'call':
        return this.#call(part);
      case 'list':
        return this.#list(part);
      case 'map':
        return this.#map(part.entries);
      case 'struct':
        return this.#struct(part.fields);
      case 'comprehension':
        return this.#comprehension(part);
    }
  }

  #named(part: Expression): Node | undefined {
    const reference = this.#checked.references.get(part);
    if (reference?.kind === 'type') return constant(reference.type);
    return reference?.kind === 'variable' ? attributeNode(variablePath(reference.name)) : undefined;
  }

  #selection(part: Selection): Node {
    const attribute = attributeOf(this.node(part.operand));
    attribute.add({ isOptional: false, isTest: part.isTest, key: () => part.field });
    return part.isTest ? testNode(attribute) : attributeNode(attribute);
  }

  #call(part: Call): Node {
    const reference = this.#checked.references.get(part);
    const invocation = reference?.kind === 'function' ? reference : undefined;
    const name = invocation?.name ?? part.name;
    const target = invocation?.isMember === true && part.target ? [part.target] : [];
    const args = [...target, ...part.args].map((one) => this.node(one));
    const [first = constant(null), second = constant(null), third = constant(null)] = args;
    switch (name) {
      case '_&&_':
        return { evaluate: logic(first.evaluate, second.evaluate, false) };
      case '_||_':
        return { evaluate: logic(first.evaluate, second.evaluate, true) };
      case '_?_:_':
        return attributeNode(new Choice(first.evaluate, branch(second), branch(third)));
      case '_[_]':
        return this.#index(first, second, false);
      case '_?._':
      case '_[?_]':
        return this.#index(first, second, true);
      case '_==_':
      case '_!=_':
        return { evaluate: equality(name, first.evaluate, second.evaluate) };
      case '@not_strictly_false':
        return { evaluate: notFalse(first.evaluate) };
      case 'or':
      case 'orValue':
        return { evaluate: fallback(name, first.evaluate, second.evaluate) };
      default:
        return this.#function({ ...(invocation ?? { name, overloads: [], isMember: false }), args });
    }
  }

  #index(operand: Node, index: Node, isOptional: boolean): Node {
    const attribute = attributeOf(operand);
    const { constant: key, attribute: path } = index;
    const evaluate: Evaluate =
      key !== undefined ? () => key : path ? (scope) => path.resolve(scope) : index.evaluate;
    attribute.add({ isOptional, isTest: false, key: evaluate });
    return attributeNode(attribute);
  }

  #function({
    args,
    ...invocation
  }: Omit<Extract<Reference, { kind: 'function' }>, 'kind'> & { args: Node[] }): Node {
    const { name, overloads } = invocation;
    const [first, second] = args;
    if (args.length === 1 && first?.constant !== undefined && conversions.has(name)) {
      const value = invoke(invocation, [first.constant], { steps: this.#steps });
      if (value instanceof CelError) throw new PlanFault(value.message);
      return constant(value);
    }
    if (name === '@in' && overloads.length === 1 && overloads[0] === 'in_list' && first && second) {
      const set = membership(first, second);
      if (set) return set;
    }
    if (name === 'matches' || name === 'find' || name === 'findAll') this.#checkPattern(second);
    return { evaluate: calling(invocation, args) };
  }

  #checkPattern(pattern: Node | undefined): void {
    if (typeof pattern?.constant !== 'string') return;
    const refused = patterns.refusal(pattern.constant, this.#steps);
    if (refused !== undefined) throw new PlanFault(refused);
  }

  #list({ items, optional }: ListLiteral): Node {
    const nodes = items.map((item) => this.node(item));
    const evaluate: Evaluate = (scope) => listValue(nodes, optional, scope);
    return this.#constantOr(nodes, evaluate) ?? costing(10, evaluate);
  }

  #map(entries: readonly Entry[]): Node {
    const nodes = entries.map(({ key, value, isOptional }) => ({
      key: this.node(key),
      value: this.node(value),
      isOptional,
    }));
    const evaluate: Evaluate = (scope) => mapValue(nodes, scope);
    const parts = nodes.flatMap(({ key, value }) => [key, value]);
    return this.#constantOr(parts, evaluate) ?? costing(30, evaluate);
  }

  #constantOr(parts: readonly Node[], evaluate: Evaluate): Node | undefined {
    if (parts.some((part) => part.constant === undefined)) return undefined;
    return constant(evaluate(this.#nowhere));
  }

  #struct(fields: readonly { readonly name: string; readonly value: Expression }[]): Node {
    const nodes = fields.map(({ name, value }) => ({
      key: constant(name),
      value: this.node(value),
      isOptional: false,
    }));
    return costing(40, (scope) => mapValue(nodes, scope));
  }

  #comprehension(part: Comprehension): Node {
    const names = { accumulator: part.accumulator, variable: part.variable, second: part.second };
    const [range, start] = [this.node(part.range).evaluate, this.node(part.start).evaluate];
    const [condition, step] = [this.node(part.condition).evaluate, this.node(part.step).evaluate];
    const result = this.node(part.result).evaluate;
    return {
      evaluate: (scope) => {
        const over = range(scope);
        if (over instanceof CelError) return over;
        if (!(over instanceof ListValue || over instanceof MapValue))
          return new CelError(`got '${goType(over)}', expected iterable type`);
        const loop = new LoopScope(scope, names, start);
        for (const items of itemsOf(over, part.second !== undefined)) {
          scope.run.steps.spend(stepsOfLoop);
          if (!loop.step(items, { condition, step })) break;
        }
        return loop.result(result);
      },
    };
  }
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

function goType(value: Value): string {
  const { kind } = typeOf(value);
  return goTypes[kind] ?? (value instanceof Optional ? '*types.Optional' : kind);
}

function* itemsOf(
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

function constant(value: Value): Node {
  return { evaluate: () => value, constant: value };
}

function attributeNode(attribute: Attribute): Node {
  const evaluate: Evaluate = (scope) => {
    const value = attribute.resolve(scope);
    scope.run.spend(attribute.isChoice ? 0 : 1);
    return value;
  };
  return { evaluate, attribute };
}

// The attribute costs one, the question whether it is there gives it back.
function testNode(attribute: Attribute): Node {
  const evaluate: Evaluate = (scope) => {
    const value = attribute.resolve(scope);
    scope.run.spend(attribute.isChoice ? -1 : 0);
    return value instanceof Optional ? value.value !== undefined : value;
  };
  return { evaluate, attribute };
}

function attributeOf(node: Node): Attribute {
  return node.attribute ?? new Path(node.evaluate);
}

function branch(node: Node): Attribute {
  return attributeOf(node);
}

function costing(cost: number, evaluate: Evaluate): Node {
  return {
    evaluate: (scope) => {
      const value = evaluate(scope);
      scope.run.spend(cost);
      return value;
    },
  };
}

function logic(first: Evaluate, second: Evaluate, decisive: boolean): Evaluate {
  return (scope) => {
    const one = first(scope);
    if (one === decisive) return decisive;
    const other = second(scope);
    if (other === decisive) return decisive;
    if (typeof one !== 'boolean') return errorOr(one);
    return typeof other === 'boolean' ? !decisive : errorOr(other);
  };
}

function equality(name: '_==_' | '_!=_', first: Evaluate, second: Evaluate): Evaluate {
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

function notFalse(of: Evaluate): Evaluate {
  return (scope) => {
    const value = of(scope);
    scope.run.spend(1);
    return typeof value === 'boolean' ? value : true;
  };
}

function fallback(name: 'or' | 'orValue', first: Evaluate, second: Evaluate): Evaluate {
  return (scope) => {
    const value = first(scope);
    if (!(value instanceof Optional)) return value;
    if (value.value === undefined) return second(scope);
    return name === 'or' ? value : valueOf(value);
  };
}

function calling(invocation: Invocation, nodes: readonly Node[]): Evaluate {
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

// Whether a value is one of some constants is looked up.
function membership(item: Node, list: Node): Node | undefined {
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

function listValue(nodes: readonly Node[], optional: ReadonlySet<number>, scope: Scope): Value {
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

function mapValue(entries: readonly EntryNode[], scope: Scope): Value {
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
