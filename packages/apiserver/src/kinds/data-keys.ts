// What ConfigMaps and Secrets have in common: data whose keys and size are limited, and which can be frozen for good.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/validation/validation.go

import { type JsonObject, jsonEquals, objectAt, stringEntries, valueAt } from '../json/json.ts';
import type { FieldFault } from '../status-error.ts';
import { Field } from '../validation/field.ts';
import { configKeyComplaints } from '../validation/names.ts';
import type { Cell } from './cell.ts';

export const maxDataBytes: number = 1024 * 1024;

export function decodedBytes(data: JsonObject): number {
  return stringEntries(data).reduce((sum, [, text]) => sum + Buffer.byteLength(text, 'base64'), 0);
}

export function keyFaults(entry: Field, key: string): FieldFault[] {
  return configKeyComplaints(key).map((complaint) => entry.invalid(complaint, key));
}

/** Changes of what was declared immutable. `keys`: of the data. */
export function frozenFaults(
  object: JsonObject,
  old: JsonObject | undefined,
  keys: readonly string[],
): FieldFault[] {
  if (!old || valueAt(old, 'immutable') !== true) return [];
  return ['immutable', ...keys]
    .filter((key) => !jsonEquals(valueAt(old, key), valueAt(object, key)))
    .map((key) => new Field(object).at(key).forbidden('field is immutable when `immutable` is set'));
}

export const entryCount =
  (...keys: string[]): Cell =>
  (object) =>
    keys.reduce((sum, key) => sum + Object.keys(objectAt(object, key)).length, 0);
