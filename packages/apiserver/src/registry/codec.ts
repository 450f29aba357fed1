// How objects are encoded: as the real server prints them, with the fields of built-in kinds in the order of their Go
// structs as far as it is known, and those of custom kinds sorted.

import { isJsonObject, type Json, type JsonObject, sortedKeys, sortedMap, valueAt } from '../json/json.ts';
import type { SelectableFields } from '../kinds/kind.ts';
import type { Codec } from '../storage/stored-object.ts';

const utf8 = new TextEncoder();

// https://github.com/kubernetes/apimachinery/blob/v0.36.3/pkg/apis/meta/v1/types.go (ObjectMeta)
export const metadataOrder: readonly string[] = [
  'name',
  'generateName',
  'namespace',
  'selfLink',
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'labels',
  'annotations',
  'ownerReferences',
  'finalizers',
  'managedFields',
];

// Go maps, which are printed sorted.
const maps = new Set(['labels', 'annotations', 'data', 'binaryData', 'stringData', 'fieldsV1']);

export function builtinCodec(fields: SelectableFields): Codec {
  return { encode: (object) => encodeJson(structOrder(object)), fields: selectableFields(fields) };
}

export function customCodec(fields: SelectableFields): Codec {
  return { encode: (object) => encodeJson(sortedKeys(object)), fields: selectableFields(fields) };
}

export function encodeJson(value: Json): Uint8Array {
  return utf8.encode(JSON.stringify(value));
}

/** Kind, apiVersion and metadata first, the status last. */
function structOrder(object: JsonObject): JsonObject {
  const { kind, apiVersion, metadata, spec, status, ...rest } = object;
  return {
    ...(kind !== undefined && { kind }),
    ...(apiVersion !== undefined && { apiVersion }),
    ...(metadata !== undefined && {
      metadata: isJsonObject(metadata) ? orderedMetadata(metadata) : metadata,
    }),
    ...(spec !== undefined && { spec }),
    ...Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, orderedMap(key, value)])),
    ...(status !== undefined && { status }),
  };
}

function orderedMetadata(metadata: JsonObject): JsonObject {
  const entries: [string, Json][] = [];
  for (const key of metadataOrder) {
    const value = metadata[key];
    if (value !== undefined) entries.push([key, orderedMap(key, value)]);
  }
  return Object.fromEntries(entries);
}

function orderedMap(key: string, value: Json): Json {
  return maps.has(key) && isJsonObject(value) ? sortedMap(value) : value;
}

type Fields = Readonly<Record<string, string>>;
const noFields: Fields = Object.freeze({});

function selectableFields(selectable: SelectableFields): (object: JsonObject) => Fields {
  const fields = Object.entries(selectable).map(([label, field]) => {
    const { path, absent } = typeof field === 'string' ? { path: label, absent: field } : field;
    return { label, absent, keys: path.split('.').filter((key) => key !== '') };
  });
  if (fields.length === 0) return () => noFields;
  return (object) =>
    Object.fromEntries(
      fields.map(({ label, keys, absent }) => [label, textOf(valueAt(object, ...keys), absent)]),
    );
}

function textOf(value: Json | undefined, absent: string): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return absent;
}
