// What a volume for a claim is filled from: told twice, by a field of old and by a reference.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/api/persistentvolumeclaim/util.go

import { type JsonObject, objectAt, textAt, valueAt, withKey, without } from '../../json/json.ts';
import type { FieldFault } from '../../status-error.ts';
import type { Field } from '../../validation/field.ts';
import { labelComplaints, subdomainComplaints } from '../../validation/names.ts';

/** Of the spec of a claim: what cannot be meant is dropped, and each of the two fields says what the other does. */
export function withDataSources(spec: JsonObject, old: JsonObject | undefined): JsonObject {
  const kept = withoutUnknownSource(withoutForeignReference(spec, old), old);
  const [source, reference] = [valueAt(kept, 'dataSource'), valueAt(kept, 'dataSourceRef')];
  if (source !== undefined && reference === undefined) return { ...kept, dataSourceRef: source };
  if (source !== undefined || reference === undefined || textAt(reference, 'namespace') !== '') return kept;
  return { ...kept, dataSource: without(objectAt(kept, 'dataSourceRef'), 'namespace') };
}

// References to other namespaces are a feature that is off.
function withoutForeignReference(spec: JsonObject, old: JsonObject | undefined): JsonObject {
  const isForeign = textAt(spec, 'dataSourceRef', 'namespace') !== '';
  return isForeign && valueAt(old, 'dataSourceRef') === undefined ? without(spec, 'dataSourceRef') : spec;
}

function withoutUnknownSource(spec: JsonObject, old: JsonObject | undefined): JsonObject {
  const hasOld = valueAt(old, 'dataSource') !== undefined || valueAt(old, 'dataSourceRef') !== undefined;
  if (hasOld || valueAt(spec, 'dataSourceRef') !== undefined) return spec;
  const [group, kind] = [textAt(spec, 'dataSource', 'apiGroup'), textAt(spec, 'dataSource', 'kind')];
  const isKnown =
    (kind === 'PersistentVolumeClaim' && group === '') ||
    (kind === 'VolumeSnapshot' && group === 'snapshot.storage.k8s.io');
  return isKnown ? spec : withKey(spec, 'dataSource', undefined);
}

/** `isOldGroup`: the claim had a source of another group before. */
export function dataSourceFaults(spec: Field, isOldGroup: boolean): FieldFault[] {
  const [source, reference] = [spec.at('dataSource'), spec.at('dataSourceRef')];
  const namespace = reference.at('namespace');
  return [
    ...(source.isSet ? referenceFaults(source, isOldGroup) : []),
    ...(reference.isSet ? referenceFaults(reference, isOldGroup) : []),
    ...(namespace.text === '' ? [] : namespace.invalidText(labelComplaints(namespace.text))),
    ...agreementFaults(spec),
  ];
}

function referenceFaults(reference: Field, isOldGroup: boolean): FieldFault[] {
  const [name, kind, group] = [reference.at('name'), reference.at('kind'), reference.at('apiGroup')];
  const isCore = group.text === '';
  return [
    ...(name.text === '' ? [name.required()] : []),
    ...(kind.text === '' ? [kind.required()] : []),
    ...(isCore && kind.text !== 'PersistentVolumeClaim'
      ? [
          reference.invalid(
            "must be 'PersistentVolumeClaim' when referencing the default apiGroup",
            kind.text,
          ),
        ]
      : []),
    ...(isCore || isOldGroup ? [] : group.invalidText(subdomainComplaints(group.text))),
  ];
}

// The real server quotes a path, which it prints as an empty object.
function agreementFaults(spec: Field): FieldFault[] {
  const [source, reference] = [spec.at('dataSource'), spec.at('dataSourceRef')];
  if (!source.isSet || !reference.isSet) return [];
  if (reference.at('namespace').text !== '')
    return [spec.invalid('may not be specified when dataSourceRef.namespace is specified', {})];
  const agree = ['apiGroup', 'kind', 'name'].every((key) => source.at(key).value === reference.at(key).value);
  return agree ? [] : [spec.invalid('must match dataSourceRef', {})];
}
