// `optMap` and `optFlatMap`: what is computed of what an optional holds.

import { type Copies, copied, TooManyCopies } from './copies.ts';
import type { Call, Expression } from './expression.ts';
import { arg, bound, type Macro, type MacroCall, MacroFault, type Made, makes, nowhere } from './macro.ts';

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

export const optionalMacros: readonly (readonly [string, Macro])[] = [
  ['optMap:2:of', onOptional((made, computed) => made.call('optional.of', computed))],
  ['optFlatMap:2:of', onOptional((_made, computed) => computed)],
];
