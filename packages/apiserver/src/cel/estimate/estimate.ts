// What an expression may cost at most, by its schema alone.
// https://kubernetes.io/docs/reference/using-api/cel/#estimated-cost-limits

import type { Checked } from '../check/checker.ts';
import type { SchemaType } from '../schema-type.ts';
import type { Call, Comprehension, Expression } from '../syntax/expression.ts';
import type { CelType } from '../type.ts';
import { type CallEstimate, languageEstimate, libraryEstimate, type Operand } from './call-estimate.ts';
import { KnownSizes, type Local, type Path } from './known-sizes.ts';
import { type Estimate, either, exactly, plus, times, unknown } from './size-estimate.ts';

/** `root`: the type of `self` and `oldSelf`, whose sizes are known. */
export function estimateCost(checked: Checked, root?: SchemaType): Estimate {
  return new Estimator(checked, root).cost(checked.expression);
}

const nothing = exactly(0);
const one = exactly(1);
/** That of nothing: any other is wider. */
const none: Estimate = { least: 2n ** 64n - 1n, most: 0n };

class Estimator {
  readonly #checked: Checked;
  readonly #known: KnownSizes;

  constructor(checked: Checked, root: SchemaType | undefined) {
    this.#checked = checked;
    this.#known = new KnownSizes(checked, root);
  }

  cost(part: Expression): Estimate {
    switch (part.kind) {
      case 'literal':
        return nothing;
      case 'identifier': {
        this.#known.paths.set(part, this.#known.local(part.name)?.path ?? [part.name]);
        return one;
      }
      case 'selection':
        return this.#selection(part);
      case 'call':
        return this.#call(part);
      case 'list':
        return this.#list(part.items, part);
      case 'map': {
        const costs = part.entries.flatMap(({ key, value }) => [this.cost(key), this.cost(value)]);
        const keys = this.#union(part.entries.map(({ key }) => key));
        const values = this.#union(part.entries.map(({ value }) => value));
        this.#known.held.set(part, { isList: false, keys, values });
        return plus(...costs, exactly(30));
      }
      case 'struct':
        return plus(...part.fields.map(({ value }) => this.cost(value)), exactly(40));
      case 'comprehension':
        return isBinding(part) ? this.#binding(part) : this.#comprehension(part);
    }
  }

  #selection(part: Extract<Expression, { kind: 'selection' }>): Estimate {
    const operand = this.cost(part.operand);
    if (part.isTest) return operand;
    const { kind } = this.#checked.typeOf(part.operand);
    this.#known.paths.set(part, [...this.#known.path(part.operand), part.field]);
    const isCounted = kind === 'map' || kind === 'struct' || kind === 'parameter';
    return isCounted ? plus(operand, one) : operand;
  }

  #list(items: readonly Expression[], part: Expression): Estimate {
    const costs = items.map((item) => this.cost(item));
    this.#known.held.set(part, { isList: true, keys: one, values: this.#union(items) });
    return plus(...costs, exactly(10));
  }

  #union(parts: readonly Expression[]): Estimate {
    if (parts.length === 0) return nothing;
    return parts.map((part) => this.#known.size(part) ?? unknown).reduce(either, none);
  }

  #call(part: Call): Estimate {
    if (part.name === 'dyn' && part.args[0]) {
      const cost = this.cost(part.args[0]);
      this.#known.copy(part, part.args[0]);
      return plus(one, cost);
    }
    const costs = part.args.map((arg) => this.cost(arg));
    const args = part.args.map((arg) => this.#operand(arg));
    const reference = this.#checked.references.get(part);
    if (reference?.kind !== 'function') return nothing;
    const of = reference.isMember ? part.target : undefined;
    const targetCost = of ? this.cost(of) : nothing;
    const target = of && this.#operand(of);
    let cost = none;
    let size: Estimate | undefined;
    for (const overload of reference.overloads) {
      const found = this.#overload(part, { name: reference.name, overload, target, args, costs });
      cost = either(cost, found.cost);
      if (found.size) size = size ? either(size, found.size) : found.size;
      if (overload === 'index_list' || overload === 'index_map') size = this.#indexed(part, overload);
      size ??= this.#known.size(part);
    }
    if (size) this.#known.sizes.set(part, size);
    return plus(targetCost, cost);
  }

  #indexed(part: Call, overload: string): Estimate | undefined {
    const [container] = part.args;
    if (!container) return undefined;
    this.#known.paths.set(part, [
      ...this.#known.path(container),
      overload === 'index_list' ? '@items' : '@values',
    ]);
    return this.#known.heldBy(container)?.values;
  }

  #overload(
    part: Call,
    call: {
      name: string;
      overload: string;
      target: Operand | undefined;
      args: readonly Operand[];
      costs: readonly Estimate[];
    },
  ): CallEstimate {
    const [first = nothing, second = nothing, third = nothing] = call.costs;
    const [, yes, no] = part.args;
    if (call.overload === 'logical_or' || call.overload === 'logical_and')
      return { cost: { least: first.least, most: plus(first, second).most } };
    if (call.overload === 'conditional' && yes && no) {
      this.#unite(part, yes, no);
      const size = either(call.args[1]?.size ?? unknown, call.args[2]?.size ?? unknown);
      return { cost: plus(first, either(second, third)), size };
    }
    const library = libraryEstimate(call);
    const { cost, size } = library ?? languageEstimate(call);
    const [left, right] = part.args;
    if (!library && /^add_(?:string|bytes|list)$/.test(call.overload) && left && right)
      this.#unite(part, left, right);
    return { cost: plus(cost, ...call.costs), ...(size && { size }) };
  }

  #unite(part: Expression, a: Expression, b: Expression): void {
    const [one, other] = [this.#known.heldBy(a), this.#known.heldBy(b)];
    if (!one || !other) return;
    const [keys, values] = [either(one.keys, other.keys), either(one.values, other.values)];
    this.#known.held.set(part, { isList: one.isList, keys, values });
  }

  #comprehension(part: Comprehension): Estimate {
    const rangeCost = this.cost(part.range);
    const startCost = this.cost(part.start);
    this.#known.push(part.accumulator, this.#known.asLocal(part.start));
    this.#pushItems(part);
    const each = plus(this.cost(part.step), this.cost(part.condition));
    this.#known.pop(part.variable);
    if (part.second !== undefined) this.#known.pop(part.second);
    const resultCost = this.cost(part.result);
    this.#known.pop(part.accumulator);
    const count = this.#known.size(part.range) ?? unknown;
    const size = part.start.kind === 'literal' ? this.#known.size(part.start) : count;
    if (size && (part.start.kind === 'literal' || part.start.kind === 'list' || part.start.kind === 'map'))
      this.#known.sizes.set(part, size);
    const held = part.start.kind === 'literal' ? undefined : this.#known.heldBy(part.step);
    if (held) this.#known.held.set(part, held);
    return plus(rangeCost, startCost, resultCost, times(count, each));
  }

  #pushItems(part: Comprehension): void {
    const held = this.#known.heldBy(part.range);
    const isList = held?.isList ?? this.#checked.typeOf(part.range).kind === 'list';
    const path = this.#known.path(part.range);
    const values: Local = {
      path: [...path, isList ? '@items' : '@values'],
      size: held?.values,
      held: undefined,
    };
    const keys: Local = { path: [...path, isList ? '@indices' : '@keys'], size: held?.keys, held: undefined };
    if (part.second === undefined) {
      this.#known.push(part.variable, isList ? values : keys);
      return;
    }
    this.#known.push(part.variable, keys);
    this.#known.push(part.second, values);
  }

  #binding(part: Comprehension): Estimate {
    const costs = [this.cost(part.range), this.cost(part.start)];
    this.#known.push(part.accumulator, this.#known.asLocal(part.start));
    const result = this.cost(part.result);
    this.#known.pop(part.accumulator);
    this.#known.copy(part, part.result);
    return plus(...costs, result);
  }

  #operand(part: Expression): Operand {
    const found = this.#known.path(part);
    const path = found[0] === '@result' || found[0] === '__result__' ? [] : found;
    const type = this.#checked.typeOf(part);
    const schemaSize = this.#known.sizeAt(path);
    const inner = path.length > 0 ? [...path, '@items'] : [];
    return {
      type,
      expression: part,
      size: this.#known.size(part),
      schemaSize,
      items: type.parameters[0] && this.#items(type.parameters[0], inner),
    };
  }

  #items(type: CelType, path: Path): Operand {
    return {
      type,
      expression: undefined,
      size: undefined,
      schemaSize: this.#known.sizeAt(path),
      items: undefined,
    };
  }
}

function isBinding({ range, condition, accumulator }: Comprehension): boolean {
  const isEmpty = range.kind === 'list' && range.items.length === 0;
  return isEmpty && condition.kind === 'literal' && condition.value === false && accumulator !== '__result__';
}
