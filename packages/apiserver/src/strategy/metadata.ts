// The rules of metadata that hold for every kind.
// https://github.com/kubernetes/apimachinery/blob/v0.36.3/pkg/api/validation/objectmeta.go

import {
  arrayAt,
  isJsonArray,
  isJsonObject,
  type Json,
  type JsonObject,
  jsonEquals,
  objectAt,
  stringAt,
  stringEntries,
  stringsAt,
  valueAt,
} from '../json/json.ts';
import { metadataOrder } from '../registry/codec.ts';
import type { ServedResource } from '../registry/served-resource.ts';
import { type FieldFault, forbiddenValue, invalidValue, required } from '../status-error.ts';
import { decodeTyped, jsonMismatch } from '../types/decoder.ts';
import { UndecodableError } from '../types/undecodable-error.ts';
import { labelValueComplaints, nameComplaints, qualifiedNameComplaints } from './name-rules.ts';

const type = 'meta/v1/ObjectMeta';

/** The decoder's words for metadata of a wrong type; undefined where all is right. */
export function metadataComplaint(object: JsonObject, kind: string): string | undefined {
  const metadata = valueAt(object, 'metadata') ?? {};
  if (!isJsonObject(metadata))
    return jsonMismatch(metadata, { kind: 'reference', type }, { struct: kind, fields: ['metadata'] });
  try {
    decodeTyped(type, metadata, (found, wanted, { struct, fields }) =>
      jsonMismatch(found, wanted, { struct, fields: ['metadata', ...fields] }),
    );
    return undefined;
  } catch (error) {
    if (error instanceof UndecodableError) return error.message;
    throw error;
  }
}

/** Metadata without what no object has; its types must have been checked. */
export function decodeMetadata(object: JsonObject): JsonObject {
  const metadata = objectAt(object, 'metadata');
  const entries: [string, Json][] = [];
  for (const key of metadataOrder) {
    const field = valueAt(metadata, key);
    if (field !== undefined && field !== null && !isEmpty(field)) entries.push([key, field]);
  }
  return Object.fromEntries(entries);
}

// Go leaves empty strings, zeros, lists and maps out.
function isEmpty(value: Json): boolean {
  if (isJsonArray(value)) return value.length === 0;
  if (isJsonObject(value)) return Object.keys(value).length === 0;
  return value === '';
}

/** Complaints about a new object's metadata. */
export function validateNewMetadata({ kind, custom }: ServedResource, metadata: JsonObject): FieldFault[] {
  const faults: FieldFault[] = [];
  const name = stringAt(metadata, 'name');
  const base = stringAt(metadata, 'generateName');
  if (base !== undefined)
    for (const complaint of nameComplaints(kind.names, base.replace(/-+$/, '') || 'x'))
      faults.push(invalidValue('metadata.generateName', base, complaint));
  if (name === undefined) faults.push(required('metadata.name', 'name or generateName is required'));
  else
    for (const complaint of nameComplaints(kind.names, name))
      faults.push(invalidValue('metadata.name', name, complaint));
  return [...faults, ...validateCommon(metadata, custom)];
}

/** Complaints about metadata that is to replace `old`. */
export function validateMetadataUpdate(
  { custom }: ServedResource,
  metadata: JsonObject,
  old: JsonObject,
): FieldFault[] {
  const faults: FieldFault[] = [];
  if (stringAt(old, 'deletionTimestamp') !== undefined) {
    const had = new Set(stringsAt(old, 'finalizers'));
    const added = stringsAt(metadata, 'finalizers').filter((finalizer) => !had.has(finalizer));
    if (added.length > 0)
      faults.push(
        forbiddenValue(
          'metadata.finalizers',
          `no new finalizers can be added if the object is being deleted, found new finalizers []string{${added.map((one) => JSON.stringify(one)).join(', ')}}`,
        ),
      );
  }
  for (const key of [
    'name',
    'namespace',
    'uid',
    'creationTimestamp',
    'deletionTimestamp',
    'deletionGracePeriodSeconds',
  ])
    if (!jsonEquals(valueAt(metadata, key), valueAt(old, key)))
      faults.push(invalidValue(`metadata.${key}`, valueAt(metadata, key) ?? null, 'field is immutable'));
  return [...faults, ...validateCommon(metadata, custom)];
}

function validateCommon(metadata: JsonObject, custom: boolean): FieldFault[] {
  return [
    ...validateLabels(objectAt(metadata, 'labels')),
    ...validateAnnotations(objectAt(metadata, 'annotations')),
    ...validateFinalizers(stringsAt(metadata, 'finalizers'), custom),
    ...validateOwners(metadata),
  ];
}

function validateLabels(labels: JsonObject): FieldFault[] {
  return stringEntries(labels).flatMap(([key, value]) => [
    ...qualifiedNameComplaints(key).map((complaint) => invalidValue('metadata.labels', key, complaint)),
    ...labelValueComplaints(value).map((complaint) => invalidValue('metadata.labels', value, complaint)),
  ]);
}

const maxAnnotationBytes = 256 * 1024;

function validateAnnotations(annotations: JsonObject): FieldFault[] {
  const faults: FieldFault[] = [];
  let size = 0;
  for (const [key, value] of stringEntries(annotations)) {
    size += key.length + value.length;
    for (const complaint of qualifiedNameComplaints(key.toLowerCase()))
      faults.push(invalidValue('metadata.annotations', key, complaint));
  }
  if (size > maxAnnotationBytes)
    faults.push({
      field: 'metadata.annotations',
      reason: 'FieldValueTooLong',
      message: `Too long: may not be more than ${maxAnnotationBytes} bytes`,
    });
  return faults;
}

const unqualifiedFinalizers = new Set(['orphan', 'foregroundDeletion', 'kubernetes']);

function validateFinalizers(finalizers: readonly string[], custom: boolean): FieldFault[] {
  const field = 'metadata.finalizers';
  const faults: FieldFault[] = [];
  for (const [at, finalizer] of finalizers.entries()) {
    for (const complaint of qualifiedNameComplaints(finalizer))
      faults.push(invalidValue(field, finalizer, complaint));
    // Custom resources only get a warning.
    const unqualified = 'name is neither a standard finalizer name nor is it fully qualified';
    if (!custom && !finalizer.includes('/') && !unqualifiedFinalizers.has(finalizer))
      faults.push(invalidValue(`${field}[${at}]`, finalizer, unqualified));
  }
  if (finalizers.includes('orphan') && finalizers.includes('foregroundDeletion'))
    faults.push(
      invalidValue(field, finalizers, 'finalizer orphan and foregroundDeletion cannot be both set'),
    );
  return faults;
}

function validateOwners(metadata: JsonObject): FieldFault[] {
  const faults: FieldFault[] = [];
  const field = 'metadata.ownerReferences';
  const owners = arrayAt(metadata, 'ownerReferences');
  let controllers = 0;
  for (const owner of owners) {
    if (!isJsonObject(owner)) continue;
    for (const key of ['apiVersion', 'kind', 'name', 'uid'])
      if (!stringAt(owner, key)) {
        const complaint = `${key === 'apiVersion' ? 'version ' : ''}must not be empty`;
        faults.push(invalidValue(`${field}.${key}`, '', complaint));
      }
    if (valueAt(owner, 'controller') === true) controllers += 1;
  }
  if (controllers > 1)
    faults.push(invalidValue(field, owners, 'Only one reference can have Controller set to true'));
  return faults;
}
