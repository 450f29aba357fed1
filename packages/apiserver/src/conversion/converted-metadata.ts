// What a conversion may change of metadata: labels and annotations. The rest is taken from the original.

import {
  isJsonArray,
  isJsonObject,
  type Json,
  type JsonObject,
  objectAt,
  textAt,
  valueAt,
  withKey,
} from '../json/json.ts';
import { type FieldFault, unclassified } from '../status-error.ts';
import { Field } from '../validation/field.ts';
import { annotationFaults, labelFaults } from '../validation/labels.ts';

const identity = [
  ['name', 'name'],
  ['namespace', 'namespace'],
  ['uid', 'UID'],
] as const;

/** @throws StatusError where the webhook answers with another object; `failed` is how it begins. */
export function requireSameIdentity(original: JsonObject, converted: JsonObject, failed: string): void {
  for (const [key, what] of identity) {
    const [expected, given] = [original, converted].map((one) => textAt(one, 'metadata', key));
    if (expected !== given)
      throw unclassified(`${failed}must have the same ${what}: ${expected ?? ''} != ${given ?? ''}`);
  }
}

/** @throws StatusError where labels or annotations are none. */
export function withOwnMetadata(original: JsonObject, converted: JsonObject, failed: string): JsonObject {
  const given = valueAt(converted, 'metadata');
  if (given === undefined) throw unclassified(`${failed}missing metadata in converted object`);
  if (!isJsonObject(given))
    throw unclassified(`${failed}invalid metadata of type ${goType(given)} in converted object`);
  let metadata = objectAt(original, 'metadata');
  for (const key of ['labels', 'annotations'] as const) {
    const value = valueAt(given, key) ?? null;
    if (value !== null) requireStrings(value, key, failed);
    metadata = withKey(metadata, key, value ?? undefined);
  }
  return { ...converted, metadata };
}

function requireStrings(value: Json, key: 'labels' | 'annotations', failed: string): void {
  if (!isJsonObject(value))
    throw unclassified(`${failed}invalid metadata.${key} of type ${goType(value)} in converted object`);
  for (const [name, inner] of Object.entries(value))
    if (typeof inner !== 'string')
      throw unclassified(
        `${failed}metadata.${key}[${name}] must be a string, but is ${goType(inner)} in converted object`,
      );
  const faults =
    key === 'labels'
      ? labelFaults(new Field(value, 'metadata.labels'))
      : annotationFaults(new Field(value, 'metadata.annotation'));
  if (faults.length > 0) throw unclassified(failed + aggregate(faults));
}

function aggregate(faults: readonly FieldFault[]): string {
  const texts = [...new Set(faults.map(({ field, message }) => `${field}: ${message}`))];
  return texts.length === 1 ? (texts[0] ?? '') : `[${texts.join(', ')}]`;
}

// As Go's %T names what JSON holds.
function goType(value: Json): string {
  if (value === null) return '<nil>';
  if (isJsonArray(value)) return '[]interface {}';
  if (typeof value === 'string') return 'string';
  if (typeof value === 'boolean') return 'bool';
  if (isJsonObject(value)) return 'map[string]interface {}';
  return Number.isInteger(Number(value)) ? 'int64' : 'float64';
}
