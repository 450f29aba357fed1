// Patterns, as Go reads them.

import { patterns } from '../../../schema/pattern.ts';
import { ArrayList, CelError, errorOr, type Value } from '../../value.ts';
import {
  arg,
  type CallContext,
  type Implementation,
  type Implementations,
  intArg,
  textArg,
} from './implementation.ts';

function refusal(pattern: string, { steps }: Pick<CallContext, 'steps'>): string | undefined {
  return patterns.refusal(pattern, steps);
}

function matches(text: string, pattern: string, call: CallContext): Value {
  const refused = refusal(pattern, call);
  return refused === undefined ? patterns.matches(pattern, text, call.steps) : new CelError(refused);
}

function found(args: readonly Value[], most: number, { steps }: CallContext): readonly string[] | CelError {
  const pattern = textArg(args, 1);
  const refused = refusal(pattern, { steps });
  if (refused !== undefined) return new CelError(`Illegal regex: ${refused}`);
  return patterns.found(pattern, { text: textArg(args, 0), most }, steps);
}

/** Which judges its arguments itself. */
export const matchesFunction: Implementation = (args, call) => {
  const [text, pattern] = [arg(args, 0), arg(args, 1)];
  if (typeof text !== 'string') return errorOr(text);
  return typeof pattern === 'string' ? matches(text, pattern, call) : errorOr(pattern);
};

export const regexFunctions: Implementations = {
  find: (args, call) => {
    const all = found(args, 1, call);
    return all instanceof CelError ? all : (all[0] ?? '');
  },
  findAll: (args, call) => {
    const most = args.length > 2 ? Number(intArg(args, 2)) : -1;
    const all = found(args, most < 0 ? Number.POSITIVE_INFINITY : most, call);
    return all instanceof CelError ? all : new ArrayList(all);
  },
};
