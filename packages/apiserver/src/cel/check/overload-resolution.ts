// Which overloads of a function may be meant by a call, by the types of its arguments.

import { CelType, dynType } from '../type.ts';
import { type Overload, overloadsOf } from './signatures.ts';
import { isDyn, type Unification } from './unification.ts';

export interface Resolution {
  readonly overloads: readonly string[];
  /** Of any type, if the overloads differ. */
  readonly result: CelType;
}

export interface TypedCall {
  readonly name: string;
  readonly types: readonly CelType[];
  readonly isMember: boolean;
}

/** Undefined: there is no such overload. */
export function resolution(call: TypedCall, unification: Unification): Resolution | undefined {
  const overloads: string[] = [];
  let result: CelType | undefined;
  for (const overload of overloadsOf(call.name) ?? []) {
    if (overload.isMember !== call.isMember) continue;
    const own = fresh(overload, unification);
    if (!unification.areAssignable(call.types, own.args)) continue;
    overloads.push(overload.id);
    const type = unification.resolved(own.result);
    if (!result) result = type;
    else if (!isDyn(result) && !unification.isSame(type, result)) result = dynType;
  }
  return result && { overloads, result };
}

// With variables of its own for the types that it leaves open.
function fresh(
  overload: Overload,
  unification: Unification,
): { readonly args: readonly CelType[]; readonly result: CelType } {
  const variables = new Map<string, CelType>();
  const made = (type: CelType): CelType => {
    if (type.kind === 'parameter') {
      const known = variables.get(type.name) ?? unification.variable();
      variables.set(type.name, known);
      return known;
    }
    if (type.parameters.length === 0) return type;
    return new CelType(type.kind, type.name, type.parameters.map(made));
  };
  return { args: overload.args.map(made), result: made(overload.result) };
}
