// Values of wrong types in the words of encoding/json.

import type { ValueSchema } from '@kube-rx/core';
import { type FloatLiterals, floatLiterals } from '../json/float-literals.ts';
import { isJsonArray, isNumber, type Json } from '../json/json.ts';
import { goType } from './type-names.ts';

/** Where a value of a wrong type stands, as Go tells it. */
export interface GoPlace {
  /** The struct around it: `PodSpec`. */
  readonly struct: string;
  /** Field names from the top, without indexes and keys. */
  readonly fields: readonly string[];
  /** The type that is wanted: `v1.ScopeType`. */
  readonly type: string;
}

/** How the decoder in question complains. */
export interface Mismatch {
  (found: Json, wanted: ValueSchema, place: GoPlace): string;
  /** Set where integers that their type cannot hold lose their upper bits, rather than being refused. */
  readonly integer?: (found: number | bigint, kind: 'int32' | 'int64') => Json | undefined;
  /** Whole numbers that are floats all the same. */
  readonly floats?: FloatLiterals | undefined;
}

/** Of a type that reads its JSON itself and does not know where it stands. */
export function leafMismatch(found: Json, wanted: ValueSchema): string {
  return `json: cannot unmarshal ${foundName(found, wanted)} into Go value of type ${goType(wanted)}`;
}

/** encoding/json, which reads whole bodies. */
export const jsonMismatch: Mismatch = jsonComplaint;

/** The same for what was parsed of the text. */
export function jsonMismatchOf(text: string, value: Json): Mismatch {
  return jsonMismatchWith(floatLiterals(text, value));
}

export function jsonMismatchWith(floats: FloatLiterals | undefined): Mismatch {
  if (!floats) return jsonMismatch;
  return Object.assign((...found: Parameters<Mismatch>) => jsonComplaint(...found), { floats });
}

function jsonComplaint(found: Json, wanted: ValueSchema, { struct, fields, type }: GoPlace): string {
  return `json: cannot unmarshal ${foundName(found, wanted)} into Go struct field ${struct}.${fields.join('.')} of type ${type}`;
}

function foundName(found: Json, { kind }: ValueSchema): string {
  const exact = isNumber(found) && (kind === 'int32' || kind === 'int64');
  return exact ? `number ${found}` : jsonName(found);
}

/** As encoding/json names the sort of a value. */
export function jsonName(found: Json): string {
  if (typeof found === 'boolean') return 'bool';
  if (isNumber(found)) return 'number';
  return isJsonArray(found) ? 'array' : typeof found;
}
