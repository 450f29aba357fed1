// Which claims are refused, and which changes of them.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/validation/validation.go

import {
  type Json,
  type JsonObject,
  jsonEquals,
  objectAt,
  stringAt,
  textAt,
  valueAt,
  withKey,
} from '../../json/json.ts';
import type { FieldFault } from '../../status-error.ts';
import { Field } from '../../validation/field.ts';
import { goStruct } from '../../validation/go-struct.ts';
import { immutableFaults } from '../../validation/immutable.ts';
import { jsonDifference } from '../../validation/line-difference.ts';
import { nanosOf } from '../../validation/quantities.ts';
import { goClaimSpec } from './go-spec.ts';
import { claimSpecFaults } from './spec.ts';

export function claimFaults(claim: JsonObject, old: JsonObject | undefined): FieldFault[] {
  const spec = new Field(claim).at('spec');
  return [
    ...claimSpecFaults(spec, old !== undefined && hasGroup(objectAt(old, 'spec'))),
    ...(old ? changeFaults(new Field(claim), new Field(old)) : []),
  ];
}

function hasGroup(spec: JsonObject): boolean {
  return ['dataSource', 'dataSourceRef'].some((key) => valueAt(spec, key, 'apiGroup') !== undefined);
}

const annotation = 'volume.beta.kubernetes.io/storage-class';

function annotatedClass(claim: Field): string | undefined {
  return stringAt(claim.value, 'metadata', 'annotations', annotation);
}

function changeFaults(claim: Field, old: Field): FieldFault[] {
  const spec = claim.at('spec');
  return [
    ...annotationFaults(claim, old),
    ...specFaults(claim, old),
    ...sizeFaults(claim, old),
    ...immutableFaults(
      new Field(spec.at('volumeMode').value, 'volumeMode'),
      old.at('spec', 'volumeMode').value,
    ),
    ...attributesClassFaults(spec.at('volumeAttributesClassName'), old),
  ];
}

const immutable =
  'spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims';

function specFaults(claim: Field, old: Field): FieldFault[] {
  const [before, after] = [withVolume(claim, old), comparable(claim, old)];
  if (jsonEquals(before, after)) return [];
  const difference = jsonDifference(goStruct(goClaimSpec, before), goStruct(goClaimSpec, after));
  return [claim.at('spec').forbidden(`${immutable}\n${difference}`)];
}

// The class may move from the annotation of older clusters to its field.
function movesClass(claim: Field, old: Field): boolean {
  const [was, is] = [annotatedClass(old), annotatedClass(claim)];
  const [had, has] = [old.at('spec', 'storageClassName'), claim.at('spec', 'storageClassName')];
  return was !== undefined && !had.isSet && has.value === was && (is === undefined || is === was);
}

function annotationFaults(claim: Field, old: Field): FieldFault[] {
  const [is, was] = [annotatedClass(claim) ?? '', annotatedClass(old) ?? ''];
  if (movesClass(claim, old) || is === was) return [];
  return [new Field(is, `metadata.annotations.${annotation}`).invalid('field is immutable')];
}

/** The new spec, as the old one where it may differ from that. */
function comparable(claim: Field, old: Field): JsonObject {
  const [next, last] = [claim.at('spec').object, old.at('spec').object];
  let spec: JsonObject = next;
  if (movesClass(claim, old) || getsClass(claim, old))
    spec = withKey(spec, 'storageClassName', valueAt(last, 'storageClassName'));
  if (textAt(claim.value, 'status', 'phase') !== 'Bound') return spec;
  spec = withKey(spec, 'volumeAttributesClassName', valueAt(last, 'volumeAttributesClassName'));
  return withStorage(spec, valueAt(last, 'resources', 'requests', 'storage'));
}

function withStorage(spec: JsonObject, storage: Json | undefined): JsonObject {
  const resources = objectAt(spec, 'resources');
  if (valueAt(resources, 'requests') === undefined) return spec;
  const requests = withKey(objectAt(resources, 'requests'), 'storage', storage);
  return { ...spec, resources: { ...resources, requests } };
}

// A claim without a class may get one, and be bound once.
function getsClass(claim: Field, old: Field): boolean {
  const [had, has] = [old.at('spec', 'storageClassName'), claim.at('spec', 'storageClassName')];
  return has.isSet && !had.isSet && [undefined, has.value].includes(annotatedClass(old));
}

function withVolume(claim: Field, old: Field): JsonObject {
  const last = old.at('spec').object;
  if (textAt(last, 'volumeName') !== '') return last;
  return withKey(last, 'volumeName', valueAt(claim.at('spec').value, 'volumeName'));
}

// What was asked for in vain may be taken back, but for what is there.
function sizeFaults(claim: Field, old: Field): FieldFault[] {
  const storage = ['spec', 'resources', 'requests', 'storage'];
  const [size, had] = [claim.at(...storage), old.at(...storage)];
  const isSmaller = nanosOf(size) < nanosOf(had);
  if (!isSmaller || nanosOf(size) > nanosOf(old.at('status', 'capacity', 'storage'))) return [];
  return [size.forbidden('field can not be less than status.capacity')];
}

function attributesClassFaults(name: Field, old: Field): FieldFault[] {
  const isApplied = old.at('status', 'currentVolumeAttributesClassName').isSet;
  const isSame = (name.value ?? null) === (old.at('spec', 'volumeAttributesClassName').value ?? null);
  if (!isApplied || isSame || name.text !== '') return [];
  const to = name.isSet ? 'empty string' : 'nil';
  return [
    name.forbidden(`update to ${to} is forbidden when status.currentVolumeAttributesClassName is not nil`),
  ];
}
