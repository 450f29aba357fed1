// A checked expression, made ready to be evaluated. What is constant is computed once, here, and costs nothing later,
// as in cel-go.

import { patterns } from '../../schema/pattern.ts';
import type { Steps } from '../../schema/steps.ts';
import type { Checked } from '../check/checker.ts';
import type { Reference } from '../check/names.ts';
import type {
  Call,
  Comprehension,
  Entry,
  Expression,
  ListLiteral,
  Selection,
  StructLiteral,
} from '../syntax/expression.ts';
import { structType } from '../type.ts';
import { CelError, ListValue, MapValue, StructValue } from '../value.ts';
import { Choice, variablePath } from './attribute.ts';
import { goType, itemsOf, listValue, mapValue } from './collections.ts';
import { invoke } from './functions.ts';
import { calling, equality, fallback, logic, membership, notFalse } from './operators.ts';
import { attributeNode, attributeOf, constant, costing, type Node, testNode } from './plan-node.ts';
import { type Evaluate, LoopScope, OuterScope, Run, type Scope } from './scope.ts';

/** A constant part that fails: the expression is refused. */
export class PlanFault extends Error {}

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
        return this.#struct(part);
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
        return attributeNode(new Choice(first.evaluate, attributeOf(second), attributeOf(third)));
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

  #struct({ name, fields }: StructLiteral): Node {
    const type = structType(name.startsWith('.') ? name.slice(1) : name);
    const nodes = fields.map((field) => ({
      key: constant(field.name),
      value: this.node(field.value),
      isOptional: field.isOptional,
    }));
    return costing(40, (scope) => {
      const value = mapValue(nodes, scope);
      return value instanceof MapValue ? new StructValue(type, value) : value;
    });
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
