// What a CustomResourceDefinition must have to be stored, in the words of the real server. Whatever is stored here can
// be served. Most of what a schema may say is not looked at.
// https://github.com/kubernetes/apiextensions-apiserver/blob/v0.36.3/pkg/apis/apiextensions/validation/validation.go

import {
  arrayAt,
  type Json,
  type JsonArray,
  type JsonObject,
  jsonEquals,
  objectAt,
  objectsAt,
  stringAt,
  stringsAt,
  textAt,
  valueAt,
} from '../json/json.ts';
import { validateScales } from '../registry/scale-paths.ts';
import { patternFaults } from '../schema/pattern-faults.ts';
import { Steps } from '../schema/steps.ts';
import { type FieldFault, invalidValue, required, unsupportedValue } from '../status-error.ts';
import { subdomainComplaints, wordComplaints } from '../validation/names.ts';
import { conditionOf } from './cell.ts';
import { approvalFaults } from './definition-approval.ts';
import { definitionNameFaults } from './definition-name-faults.ts';

/** `old`: what the definition replaces. */
export function definitionFaults(object: JsonObject, old: JsonObject | undefined): FieldFault[] {
  const spec = objectAt(object, 'spec');
  const [group, plural, scope] = [
    textAt(spec, 'group'),
    textAt(spec, 'names', 'plural'),
    textAt(spec, 'scope'),
  ];
  const name = textAt(object, 'metadata', 'name');
  const faults = groupFaults(group);
  if (!old && name !== `${plural}.${group}`)
    faults.unshift(invalidValue('metadata.name', name, 'must be spec.names.plural+"."+spec.group'));
  if (scope === '') faults.push(required('spec.scope'));
  else if (!['Namespaced', 'Cluster'].includes(scope))
    faults.push(unsupportedValue('spec.scope', scope, ['Cluster', 'Namespaced']));
  return [
    ...faults,
    ...versionFaults(spec),
    ...definitionNameFaults(objectAt(spec, 'names')),
    ...validateScales(versionsIn(object)),
    ...(old ? changeFaults(object, old) : []),
    ...storedVersionFaults(object, old),
    ...approvalFaults(object, old),
    ...(valueAt(spec, 'preserveUnknownFields') === true &&
    valueAt(old, 'spec', 'preserveUnknownFields') !== true
      ? [invalidValue('spec.preserveUnknownFields', true, keepNothing)]
      : []),
  ];
}

const keepNothing =
  'cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead';

/** The versions that a definition describes. */
export function versionsIn(definition: JsonObject): JsonObject[] {
  return objectsAt(definition, 'spec', 'versions');
}

/** The version that objects are stored in. */
export function storageVersionIn(definition: JsonObject): JsonObject | undefined {
  return versionsIn(definition).find((version) => valueAt(version, 'storage') === true);
}

/** Whether the kind of a definition is served. */
export function isEstablished(definition: JsonObject): boolean {
  return textAt(conditionOf(objectAt(definition, 'status'), 'Established'), 'status') === 'True';
}

function groupFaults(group: string): FieldFault[] {
  if (group === '') return [required('spec.group')];
  const complaints = subdomainComplaints(group);
  if (complaints.length > 0) return [invalidValue('spec.group', group, complaints.join(','))];
  if (group.includes('.')) return [];
  return [invalidValue('spec.group', group, 'should be a domain with at least one dot')];
}

function versionFaults(spec: JsonObject): FieldFault[] {
  const field = 'spec.versions';
  const versions = objectsAt(spec, 'versions');
  const schemas = versions.map((version) => valueAt(version, 'schema', 'openAPIV3Schema'));
  const names = versions.map((version) => textAt(version, 'name'));
  const faults = schemas.flatMap((schema, at) =>
    schema === undefined ? [required(`${field}[${at}].schema.openAPIV3Schema`)] : [],
  );
  for (const [at, version] of versions.entries()) {
    const name = textAt(version, 'name');
    const complaints = wordComplaints(name);
    if (complaints.length > 0) faults.push(invalidValue(`${field}[${at}].name`, name, complaints.join(',')));
    const warning = stringAt(version, 'deprecationWarning');
    if (warning === undefined) continue;
    for (const complaint of warningComplaints(warning, valueAt(version, 'deprecated') === true))
      faults.push(invalidValue(`${field}[${at}].deprecationWarning`, warning, complaint));
  }
  if (new Set(names).size < names.length)
    faults.push(invalidValue(field, arrayAt(spec, 'versions'), 'must contain unique version names'));
  if (versions.filter((version) => valueAt(version, 'storage') === true).length !== 1)
    faults.push(
      invalidValue(
        field,
        arrayAt(spec, 'versions'),
        'must have exactly one version marked as storage version',
      ),
    );
  // The real server knows a field for the first version's name, and one for a schema that all versions have.
  const [first = ''] = names;
  const complaints = first === '' ? [] : wordComplaints(first);
  if (complaints.length > 0) faults.push(invalidValue('spec.version', first, complaints.join(',')));
  return [...faults, ...schemaFaults(schemas), ...selectableFaults(versions)];
}

const mostSelectable = 8;

function selectableFaults(versions: readonly JsonObject[]): FieldFault[] {
  const all = versions.map((version) => arrayAt(version, 'selectableFields'));
  const tooMany = (fields: JsonArray, field: string): FieldFault[] => {
    const count = new Set(fields.map((one) => textAt(one, 'jsonPath'))).size;
    if (count <= mostSelectable) return [];
    const message = `Too many: ${count}: must have at most ${mostSelectable} items`;
    return [{ field, reason: 'FieldValueTooMany', message }];
  };
  const [first = []] = all;
  if (all.every((fields) => jsonEquals(fields, first))) return tooMany(first, 'spec.selectableFields');
  return all.flatMap((fields, at) => tooMany(fields, `spec.versions[${at}].selectableFields`));
}

function schemaFaults(schemas: readonly (Json | undefined)[]): FieldFault[] {
  const steps = new Steps();
  const [first] = schemas;
  if (schemas.every((schema) => jsonEquals(schema, first)))
    return patternFaults(first, 'spec.validation.openAPIV3Schema', steps);
  return schemas.flatMap((schema, at) =>
    patternFaults(schema, `spec.versions[${at}].schema.openAPIV3Schema`, steps),
  );
}

function warningComplaints(warning: string, deprecated: boolean): string[] {
  if (!deprecated) return ['can only be set for deprecated versions'];
  const complaints: string[] = [];
  if (Buffer.byteLength(warning) > 256) complaints.push('must be <= 256 characters long');
  if (warning === '') complaints.push('must not be an empty string');
  const at = /[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/u.exec(warning)?.index;
  if (at !== undefined) {
    const bytes = Buffer.byteLength(warning.slice(0, at));
    const what = `non-printable character found at index ${bytes}`;
    complaints.push(`must only contain printable UTF-8 characters; ${what}`);
  }
  return complaints;
}

// Changes that would make another kind of it.
function changeFaults(object: JsonObject, old: JsonObject): FieldFault[] {
  const fixed = [
    ...(isEstablished(old) ? [['scope'], ['names', 'kind']] : []),
    ['group'],
    ['names', 'plural'],
  ];
  return fixed.flatMap((path) => {
    const [before, after] = [old, object].map((one) => valueAt(one, 'spec', ...path));
    return jsonEquals(before, after)
      ? []
      : [invalidValue(['spec', ...path].join('.'), after ?? null, 'field is immutable')];
  });
}

function storedVersionFaults(object: JsonObject, old: JsonObject | undefined): FieldFault[] {
  const field = 'status.storedVersions';
  const storage = storageVersionIn(object);
  const stored = old ? stringsAt(old, 'status', 'storedVersions') : [];
  if (stored.length === 0 && !storage)
    return [invalidValue(field, null, 'must have at least one stored version')];
  const names = new Set(versionsIn(object).map((version) => textAt(version, 'name')));
  return stored.flatMap((version, at) => {
    if (names.has(version)) return [];
    const why = `missing from spec.versions; ${version} was previously a storage version, and must remain in spec.versions until a storage migration ensures no data remains persisted in ${version} and removes ${version} from status.storedVersions`;
    return [invalidValue(`${field}[${at}]`, version, why)];
  });
}
