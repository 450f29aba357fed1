// What a CustomResourceDefinition must have to be stored, in the words of the real server. Whatever is stored here can
// be served.
// https://github.com/kubernetes/apiextensions-apiserver/blob/v0.36.3/pkg/apis/apiextensions/validation/validation.go

import { type JsonObject, stringsAt, textAt, valueAt } from '../../json/json.ts';
import { Steps } from '../../schema/steps.ts';
import type { FieldFault } from '../../status-error.ts';
import { requiredChoiceFaults } from '../../validation/choices.ts';
import { Field } from '../../validation/field.ts';
import { immutableFaults } from '../../validation/immutable.ts';
import { subdomainComplaints, wordComplaints } from '../../validation/names.ts';
import { approvalFaults } from './approval.ts';
import { conversionFaults } from './conversion.ts';
import { hasDefaults, type Leniencies, lenienciesOf } from './leniencies.ts';
import { missingNameFaults, nameFaults } from './names.ts';
import { ownVersionFaults, sharedFaults, versionsOf } from './version-faults.ts';
import { isEstablished, storageVersionIn } from './versions.ts';

/** `old`: what the definition replaces. */
export function definitionFaults(object: JsonObject, old: JsonObject | undefined): FieldFault[] {
  const definition = new Field(object);
  return [
    ...(old ? [] : ownNameFaults(definition)),
    ...specFaults(definition.at('spec'), lenienciesOf(old)),
    ...(old ? changeFaults(definition.at('spec'), old) : []),
    ...storedVersionFaults(object, old),
    ...approvalFaults(object, old),
    ...preservationFaults(definition.at('spec', 'preserveUnknownFields'), old),
  ];
}

/** What only the server itself should write. */
export function definitionStatusFaults(object: JsonObject): FieldFault[] {
  return nameFaults(new Field(object).at('status', 'acceptedNames'));
}

function ownNameFaults(definition: Field): FieldFault[] {
  const spec = definition.at('spec');
  const wanted = `${spec.at('names', 'plural').text}.${spec.at('group').text}`;
  return ['generateName', 'name']
    .map((key) => definition.at('metadata', key))
    .flatMap((name) =>
      name.text === '' || name.text === wanted
        ? []
        : [name.invalid('must be spec.names.plural+"."+spec.group')],
    );
}

function preservationFaults(preserve: Field, old: JsonObject | undefined): FieldFault[] {
  if (preserve.value !== true || valueAt(old, 'spec', 'preserveUnknownFields') === true) return [];
  const why =
    'cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead';
  return [preserve.invalid(why)];
}

function specFaults(spec: Field, leniencies: Leniencies): FieldFault[] {
  const terms = { ...leniencies, steps: new Steps() };
  const versions = spec.at('versions');
  const preserve = spec.at('preserveUnknownFields');
  const conversion = spec.at('conversion');
  const faults = [...groupFaults(spec.at('group')), ...requiredChoiceFaults(spec.at('scope'), scopes)];
  for (const version of versions.items) {
    const schema = version.at('schema', 'openAPIV3Schema');
    if (!schema.isSet) faults.push(schema.required());
  }
  if (preserve.value === true && hasDefaults(spec))
    faults.push(preserve.invalid('must be false in order to use defaults in the schema'));
  const described = versionsOf(spec);
  for (const version of described.items)
    faults.push(...wordFaults(version.at('name')), ...ownVersionFaults(version, described, terms));
  const names = described.items.map((version) => version.at('name').text);
  if (new Set(names).size < names.length) faults.push(versions.invalid('must contain unique version names'));
  if (versions.items.filter((version) => version.at('storage').value === true).length !== 1)
    faults.push(versions.invalid('must have exactly one version marked as storage version'));
  // The real server knows a field for the name of the first.
  const first = new Field(names[0] ?? '', `${spec.path}.version`);
  if (first.text !== '') faults.push(...wordFaults(first));
  faults.push(...missingNameFaults(spec.at('names')), ...nameFaults(spec.at('names')));
  faults.push(...sharedFaults(spec, described, terms));
  if (preserve.value === true && conversion.isSet && conversion.at('strategy').text !== 'None')
    faults.push(conversion.at('strategy').invalid('must be None if spec.preserveUnknownFields is true'));
  return [...faults, ...conversionFaults(conversion, leniencies)];
}

const scopes = ['Cluster', 'Namespaced'];

function groupFaults(group: Field): FieldFault[] {
  if (group.text === '') return [group.required()];
  const complaints = subdomainComplaints(group.text);
  if (complaints.length > 0) return [group.invalid(complaints.join(','))];
  return group.text.includes('.') ? [] : [group.invalid('should be a domain with at least one dot')];
}

function wordFaults(name: Field): FieldFault[] {
  const complaints = wordComplaints(name.text);
  return complaints.length === 0 ? [] : [name.invalid(complaints.join(','), name.text)];
}

// Changes that would make another kind of it.
function changeFaults(spec: Field, old: JsonObject): FieldFault[] {
  const fixed = [
    ...(isEstablished(old) ? [['scope'], ['names', 'kind']] : []),
    ['group'],
    ['names', 'plural'],
  ];
  return fixed.flatMap((path) => {
    const field = spec.at(...path);
    return immutableFaults(field, textAt(old, 'spec', ...path), field.text);
  });
}

function storedVersionFaults(object: JsonObject, old: JsonObject | undefined): FieldFault[] {
  const field = new Field(null, 'status.storedVersions');
  const first = textAt(storageVersionIn(object), 'name');
  const before = old ? stringsAt(old, 'status', 'storedVersions') : [];
  const known = new Set([...before, ...(storageVersionIn(object) ? [first] : [])]);
  const stored = [...known];
  if (stored.length === 0) return [field.invalid('must have at least one stored version')];
  const versions = new Field(object).at('spec', 'versions').items;
  const names = new Set(versions.map((version) => version.at('name').text));
  const unstored = versions
    .filter((version) => version.at('storage').value === true)
    .map((version) => version.at('name').text)
    .filter((name) => !known.has(name))
    .map((name) => field.invalid(`must have the storage version ${name}`, stored));
  const lost = stored.flatMap((version, at) => {
    if (names.has(version)) return [];
    const why = `missing from spec.versions; ${version} was previously a storage version, and must remain in spec.versions until a storage migration ensures no data remains persisted in ${version} and removes ${version} from status.storedVersions`;
    return [new Field(version, `${field.path}[${at}]`).invalid(why)];
  });
  return [...unstored, ...lost];
}
