// An expression of admission, compiled once for all requests.
// https://github.com/kubernetes/apiserver/blob/v0.36.3/pkg/admission/plugin/cel/compile.go

import { compile, Program } from '../../cel/program.ts';
import {
  boolType,
  type CelType,
  dynType,
  goTypeText,
  isSameType,
  listType,
  nullType,
  stringType,
  structType,
} from '../../cel/type.ts';
import type { Steps } from '../../schema/steps.ts';
import { CompiledTooLong } from '../work.ts';
import { declarationsOf, type Environment } from './environment.ts';

export interface Expression {
  readonly text: string;
  readonly type: CelType;
  /** A text: why it is refused. */
  readonly program: Program | string;
}

/** The types of which one is wanted; undefined: any is good. */
export type Wanted = readonly CelType[] | undefined;

export const wantsBool: Wanted = [boolType];
export const wantsText: Wanted = [stringType];
export const wantsTextOrNull: Wanted = [stringType, nullType];

export const wantsObject: Wanted = [structType('Object')];
export const wantsOperations: Wanted = [listType(structType('JSONPatch'))];

export interface Terms {
  readonly environment: Environment;
  readonly wanted: Wanted;
  readonly steps: Steps;
}

export function compiled(text: string, terms: Terms): Expression {
  try {
    return compiledWithin(text, terms);
  } catch (error) {
    if (!(error instanceof CompiledTooLong)) throw error;
    return { text, type: dynType, program: `compilation failed: ${error.message}` };
  }
}

function compiledWithin(text: string, { environment, wanted, steps }: Terms): Expression {
  const checked = compile(text, declarationsOf(environment), steps);
  if (typeof checked === 'string') return { text, type: dynType, program: `compilation failed: ${checked}` };
  const { type } = checked;
  const mismatch = wanted && mismatchOf(type, wanted);
  if (mismatch !== undefined) return { text, type: dynType, program: mismatch };
  const program = Program.of(checked, steps);
  if (typeof program !== 'string') return { text, type, program };
  return { text, type: dynType, program: `program instantiation failed: ${program}` };
}

function mismatchOf(type: CelType, wanted: readonly CelType[]): string | undefined {
  if (wanted.some((one) => isSameType(one, type))) return undefined;
  const [first, ...more] = wanted.map(goTypeText);
  const which = more.length === 0 ? (first ?? '') : `one of [${[first, ...more].join(' ')}]`;
  return `must evaluate to ${which} but got ${goTypeText(type)}`;
}
