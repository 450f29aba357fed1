// The metadata of an object, wherever it stands: what holds of a new one as of a changed one.
// https://github.com/kubernetes/apimachinery/blob/v0.36.3/pkg/api/validation/objectmeta.go

import { trimTextEnd } from '@kube-rx/core';
import { stringsAt } from '../json/json.ts';
import type { FieldFault } from '../status-error.ts';
import type { Field } from './field.ts';
import { managerComplaints, maxManagerLength } from './field-manager.ts';
import { annotationFaults, labelFaults } from './labels.ts';
import { labelComplaints, qualifiedNameComplaints, segmentComplaints } from './names.ts';

/** `isBuiltin`: finalizers must be qualified; those of custom objects only should. */
export function metadataFaults(
  metadata: Field,
  { isBuiltin }: { readonly isBuiltin: boolean },
): FieldFault[] {
  return [
    ...labelFaults(metadata.at('labels')),
    ...annotationFaults(metadata.at('annotations')),
    ...ownerFaults(metadata.at('ownerReferences')),
    ...finalizerFaults(metadata.at('finalizers'), isBuiltin),
  ];
}

/** Of an object within another, which need not have a name. */
export function embeddedMetadataFaults(metadata: Field): FieldFault[] {
  const [name, base, namespace] = [
    metadata.at('name'),
    metadata.at('generateName'),
    metadata.at('namespace'),
  ];
  const generation = metadata.at('generation');
  return [
    ...base.invalidText(base.text === '' ? [] : segmentComplaints(trimTextEnd(base.text, '-') || 'x')),
    ...name.invalidText(segmentComplaints(name.text)),
    ...namespace.invalidText(namespace.text === '' ? [] : labelComplaints(namespace.text)),
    ...(generation.number < 0 ? [generation.invalid('must be greater than or equal to 0')] : []),
    ...metadataFaults(metadata, { isBuiltin: false }),
    ...metadata.at('managedFields').items.flatMap(ownerEntryFaults),
  ];
}

const maxSubresourceLength = 256;

function ownerEntryFaults(entry: Field): FieldFault[] {
  const [operation, type] = [entry.at('operation'), entry.at('fieldsType')];
  const [manager, subresource] = [entry.at('manager'), entry.at('subresource')];
  return [
    ...(['Apply', 'Update'].includes(operation.text)
      ? []
      : [operation.invalid('must be `Apply` or `Update`', operation.text)]),
    ...(['', 'FieldsV1'].includes(type.text) ? [] : [type.invalid('must be `FieldsV1`')]),
    ...(Buffer.byteLength(manager.text) > maxManagerLength ? [manager.tooLong(maxManagerLength)] : []),
    ...manager.invalidText(managerComplaints(manager.text)),
    ...(Buffer.byteLength(subresource.text) > maxSubresourceLength
      ? [subresource.tooLong(maxSubresourceLength)]
      : []),
  ];
}

const unqualifiedFinalizers = new Set(['orphan', 'foregroundDeletion', 'kubernetes']);

function finalizerFaults(field: Field, isBuiltin: boolean): FieldFault[] {
  const faults: FieldFault[] = [];
  for (const item of field.items) {
    const finalizer = item.text;
    faults.push(
      ...qualifiedNameComplaints(finalizer).map((complaint) => field.invalid(complaint, finalizer)),
    );
    const unqualified = 'name is neither a standard finalizer name nor is it fully qualified';
    if (isBuiltin && !finalizer.includes('/') && !unqualifiedFinalizers.has(finalizer))
      faults.push(item.invalid(unqualified));
  }
  const all = stringsAt(field.value);
  if (all.includes('orphan') && all.includes('foregroundDeletion'))
    faults.push(field.invalid('finalizer orphan and foregroundDeletion cannot be both set'));
  return faults;
}

function ownerFaults(field: Field): FieldFault[] {
  const faults = field.items.flatMap((owner) =>
    ['apiVersion', 'kind', 'name', 'uid']
      .filter((key) => (key === 'apiVersion' ? versionIn(owner.at(key).text) : owner.at(key).text) === '')
      .map((key) =>
        field
          .at(key)
          .invalid(`${key === 'apiVersion' ? 'version ' : ''}must not be empty`, owner.at(key).text),
      ),
  );
  if (field.items.filter((owner) => owner.at('controller').value === true).length > 1)
    faults.push(field.invalid('Only one reference can have Controller set to true'));
  return faults;
}

function versionIn(apiVersion: string): string {
  const parts = apiVersion.split('/');
  return parts.length > 2 ? '' : (parts.at(-1) ?? '');
}
