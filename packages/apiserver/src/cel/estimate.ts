// What an expression may cost at most, by its schema alone.
// https://kubernetes.io/docs/reference/using-api/cel/#estimated-cost-limits

import { type CallEstimate, languageEstimate, libraryEstimate, type Operand } from './call-estimate.ts';
import type { Checked } from './checker.ts';
import type { Call, Comprehension, Expression } from './expression.ts';
import type { SchemaType } from './schema-type.ts';
import { type Estimate, either, exactly, plus, times, unknown } from './size-estimate.ts';
import { type CelType, stringType } from './type.ts';
import { characters } from './value.ts';

/** `root`: the type of `self` and `oldSelf`, whose sizes are known. */
export function estimateCost(checked: Checked, root?: SchemaType): Estimate {
  return new Estimator(checked, root).cost(checked.expression);
}

type Path = readonly string[];

/** What a list or a map holds. */
interface Held {
  readonly isList: boolean;
  readonly keys: Estimate;
  readonly values: Estimate;
}

interface Local {
  readonly path: Path;
  readonly size: Estimate | undefined;
  readonly held: Held | undefined;
}

const nothing = exactly(0);
const one = exactly(1);
/** That of nothing: any other is wider. */
const none: Estimate = { least: 2n ** 64n - 1n, most: 0n };

class Estimator {
  readonly #checked: Checked;
  readonly #root: SchemaType | undefined;
  readonly #paths = new Map<Expression, Path>();
  readonly #sizes = new Map<Expression, Estimate>();
  readonly #held = new Map<Expression, Held>();
  readonly #locals = new Map<string, Local[]>();

  constructor(checked: Checked, root: SchemaType | undefined) {
    this.#checked = checked;
    this.#root = root;
  }

  cost(part: Expression): Estimate {
    switch (part.kind) {
      case 'literal':
        return nothing;
      case 'identifier': {
        this.#paths.set(part, this.#local(part.name)?.path ?? [part.name]);
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
        this.#held.set(part, { isList: false, keys, values });
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
    this.#paths.set(part, [...this.#path(part.operand), part.field]);
    const isCounted = kind === 'map' || kind === 'struct' || kind === 'parameter';
    return isCounted ? plus(operand, one) : operand;
  }

  #list(items: readonly Expression[], part: Expression): Estimate {
    const costs = items.map((item) => this.cost(item));
    this.#held.set(part, { isList: true, keys: one, values: this.#union(items) });
    return plus(...costs, exactly(10));
  }

  #union(parts: readonly Expression[]): Estimate {
    if (parts.length === 0) return nothing;
    return parts.map((part) => this.#size(part) ?? unknown).reduce(either, none);
  }

  #call(part: Call): Estimate {
    if (part.name === 'dyn' && part.args[0]) {
      const cost = this.cost(part.args[0]);
      this.#copy(part, part.args[0]);
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
      size ??= this.#size(part);
    }
    if (size) this.#sizes.set(part, size);
    return plus(targetCost, cost);
  }

  #indexed(part: Call, overload: string): Estimate | undefined {
    const [container] = part.args;
    if (!container) return undefined;
    this.#paths.set(part, [...this.#path(container), overload === 'index_list' ? '@items' : '@values']);
    return this.#heldBy(container)?.values;
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
    const [one, other] = [this.#heldBy(a), this.#heldBy(b)];
    if (!one || !other) return;
    const [keys, values] = [either(one.keys, other.keys), either(one.values, other.values)];
    this.#held.set(part, { isList: one.isList, keys, values });
  }

  #comprehension(part: Comprehension): Estimate {
    const rangeCost = this.cost(part.range);
    const startCost = this.cost(part.start);
    this.#push(part.accumulator, this.#asLocal(part.start));
    this.#pushItems(part);
    const each = plus(this.cost(part.step), this.cost(part.condition));
    this.#pop(part.variable);
    if (part.second !== undefined) this.#pop(part.second);
    const resultCost = this.cost(part.result);
    this.#pop(part.accumulator);
    const count = this.#size(part.range) ?? unknown;
    const size = part.start.kind === 'literal' ? this.#size(part.start) : count;
    if (size && (part.start.kind === 'literal' || part.start.kind === 'list' || part.start.kind === 'map'))
      this.#sizes.set(part, size);
    const held = part.start.kind === 'literal' ? undefined : this.#heldBy(part.step);
    if (held) this.#held.set(part, held);
    return plus(rangeCost, startCost, resultCost, times(count, each));
  }

  #pushItems(part: Comprehension): void {
    const held = this.#heldBy(part.range);
    const isList = held?.isList ?? this.#checked.typeOf(part.range).kind === 'list';
    const path = this.#path(part.range);
    const values: Local = {
      path: [...path, isList ? '@items' : '@values'],
      size: held?.values,
      held: undefined,
    };
    const keys: Local = { path: [...path, isList ? '@indices' : '@keys'], size: held?.keys, held: undefined };
    if (part.second === undefined) {
      this.#push(part.variable, isList ? values : keys);
      return;
    }
    this.#push(part.variable, keys);
    this.#push(part.second, values);
  }

  #binding(part: Comprehension): Estimate {
    const costs = [this.cost(part.range), this.cost(part.start)];
    this.#push(part.accumulator, this.#asLocal(part.start));
    const result = this.cost(part.result);
    this.#pop(part.accumulator);
    this.#copy(part, part.result);
    return plus(...costs, result);
  }

  #asLocal(part: Expression): Local {
    return { path: this.#path(part), size: this.#size(part), held: this.#heldBy(part) };
  }

  #push(name: string, local: Local): void {
    const all = this.#locals.get(name);
    if (all) all.push(local);
    else this.#locals.set(name, [local]);
  }

  #pop(name: string): void {
    this.#locals.get(name)?.pop();
  }

  #local(name: string): Local | undefined {
    return this.#locals.get(name)?.at(-1);
  }

  #path(part: Expression): Path {
    const local = part.kind === 'identifier' ? this.#local(part.name) : undefined;
    return local?.path ?? this.#paths.get(part) ?? [];
  }

  #operand(part: Expression): Operand {
    const found = this.#path(part);
    const path = found[0] === '@result' || found[0] === '__result__' ? [] : found;
    const type = this.#checked.typeOf(part);
    const schemaSize = this.#sizeAt(path);
    const inner = path.length > 0 ? [...path, '@items'] : [];
    return {
      type,
      expression: part,
      size: this.#size(part),
      schemaSize,
      items: type.parameters[0] && this.#items(type.parameters[0], inner),
    };
  }

  #items(type: CelType, path: Path): Operand {
    return { type, expression: undefined, size: undefined, schemaSize: this.#sizeAt(path), items: undefined };
  }

  #sizeAt(path: Path): Estimate | undefined {
    if (!this.#root || path.length === 0) return undefined;
    let at: SchemaType | undefined = this.#root;
    for (const name of path.slice(1)) {
      // Keys of maps are texts of any length.
      if (name === '@keys') at = at?.element && anyText;
      else at = name === '@items' || name === '@values' ? at?.element : at?.fields?.get(name);
    }
    return at && { least: 0n, most: BigInt(at.most) };
  }

  #size(part: Expression): Estimate | undefined {
    const known = this.#sizes.get(part) ?? sizeOfLiteral(part);
    if (known) return known;
    const bySchema = this.#sizeAt(this.#path(part));
    if (bySchema) {
      this.#sizes.set(part, bySchema);
      return bySchema;
    }
    if (isScalar(this.#checked.typeOf(part))) return one;
    return part.kind === 'identifier' ? this.#local(part.name)?.size : undefined;
  }

  #heldBy(part: Expression): Held | undefined {
    const known = this.#held.get(part);
    if (known) return known;
    return part.kind === 'identifier' ? this.#local(part.name)?.held : undefined;
  }

  #copy(to: Expression, from: Expression): void {
    const [size, held] = [this.#size(from), this.#heldBy(from)];
    if (size) this.#sizes.set(to, size);
    if (held) this.#held.set(to, held);
  }
}

const anyText: SchemaType = { type: stringType, minSize: 2, most: 0 };

function isBinding({ range, condition, accumulator }: Comprehension): boolean {
  const isEmpty = range.kind === 'list' && range.items.length === 0;
  return isEmpty && condition.kind === 'literal' && condition.value === false && accumulator !== '__result__';
}

function sizeOfLiteral(part: Expression): Estimate | undefined {
  if (part.kind === 'list') return exactly(part.items.length);
  if (part.kind === 'map') return exactly(part.entries.length);
  if (part.kind !== 'literal') return undefined;
  const { value } = part;
  if (typeof value === 'string') return exactly(characters(value));
  return exactly(value instanceof Uint8Array ? value.length : 1);
}

function isScalar(type: CelType): boolean {
  switch (type.kind) {
    case 'bool':
    case 'double':
    case 'duration':
    case 'int':
    case 'timestamp':
    case 'uint':
      return true;
    default:
      return type.kind === 'opaque' && type.name === 'optional_type' && isScalar(type.first);
  }
}
