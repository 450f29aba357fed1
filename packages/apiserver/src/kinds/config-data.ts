// ConfigMaps and Secrets: data whose keys and size are limited, and which can be frozen for good.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/validation/validation.go

import { type JsonObject, jsonEquals, objectAt, stringEntries, valueAt, without } from '../json/json.ts';
import { type FieldFault, forbiddenValue, invalidValue, invalidValues, tooLong } from '../status-error.ts';
import { configKeyComplaints } from '../validation/names.ts';
import { at, type Cell } from './cell.ts';
import { withDefaults } from './defaults.ts';
import type { Kind } from './kind.ts';

const maxDataBytes = 1024 * 1024;

function decodedBytes(data: JsonObject): number {
  return stringEntries(data).reduce((sum, [, text]) => sum + Buffer.byteLength(text, 'base64'), 0);
}

function keyFaults(field: string, key: string): FieldFault[] {
  return invalidValues(`${field}[${key}]`, key, configKeyComplaints(key));
}

/** Complaints about changes of what was declared immutable. */
function immutableFaults(object: JsonObject, old: JsonObject | undefined): FieldFault[] {
  if (!old || valueAt(old, 'immutable') !== true) return [];
  return ['immutable', 'data', 'binaryData', 'type']
    .filter((key) => !jsonEquals(valueAt(old, key), valueAt(object, key)))
    .map((key) => forbiddenValue(key, 'field is immutable when `immutable` is set'));
}

const entryCount =
  (...keys: string[]): Cell =>
  (object) =>
    keys.reduce((sum, key) => sum + Object.keys(objectAt(object, key)).length, 0);

function configMapFaults(object: JsonObject, old: JsonObject | undefined): FieldFault[] {
  const [data, binary] = [objectAt(object, 'data'), objectAt(object, 'binaryData')];
  const faults = immutableFaults(object, old);
  for (const key of Object.keys(data)) {
    faults.push(...keyFaults('data', key));
    if (valueAt(binary, key) !== undefined)
      faults.push(invalidValue(`data[${key}]`, key, 'duplicate of key present in binaryData'));
  }
  for (const key of Object.keys(binary)) faults.push(...keyFaults('binaryData', key));
  const bytes = stringEntries(data).reduce((sum, [, text]) => sum + Buffer.byteLength(text), 0);
  if (bytes + decodedBytes(binary) > maxDataBytes) faults.push(tooLong('[]', maxDataBytes));
  return faults;
}

export const configMap: Kind = {
  group: '',
  kind: 'ConfigMap',
  validate: configMapFaults,
  cells: { Data: entryCount('data', 'binaryData') },
};

// Text is written into the data at once.
function withEncodedText(object: JsonObject): JsonObject {
  const given = stringEntries(objectAt(object, 'stringData'));
  const rest = without(object, 'stringData');
  if (given.length === 0) return rest;
  const encoded = given.map(([key, value]): [string, string] => [key, Buffer.from(value).toString('base64')]);
  return { ...rest, data: { ...objectAt(object, 'data'), ...Object.fromEntries(encoded) } };
}

export const secret: Kind = {
  group: '',
  kind: 'Secret',
  fields: { type: '' },
  defaults: (object) => withEncodedText(withDefaults(object, { type: 'Opaque' })),
  validate(object, old) {
    const data = objectAt(object, 'data');
    const faults = immutableFaults(object, old);
    for (const key of Object.keys(data)) faults.push(...keyFaults('data', key));
    if (decodedBytes(data) > maxDataBytes) faults.push(tooLong('data', maxDataBytes));
    return faults;
  },
  cells: { Type: at('type'), Data: entryCount('data') },
};
