// What ConfigMaps and Secrets ask of the keys and the size of their data.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/validation/validation.go

import { type JsonObject, objectAt, stringEntries, valueAt } from '../json/json.ts';
import { type FieldFault, invalidValue } from '../status-error.ts';
import type { Validated } from './validated.ts';

const maxBytes = 1024 * 1024;
const maxKeyLength = 253;
const pattern = '[-._a-zA-Z0-9]+';
const syntax = `a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '${pattern}')`;

export function configMapFaults({ object }: Validated): FieldFault[] {
  const [data, binary] = [objectAt(object, 'data'), objectAt(object, 'binaryData')];
  const faults: FieldFault[] = [];
  for (const key of Object.keys(data)) {
    faults.push(...keyFaults('data', key));
    if (valueAt(binary, key) !== undefined)
      faults.push(invalidValue(`data[${key}]`, key, 'duplicate of key present in binaryData'));
  }
  for (const key of Object.keys(binary)) faults.push(...keyFaults('binaryData', key));
  const bytes = stringEntries(data).reduce((sum, [, text]) => sum + Buffer.byteLength(text), 0);
  if (bytes + decodedBytes(binary) > maxBytes) faults.push(tooLong('[]'));
  return faults;
}

export function secretFaults({ object }: Validated): FieldFault[] {
  const data = objectAt(object, 'data');
  const faults = Object.keys(data).flatMap((key) => keyFaults('data', key));
  return decodedBytes(data) > maxBytes ? [...faults, tooLong('data')] : faults;
}

function decodedBytes(data: JsonObject): number {
  return stringEntries(data).reduce((sum, [, text]) => sum + Buffer.byteLength(text, 'base64'), 0);
}

function tooLong(field: string): FieldFault {
  return { field, reason: 'FieldValueTooLong', message: `Too long: may not be more than ${maxBytes} bytes` };
}

function keyFaults(field: string, key: string): FieldFault[] {
  const complaints: string[] = [];
  if (key.length > maxKeyLength) complaints.push(`must be no more than ${maxKeyLength} characters`);
  if (!new RegExp(`^${pattern}$`).test(key)) complaints.push(syntax);
  if (key === '.' || key === '..') complaints.push(`must not be '${key}'`);
  else if (key.startsWith('..')) complaints.push("must not start with '..'");
  return complaints.map((complaint) => invalidValue(`${field}[${key}]`, key, complaint));
}
