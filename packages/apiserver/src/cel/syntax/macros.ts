// Calls that the parser writes out: comprehensions, `has`, and computations on optionals.

import { comprehensionMacros, map, one } from './comprehension-macros.ts';
import type { Copies } from './copies.ts';
import type { Call, Expression } from './expression.ts';
import { arg, bound, type Macro, type MacroCall, MacroFault, makes, nowhere } from './macro.ts';
import { optionalMacros } from './optional-macros.ts';

/** Undefined: it is no macro. */
export function expandMacro(macro: MacroCall, copies: Copies): Expression | MacroFault | undefined {
  const style = macro.target ? 'of' : 'global';
  return macros.get(`${macro.name}:${macro.args.length}:${style}`)?.(macro, copies);
}

function has({ args, offset }: MacroCall): Expression | MacroFault {
  const of = arg(args, 0);
  if (of.kind !== 'selection') return new MacroFault(of, 'invalid argument to has() macro');
  return { kind: 'selection', operand: of.operand, field: of.field, isTest: true, offset };
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
  ...comprehensionMacros,
  ...optionalMacros,
  ['sortBy:2:of', sortBy],
]);
