// Calls that the parser writes out: comprehensions, `has`, and computations on optionals.

import { type Call, type Comprehension, call, type Expression } from './expression.ts';

/** How many parts macros may make anew of what they are called on: one within another doubles them. */
export class Copies {
  #left = 100_000;

  /** False: there are none left. */
  take(): boolean {
    this.#left--;
    return this.#left >= 0;
  }
}

class TooManyCopies extends Error {}

export interface MacroCall {
  readonly name: string;
  readonly target: Expression | undefined;
  readonly args: readonly Expression[];
  readonly offset: number;
}

export class MacroFault {
  readonly at: Expression;
  readonly message: string;

  constructor(at: Expression, message: string) {
    this.at = at;
    this.message = message;
  }
}

const accumulator = '@result';
const otherAccumulator = '__result__';

type Macro = (macro: MacroCall, copies: Copies) => Expression | MacroFault;

/** Undefined: it is no macro. */
export function expandMacro(macro: MacroCall, copies: Copies): Expression | MacroFault | undefined {
  const style = macro.target ? 'of' : 'global';
  return macros.get(`${macro.name}:${macro.args.length}:${style}`)?.(macro, copies);
}

interface Loop {
  readonly variable: string;
  readonly second?: string;
  readonly body: readonly Expression[];
}

const nowhere: Expression = { kind: 'literal', value: null, offset: -1 };

function arg(args: readonly Expression[], index: number): Expression {
  return args[index] ?? nowhere;
}

function quantifier(fold: (macro: MacroCall, loop: Loop) => Expression): Macro {
  return (macro) => {
    const loop =
      macro.args.length === 3 ? two(macro.args) : one(macro.args, 'argument must be a simple name');
    return loop instanceof MacroFault ? loop : fold(macro, loop);
  };
}

function mapping(fold: (macro: MacroCall, loop: Loop) => Expression): Macro {
  return (macro) => {
    const loop = one(macro.args, 'argument is not an identifier');
    return loop instanceof MacroFault ? loop : fold(macro, loop);
  };
}

function transforming(fold: (macro: MacroCall, loop: Loop) => Expression): Macro {
  return (macro) => {
    const loop = two(macro.args);
    return loop instanceof MacroFault ? loop : fold(macro, loop);
  };
}

function one(args: readonly Expression[], complaint: string): Loop | MacroFault {
  const first = arg(args, 0);
  if (first.kind !== 'identifier') return new MacroFault(first, complaint);
  if (isAccumulator(first.name)) return overwrites(first);
  return { variable: first.name, body: args.slice(1) };
}

function two(args: readonly Expression[]): Loop | MacroFault {
  const first = arg(args, 0);
  const second = arg(args, 1);
  if (first.kind !== 'identifier') return new MacroFault(first, 'argument must be a simple name');
  if (second.kind !== 'identifier') return new MacroFault(second, 'argument must be a simple name');
  if (first.name === second.name) return new MacroFault(second, `duplicate variable name: ${first.name}`);
  if (isAccumulator(first.name)) return overwrites(first);
  if (isAccumulator(second.name)) return overwrites(second);
  return { variable: first.name, second: second.name, body: args.slice(2) };
}

function isAccumulator(name: string): boolean {
  return name === accumulator || name === otherAccumulator;
}

function overwrites(at: Expression): MacroFault {
  return new MacroFault(at, 'iteration variable overwrites accumulator variable');
}

type Fold = Pick<Comprehension, 'start' | 'condition' | 'step'> & { readonly result?: Expression };

function fold(macro: MacroCall, loop: Loop, how: (made: Made) => Fold): Comprehension {
  const made = makes(macro.offset);
  return {
    kind: 'comprehension',
    offset: macro.offset,
    range: macro.target ?? nowhere,
    variable: loop.variable,
    ...(loop.second !== undefined && { second: loop.second }),
    accumulator,
    result: made.result(),
    ...how(made),
  };
}

interface Made {
  readonly result: () => Expression;
  readonly literal: (value: boolean | bigint) => Expression;
  readonly name: (name: string) => Expression;
  readonly call: (name: string, ...args: readonly Expression[]) => Call;
  readonly list: (...items: readonly Expression[]) => Expression;
}

function makes(offset: number): Made {
  return {
    result: () => ({ kind: 'identifier', name: accumulator, offset }),
    literal: (value) => ({ kind: 'literal', value, offset }),
    name: (name) => ({ kind: 'identifier', name, offset }),
    call: (name, ...args) => call(offset, name, args),
    list: (...items) => ({ kind: 'list', items, optional: new Set(), offset }),
  };
}

function all(macro: MacroCall, loop: Loop): Expression {
  return fold(macro, loop, (made) => ({
    start: made.literal(true),
    condition: made.call('@not_strictly_false', made.result()),
    step: made.call('_&&_', made.result(), arg(loop.body, 0)),
  }));
}

function exists(macro: MacroCall, loop: Loop): Expression {
  return fold(macro, loop, (made) => ({
    start: made.literal(false),
    condition: made.call('@not_strictly_false', made.call('!_', made.result())),
    step: made.call('_||_', made.result(), arg(loop.body, 0)),
  }));
}

function existsOne(macro: MacroCall, loop: Loop): Expression {
  return fold(macro, loop, (made) => ({
    start: made.literal(0n),
    condition: made.literal(true),
    step: made.call(
      '_?_:_',
      arg(loop.body, 0),
      made.call('_+_', made.result(), made.literal(1n)),
      made.result(),
    ),
    result: made.call('_==_', made.result(), made.literal(1n)),
  }));
}

// The body is a condition, if there are two, and what each becomes.
function map(macro: MacroCall, loop: Loop): Expression {
  return collect(macro, loop, (made, item) => made.call('_+_', made.result(), made.list(item)));
}

function collect(
  macro: MacroCall,
  loop: Loop,
  add: (made: Made, item: Expression) => Expression,
): Expression {
  const filter = loop.body.length > 1 ? arg(loop.body, 0) : undefined;
  return fold(macro, loop, (made) => {
    const step = add(made, arg(loop.body, loop.body.length - 1));
    return {
      start: made.list(),
      condition: made.literal(true),
      step: filter ? made.call('_?_:_', filter, step, made.result()) : step,
    };
  });
}

function filter(macro: MacroCall, loop: Loop): Expression {
  return fold(macro, loop, (made) => ({
    start: made.list(),
    condition: made.literal(true),
    step: made.call(
      '_?_:_',
      arg(loop.body, 0),
      made.call('_+_', made.result(), made.list(arg(macro.args, 0))),
      made.result(),
    ),
  }));
}

function intoMap(
  macro: MacroCall,
  loop: Loop,
  add: (made: Made, item: Expression) => Expression,
): Expression {
  const made = collect(macro, loop, add);
  if (made.kind !== 'comprehension') return made;
  return { ...made, start: { kind: 'map', entries: [], offset: macro.offset } };
}

function transformMap(macro: MacroCall, loop: Loop): Expression {
  return intoMap(macro, loop, (made, item) =>
    made.call('cel.@mapInsert', made.result(), made.name(loop.variable), item),
  );
}

function transformMapEntry(macro: MacroCall, loop: Loop): Expression {
  return intoMap(macro, loop, (made, item) => made.call('cel.@mapInsert', made.result(), item));
}

function has({ args, offset }: MacroCall): Expression | MacroFault {
  const of = arg(args, 0);
  if (of.kind !== 'selection') return new MacroFault(of, 'invalid argument to has() macro');
  return { kind: 'selection', operand: of.operand, field: of.field, isTest: true, offset };
}

function bound(
  macro: MacroCall,
  variable: string,
  parts: { value: Expression; result: Expression },
): Comprehension {
  const made = makes(macro.offset);
  return {
    kind: 'comprehension',
    offset: macro.offset,
    range: made.list(),
    variable: '#unused',
    accumulator: variable,
    start: parts.value,
    condition: made.literal(false),
    step: made.name(variable),
    result: parts.result,
  };
}

type OfComputed = (made: Made, computed: Expression) => Expression;

function onOptional(of: OfComputed): Macro {
  return (macro, copies) => {
    try {
      return optMap(macro, of, copies);
    } catch (error) {
      if (!(error instanceof TooManyCopies)) throw error;
      const at: Expression = { kind: 'literal', value: null, offset: macro.offset };
      return new MacroFault(at, 'macros make the expression too large: call fewer of them on each other');
    }
  };
}

function optMap(macro: MacroCall, of: OfComputed, copies: Copies): Expression | MacroFault {
  const name = arg(macro.args, 0);
  const target = macro.target ?? nowhere;
  if (name.kind !== 'identifier')
    return new MacroFault(name, `${macro.name}() variable name must be a simple identifier`);
  const made = makes(macro.offset);
  const value: Call = { ...made.call('value'), target: copied(target, copies) };
  const computed = bound(macro, name.name, { value, result: arg(macro.args, 1) });
  const hasValue: Call = { ...made.call('hasValue'), target };
  return made.call('_?_:_', hasValue, of(made, computed), made.call('optional.none'));
}

// The checker keeps what it knows of each part: two places need two parts.
function copied(of: Expression, copies: Copies): Expression {
  if (!copies.take()) throw new TooManyCopies();
  const inner = (part: Expression): Expression => copied(part, copies);
  switch (of.kind) {
    case 'selection':
      return { ...of, operand: inner(of.operand) };
    case 'call':
      return { ...of, args: of.args.map(inner), ...(of.target && { target: inner(of.target) }) };
    case 'list':
      return { ...of, items: of.items.map(inner) };
    case 'map':
      return {
        ...of,
        entries: of.entries.map((entry) => ({
          ...entry,
          key: inner(entry.key),
          value: inner(entry.value),
        })),
      };
    case 'struct':
      return { ...of, fields: of.fields.map((field) => ({ ...field, value: inner(field.value) })) };
    case 'comprehension':
      return {
        ...of,
        range: inner(of.range),
        start: inner(of.start),
        condition: inner(of.condition),
        step: inner(of.step),
        result: inner(of.result),
      };
    default:
      return { ...of };
  }
}

const sortInput = '@__sortBy_input__';

function sortBy(macro: MacroCall): Expression | MacroFault {
  const target = macro.target ?? nowhere;
  if (target.kind === 'literal' || target.kind === 'map' || target.kind === 'struct')
    return new MacroFault(
      target,
      'sortBy can only be applied to a list, identifier, comprehension, call or select expression',
    );
  const made = makes(macro.offset);
  const loop = one(macro.args, 'argument is not an identifier');
  if (loop instanceof MacroFault) return loop;
  const keys = map({ ...macro, target: made.name(sortInput) }, loop);
  const result: Call = { ...made.call('@sortByAssociatedKeys', keys), target: made.name(sortInput) };
  return bound(macro, sortInput, { value: target, result });
}

const macros: ReadonlyMap<string, Macro> = new Map<string, Macro>([
  ['has:1:global', has],
  ['all:2:of', quantifier(all)],
  ['all:3:of', quantifier(all)],
  ['exists:2:of', quantifier(exists)],
  ['exists:3:of', quantifier(exists)],
  ['exists_one:2:of', quantifier(existsOne)],
  ['exists_one:3:of', quantifier(existsOne)],
  ['existsOne:3:of', quantifier(existsOne)],
  ['map:2:of', mapping(map)],
  ['map:3:of', mapping(map)],
  ['filter:2:of', mapping(filter)],
  ['transformList:3:of', transforming(map)],
  ['transformList:4:of', transforming(map)],
  ['transformMap:3:of', transforming(transformMap)],
  ['transformMap:4:of', transforming(transformMap)],
  ['transformMapEntry:3:of', transforming(transformMapEntry)],
  ['transformMapEntry:4:of', transforming(transformMapEntry)],
  ['optMap:2:of', onOptional((made, computed) => made.call('optional.of', computed))],
  ['optFlatMap:2:of', onOptional((_made, computed) => computed)],
  ['sortBy:2:of', sortBy],
]);
