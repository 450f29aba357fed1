// The rules of metadata that hold for every kind.
// https://github.com/kubernetes/apimachinery/blob/v0.36.3/pkg/api/validation/objectmeta.go

import { trimTextEnd } from '@kube-rx/core';
import type { Part } from '../apply/ownership.ts';
import {
  isJsonArray,
  isJsonObject,
  type Json,
  type JsonObject,
  jsonEquals,
  objectAt,
  objectOf,
  stringAt,
  stringsAt,
  valueAt,
} from '../json/json.ts';
import { metadataOrder } from '../registry/codec.ts';
import type { ServedResource } from '../registry/served-resource.ts';
import { type FieldFault, forbiddenValue, invalidValue, invalidValues, required } from '../status-error.ts';
import { UndecodableError } from '../types/complaints.ts';
import { type Decoded, decodeTyped } from '../types/decoder.ts';
import { jsonMismatch } from '../types/json-mismatch.ts';
import { Field } from '../validation/field.ts';
import { metadataFaults } from '../validation/metadata.ts';
import { segmentComplaints } from '../validation/names.ts';
import { nameComplaints } from './name-rules.ts';

export const metadataType = 'meta/v1/ObjectMeta';

/**
 * A custom object, whose metadata alone has a Go type.
 *
 * @throws UndecodableError
 */
export function decodeCustom(object: JsonObject, kind: string): Decoded {
  const metadata = valueAt(object, 'metadata') ?? {};
  if (!isJsonObject(metadata)) {
    const place = { struct: kind, fields: ['metadata'], type: 'v1.ObjectMeta' };
    throw new UndecodableError(jsonMismatch(metadata, { kind: 'reference', type: metadataType }, place));
  }
  const decoded = decodeTyped(metadataType, metadata, jsonMismatch);
  return {
    object: decoded.object === metadata ? object : { ...object, metadata: decoded.object },
    unknown: decoded.unknown.map((path) => `metadata.${path}`),
  };
}

/** Metadata without what no object has; its types must have been checked. */
export function decodeMetadata(object: JsonObject): JsonObject {
  const metadata = objectAt(object, 'metadata');
  const entries: [string, Json][] = [];
  for (const key of metadataOrder) {
    const field = valueAt(metadata, key);
    if (field !== undefined && field !== null && !isEmpty(field)) entries.push([key, field]);
  }
  return objectOf(entries);
}

// Go leaves empty strings, zeros, lists and maps out.
function isEmpty(value: Json): boolean {
  if (isJsonArray(value)) return value.length === 0;
  if (isJsonObject(value)) return Object.keys(value).length === 0;
  return value === '';
}

/** Complaints about a new object's metadata. */
export function validateNewMetadata(served: ServedResource, object: JsonObject): FieldFault[] {
  const { kind } = served;
  const metadata = objectAt(object, 'metadata');
  const name = stringAt(metadata, 'name');
  const base = stringAt(metadata, 'generateName');
  // A generated suffix will follow the dashes at the end.
  const stem = trimTextEnd(base ?? '', '-') || 'x';
  const ofBase = base === undefined ? [] : nameComplaints(kind.names, stem, object);
  return [
    ...invalidValues('metadata.generateName', base, ofBase),
    ...(name === undefined
      ? [required('metadata.name', 'name or generateName is required')]
      : invalidValues('metadata.name', name, nameComplaints(kind.names, name, object))),
    ...metadataFaults(new Field(metadata, 'metadata'), finalizerRules(served)),
  ];
}

const immutable = [
  'name',
  'namespace',
  'uid',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
];

/** Complaints about metadata that is to replace `old`. */
export function validateMetadataUpdate(
  served: ServedResource,
  { object, old, part }: { readonly object: JsonObject; readonly old: JsonObject; readonly part: Part },
): FieldFault[] {
  const metadata = objectAt(object, 'metadata');
  const had = new Set(stringsAt(old, 'finalizers'));
  const added = stringsAt(metadata, 'finalizers').filter((finalizer) => !had.has(finalizer));
  const faults = immutable
    .filter((key) => !jsonEquals(valueAt(metadata, key), valueAt(old, key)))
    .map((key) => invalidValue(`metadata.${key}`, valueAt(metadata, key) ?? null, 'field is immutable'));
  if (stringAt(old, 'deletionTimestamp') !== undefined && added.length > 0) {
    const list = added.map((one) => JSON.stringify(one)).join(', ');
    const why = `no new finalizers can be added if the object is being deleted, found new finalizers []string{${list}}`;
    faults.unshift(forbiddenValue('metadata.finalizers', why));
  }
  return [
    ...faults,
    ...baseFaults(served, object, part),
    ...metadataFaults(new Field(metadata, 'metadata'), finalizerRules(served)),
  ];
}

// Whose updates are not validated as new objects are: that what names are made of can be part of a path is enough.
const uncheckedBases = new Set([
  ...[
    'CronJob',
    'DaemonSet',
    'Deployment',
    'ReplicaSet',
    'ReplicationController',
    'StatefulSet',
    'PodTemplate',
  ],
  ...[
    'CSIDriver',
    'Event',
    'HorizontalPodAutoscaler',
    'Lease',
    'NetworkPolicy',
    'PriorityClass',
    'ResourceQuota',
  ],
  ...['Service', 'ServiceCIDR'],
]);

// Of which nothing is made any more.
function baseFaults({ kind, custom }: ServedResource, object: JsonObject, part: Part): FieldFault[] {
  const base = stringAt(object, 'metadata', 'generateName');
  if (base === undefined) return [];
  const ofName =
    custom || part === 'status' || uncheckedBases.has(kind.kind)
      ? []
      : nameComplaints(kind.names, trimTextEnd(base, '-') || 'x', object);
  // A part of a name may be a dot.
  const complaints = new Set([...segmentComplaints(`${base}x`), ...ofName]);
  return invalidValues('metadata.generateName', base, [...complaints]);
}

// The kinds of the first two groups are validated by servers of their own, as custom ones are.
const lenientGroups = new Set([
  'apiextensions.k8s.io',
  'apiregistration.k8s.io',
  'admissionregistration.k8s.io',
  'coordination.k8s.io',
  'node.k8s.io',
  'policy',
]);

function finalizerRules({ resource, custom }: ServedResource): { readonly isBuiltin: boolean } {
  return { isBuiltin: !custom && !lenientGroups.has(resource.group) };
}
