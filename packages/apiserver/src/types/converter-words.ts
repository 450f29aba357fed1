// How apimachinery's converter complains, which turns maps into Go types after a strategic merge patch.
// https://github.com/kubernetes/apimachinery/blob/v0.36.3/pkg/runtime/converter.go

import { isInt64, isJsonArray, isJsonObject, isNumber, type Json } from '../json/json.ts';
import type { Mismatch } from './decoder.ts';
import { goType } from './type-names.ts';

export const converterMismatch: Mismatch = (found, wanted) => {
  const kind = goKind(found);
  switch (wanted.kind) {
    case 'reference':
      return `cannot restore struct from: ${kind}`;
    case 'map':
    case 'object':
      return `cannot restore map from ${kind}`;
    case 'list':
    case 'bytes':
      return `cannot restore slice from ${kind}`;
    default:
      // Numbers can be turned into each other and, in Go's eyes, integers into text.
      return (kind === 'int64' && wanted.kind !== 'boolean') || (kind === 'float64' && isInteger(wanted.kind))
        ? `cannot convert ${kind} to ${goType(wanted)}`
        : `unrecognized type: ${goType(wanted)}`;
  }
};

function isInteger(kind: string): boolean {
  return kind === 'int32' || kind === 'int64';
}

function goKind(value: Json): string {
  if (isNumber(value)) return isInt64(value) ? 'int64' : 'float64';
  if (typeof value === 'boolean') return 'bool';
  return isJsonArray(value) ? 'slice' : isJsonObject(value) ? 'map' : 'string';
}

/** A value as Go's `%v` prints it: `map[spec:map[replicas:1]]`. */
export function goText(value: Json): string {
  if (isJsonArray(value)) return `[${value.map(goText).join(' ')}]`;
  if (!isJsonObject(value)) return value === null ? '<nil>' : String(value);
  const keys = Object.keys(value).sort();
  return `map[${keys.map((key) => `${key}:${goText(value[key] ?? null)}`).join(' ')}]`;
}

/** The type of a value as Go's `%T` prints it. */
export function goTypeName(value: Json): string {
  if (value === null) return '<nil>';
  if (isNumber(value)) return isInt64(value) ? 'int64' : 'float64';
  if (isJsonArray(value)) return '[]interface {}';
  if (isJsonObject(value)) return 'map[string]interface {}';
  return typeof value === 'boolean' ? 'bool' : 'string';
}
