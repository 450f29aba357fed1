// Objects within a custom object: their metadata has a Go type, whatever the schema says of it.
// https://github.com/kubernetes/apiextensions-apiserver/blob/v0.36.3/pkg/apiserver/schema/objectmeta

import {
  isJsonArray,
  isJsonObject,
  type Json,
  type JsonObject,
  jsonText,
  objectOf,
  sortedKeys,
  valueAt,
  without,
} from '../json/json.ts';
import { type FieldFault, invalidValue } from '../status-error.ts';
import { UndecodableError } from '../types/complaints.ts';
import { decodeTyped } from '../types/decoder.ts';
import { jsonMismatch, jsonName } from '../types/json-mismatch.ts';
import type { ToldPaths } from '../types/told-paths.ts';
import { Field } from '../validation/field.ts';
import { embeddedMetadataFaults } from '../validation/metadata.ts';
import { wordComplaints } from '../validation/names.ts';
import { isTrue, type Schema } from './structural.ts';

/** What Go cannot hold in the metadata of an object within another. */
export class EmbeddedError extends UndecodableError {
  readonly fault: FieldFault;

  constructor(path: string, value: Json, why: string) {
    super(`${path}: Invalid value: ${jsonText(sortedKeys(value))}: ${why}`);
    this.fault = invalidValue(path, value, why);
  }
}

/** Where a value stands: as messages say it, and as unknown fields are told of. */
interface Place {
  readonly path: string;
  readonly unknown: ToldPaths | undefined;
}

function isResource(schema: Schema): boolean {
  return isTrue(schema, 'x-kubernetes-embedded-resource');
}

/**
 * The value with the metadata of what is embedded in it as Go holds it.
 *
 * @throws EmbeddedError where there is some that Go cannot hold.
 */
export function coerceEmbedded(schema: Schema, value: Json, { path, unknown }: Place): Json {
  const within = (inner: Json, key: string | number): Json => {
    const found = innerOf(schema, path, key);
    return found ? coerceEmbedded(found.schema, inner, { path: found.path, unknown }) : inner;
  };
  if (isJsonArray(value)) {
    const next = value.map(within);
    return next.some((item, at) => item !== value[at]) ? next : value;
  }
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value).map(([key, inner]): [string, Json] => {
    const typed = isResource(schema) ? coerceField(key, inner, { path, unknown }) : inner;
    return [key, within(typed, key)];
  });
  return entries.some(([key, inner]) => inner !== value[key]) ? objectOf(entries) : value;
}

function innerOf(
  schema: Schema,
  path: string,
  key: string | number,
): { readonly schema: Schema; readonly path: string } | undefined {
  const found = (inner: Json | undefined, at: string): ReturnType<typeof innerOf> =>
    isJsonObject(inner) ? { schema: inner, path: at } : undefined;
  if (typeof key === 'number') return found(valueAt(schema, 'items'), `${path}[${key}]`);
  const own = valueAt(schema, 'properties', key);
  if (own !== undefined) return found(own, path === '' ? key : `${path}.${key}`);
  return found(valueAt(schema, 'additionalProperties'), `${path}[${key}]`);
}

function coerceField(key: string, value: Json, place: Place): Json {
  const at = place.path === '' ? key : `${place.path}.${key}`;
  if (key === 'metadata') return coerceMetadata(value, { ...place, path: at });
  if ((key === 'apiVersion' || key === 'kind') && typeof value !== 'string')
    throw new EmbeddedError(at, value, 'must be a string');
  return value;
}

const metadataType = 'meta/v1/ObjectMeta';

function coerceMetadata(value: Json, { path, unknown }: Place): Json {
  const refuse = (why: string): never => {
    throw new EmbeddedError(path, value, why);
  };
  if (value === null) return {};
  if (!isJsonObject(value))
    return refuse(`json: cannot unmarshal ${jsonName(value)} into Go value of type v1.ObjectMeta`);
  try {
    const decoded = decodeTyped(metadataType, value, jsonMismatch);
    for (const field of decoded.unknown) unknown?.add(`${path}.${field}`);
    return stored(decoded.object);
  } catch (error) {
    if (!(error instanceof UndecodableError)) throw error;
    return refuse(error.message);
  }
}

// Go leaves empty texts out, and a time that is not set.
function stored(metadata: JsonObject): JsonObject {
  const empty = Object.keys(metadata).filter(
    (key) => metadata[key] === '' || metadata[key] === null || metadata[key] === 0,
  );
  return empty.reduce<JsonObject>((rest, key) => without(rest, key), metadata);
}

/** What is wrong with the resources in a value. */
export function embeddedFaults(schema: Schema, value: Json, path: string): FieldFault[] {
  const within = (inner: Json, key: string | number): FieldFault[] => {
    const found = innerOf(schema, path, key);
    return found ? embeddedFaults(found.schema, inner, found.path) : [];
  };
  if (isJsonArray(value)) return value.flatMap(within);
  if (!isJsonObject(value)) return [];
  return [
    ...(isResource(schema) ? resourceFaults(new Field(value, path)) : []),
    ...Object.entries(value).flatMap(([key, inner]) => within(inner, key)),
  ];
}

function resourceFaults(resource: Field): FieldFault[] {
  const [version, kind] = [resource.at('apiVersion'), resource.at('kind')];
  const missing = [version, kind].filter((one) => one.value === undefined).map((one) => one.required());
  return [
    ...missing,
    ...(version.value === undefined ? [] : version.invalidText(versionComplaints(version.text))),
    ...(kind.value === undefined ? [] : kindFaults(kind)),
    ...embeddedMetadataFaults(resource.at('metadata')),
  ];
}

function versionComplaints(version: string): string[] {
  if (version === '') return ['must not be empty'];
  return version.split('/').length > 2 ? [`unexpected GroupVersion string: ${version}`] : [];
}

function kindFaults(kind: Field): FieldFault[] {
  if (kind.text === '') return [kind.invalid('must not be empty')];
  const complaints = wordComplaints(kind.text.toLowerCase());
  if (complaints.length === 0) return [];
  return [kind.invalid(`may have mixed case, but should otherwise match: ${complaints.join(',')}`)];
}
