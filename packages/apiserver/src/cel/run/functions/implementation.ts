// What a function is to the evaluator.

import type { Steps } from '../../../schema/steps.ts';
import { ArrayList, CelError, ListValue, type Value } from '../../value.ts';

/** The arguments are of types that one of the function's overloads takes; the target, if any, is the first. */
export type Implementation = (args: readonly Value[], call: CallContext) => Value;

export interface CallContext {
  readonly overload: string;
  readonly steps: Steps;
}

export type Implementations = Readonly<Record<string, Implementation>>;

export function textArg(args: readonly Value[], index: number): string {
  const value = args[index];
  return typeof value === 'string' ? value : '';
}

export function intArg(args: readonly Value[], index: number): bigint {
  const value = args[index];
  return typeof value === 'bigint' ? value : 0n;
}

export function listArg(args: readonly Value[], index: number): ListValue {
  const value = args[index];
  return value instanceof ListValue ? value : new ArrayList([]);
}

export function arg(args: readonly Value[], index: number): Value {
  return args[index] ?? null;
}

export function outOfRange(index: bigint): CelError {
  return new CelError(`index out of range: ${index}`);
}
