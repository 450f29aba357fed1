// How objects are encoded: as the real server prints them, with the fields of built-in kinds in the order of their Go
// structs as far as it is known, and those of custom kinds sorted.

import {
  isJsonObject,
  isNumber,
  type Json,
  type JsonObject,
  jsonText,
  objectOf,
  sortedKeys,
  sortedMap,
  valueAt,
} from '../json/json.ts';
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
  return { encode: encodeInStructOrder, fields: selectableFields(fields) };
}

export function customCodec(fields: SelectableFields): Codec {
  return { encode: (object) => encodeJson(sortedKeys(object)), fields: selectableFields(fields) };
}

/** Members that are undefined are left out. */
export function encodeJson(value: Json | Readonly<Record<string, Json | undefined>>): Uint8Array {
  return utf8.encode(jsonText(value));
}

/** Kind, apiVersion and metadata first, the status last. */
function encodeInStructOrder({ kind, apiVersion, metadata, spec, status, ...rest }: JsonObject): Uint8Array {
  const ordered = isJsonObject(metadata) ? inOrder(metadata, metadataOrder) : metadata;
  return encodeJson({
    kind,
    apiVersion,
    metadata: ordered,
    spec,
    ...inOrder(rest, Object.keys(rest)),
    status,
  });
}

function inOrder(object: JsonObject, keys: readonly string[]): JsonObject {
  const entries: [string, Json][] = [];
  for (const key of keys) {
    const value = object[key];
    if (value === undefined) continue;
    entries.push([key, maps.has(key) && isJsonObject(value) ? sortedMap(value) : value]);
  }
  return objectOf(entries);
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
  if (isNumber(value) || typeof value === 'boolean') return String(value);
  return absent;
}
