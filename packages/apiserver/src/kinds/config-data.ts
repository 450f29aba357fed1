// What ConfigMaps and Secrets have in common: data whose keys and size are limited, and which can be frozen for good.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/validation/validation.go

import { type JsonObject, jsonEquals, objectAt, stringEntries, valueAt } from '../json/json.ts';
import { type FieldFault, forbiddenValue, invalidValues } from '../status-error.ts';
import type { Cell } from './cell.ts';

export const maxDataBytes: number = 1024 * 1024;
const maxKeyLength = 253;
const pattern = '[-._a-zA-Z0-9]+';
const syntax = `a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '${pattern}')`;

export function decodedBytes(data: JsonObject): number {
  return stringEntries(data).reduce((sum, [, text]) => sum + Buffer.byteLength(text, 'base64'), 0);
}

export function keyFaults(field: string, key: string): FieldFault[] {
  const complaints: string[] = [];
  if (key.length > maxKeyLength) complaints.push(`must be no more than ${maxKeyLength} characters`);
  if (!new RegExp(`^${pattern}$`).test(key)) complaints.push(syntax);
  if (key === '.' || key === '..') complaints.push(`must not be '${key}'`);
  else if (key.startsWith('..')) complaints.push("must not start with '..'");
  return invalidValues(`${field}[${key}]`, key, complaints);
}

/** Complaints about changes of what was declared immutable. */
export function immutableFaults(object: JsonObject, old: JsonObject | undefined): FieldFault[] {
  if (!old || valueAt(old, 'immutable') !== true) return [];
  return ['immutable', 'data', 'binaryData', 'type']
    .filter((key) => !jsonEquals(valueAt(old, key), valueAt(object, key)))
    .map((key) => forbiddenValue(key, 'field is immutable when `immutable` is set'));
}

export const entryCount =
  (...keys: string[]): Cell =>
  (object) =>
    keys.reduce((sum, key) => sum + Object.keys(objectAt(object, key)).length, 0);
