// `all`, `exists`, `map`, `filter` and the like: loops over lists and maps.

import type { Comprehension, Expression } from './expression.ts';
import {
  accumulator,
  arg,
  type Macro,
  type MacroCall,
  MacroFault,
  type Made,
  makes,
  nowhere,
} from './macro.ts';

const otherAccumulator = '__result__';

interface Loop {
  readonly variable: string;
  readonly second?: string;
  readonly body: readonly Expression[];
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

/** What a loop over one variable is made of. */
export function one(args: readonly Expression[], complaint: string): Loop | MacroFault {
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

/** The body is a condition, if there are two, and what each becomes. */
export function map(macro: MacroCall, loop: Loop): Expression {
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

export const comprehensionMacros: readonly (readonly [string, Macro])[] = [
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
];
