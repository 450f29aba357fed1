// A call that the parser writes out, and what it is written out with.

import type { Copies } from './copies.ts';
import { type Call, type Comprehension, call, type Expression } from './expression.ts';

/** What a loop has gathered. */
export const accumulator = '@result';

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

export type Macro = (macro: MacroCall, copies: Copies) => Expression | MacroFault;

export const nowhere: Expression = { kind: 'literal', value: null, offset: -1 };

export function arg(args: readonly Expression[], index: number): Expression {
  return args[index] ?? nowhere;
}

export interface Made {
  readonly result: () => Expression;
  readonly literal: (value: boolean | bigint) => Expression;
  readonly name: (name: string) => Expression;
  readonly call: (name: string, ...args: readonly Expression[]) => Call;
  readonly list: (...items: readonly Expression[]) => Expression;
}

export function makes(offset: number): Made {
  return {
    result: () => ({ kind: 'identifier', name: accumulator, offset }),
    literal: (value) => ({ kind: 'literal', value, offset }),
    name: (name) => ({ kind: 'identifier', name, offset }),
    call: (name, ...args) => call(offset, name, args),
    list: (...items) => ({ kind: 'list', items, optional: new Set(), offset }),
  };
}

/** The result, in which the variable is the value. */
export function bound(
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
