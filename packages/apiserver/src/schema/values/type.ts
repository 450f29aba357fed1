// Of which type a value must be.
// https://github.com/kubernetes/kube-openapi/blob/43fb72c5454a/pkg/validation/validate/type.go

import { isInt64, isJsonArray, isNumber, type Json, stringAt } from '../../json/json.ts';
import { isTrue, type Schema } from '../structural.ts';
import { isWhole } from './number.ts';

interface Wanted {
  readonly types: readonly string[];
  readonly format: string;
}

/** The types that a schema takes; none where it takes all. */
export function typesOf(schema: Schema, { isDefault }: { readonly isDefault?: true }): readonly string[] {
  if (!isDefault && isTrue(schema, 'x-kubernetes-int-or-string')) return ['integer', 'string'];
  const type = stringAt(schema, 'type') ?? '';
  return type === '' ? [] : [type];
}

/** Undefined where the value is of the type. */
export function typeComplaint(
  schema: Schema,
  value: Json,
  { types, format }: Wanted,
): { readonly wanted: string; readonly found: string } | undefined {
  if (value === null) {
    if (types.length === 0 || types.includes('null') || isTrue(schema, 'nullable')) return undefined;
    return { wanted: types.join(','), found: 'null' };
  }
  const { type, own } = formOf(value);
  const isNumeric = types.includes('number') || types.includes('integer');
  const isConverted =
    (type === 'number' && types.includes('integer') && isWhole(Number(value))) ||
    (type === 'integer' && types.includes('number'));
  const isText = type === 'string' || type === 'array';
  if (!isText && format !== '' && !types.includes(type) && own !== format && !isConverted)
    return { wanted: format, found: own };
  if (!isNumeric && format !== '' && isText) return undefined;
  return types.includes(type) || isConverted ? undefined : { wanted: types.join(','), found: type };
}

/** `own`: the format that the value has by itself. */
function formOf(value: Json): { readonly type: string; readonly own: string } {
  if (isJsonArray(value)) return { type: 'array', own: '' };
  if (isNumber(value))
    return isInt64(value) ? { type: 'integer', own: 'int64' } : { type: 'number', own: 'float64' };
  return { type: typeof value, own: '' };
}
