// What each version of a definition says of its objects, and of how they are shown.

import type { FieldFault } from '../../status-error.ts';
import { Field } from '../../validation/field.ts';
import { columnFaults } from './columns.ts';
import { type SchemaTerms, schemaFaults } from './schema-faults.ts';
import { selectableFaults } from './selectable-fields.ts';
import { subresourceFaults } from './subresources.ts';
import { isShared, type Shared, sharable } from './versions.ts';

/** The versions of a definition. */
export interface Versions {
  readonly items: readonly Field[];
  /** What all of them say alike. */
  readonly shared: ReadonlySet<Shared>;
  /** The first of each name. */
  readonly byName: ReadonlyMap<string, Field>;
}

/** Of the spec of a definition. */
export function versionsOf(spec: Field): Versions {
  const { items } = spec.at('versions');
  const objects = items.map((one) => one.object);
  return {
    items,
    shared: new Set(sharable.filter((key) => isShared(objects, key))),
    byName: new Map(items.toReversed().map((one) => [one.at('name').text, one])),
  };
}

export function ownVersionFaults(version: Field, versions: Versions, terms: SchemaTerms): FieldFault[] {
  const isOwn = (key: Shared): boolean => !versions.shared.has(key);
  const schema = version.at('schema');
  const faults: FieldFault[] = warningFaults(version);
  if (isOwn('schema')) {
    const counted = isOwn('subresources') ? versions.byName.get(version.at('name').text) : version;
    faults.push(...schemaFaults(schema, { ...terms, hasStatus: hasStatus(counted ?? version) }));
  }
  if (isOwn('subresources')) faults.push(...subresourceFaults(version.at('subresources')));
  if (isOwn('additionalPrinterColumns')) faults.push(...columnFaults(version.at('additionalPrinterColumns')));
  if (isOwn('selectableFields') && version.at('selectableFields').size > 0)
    faults.push(
      ...(isOwn('schema') && schema.at('openAPIV3Schema').isSet
        ? selectableFaults(version.at('selectableFields'), schema.at('openAPIV3Schema'))
        : [
            version
              .at('selectableFields')
              .invalid('may only be set when `version.schema.openAPIV3Schema` is not included', ''),
          ]),
    );
  return faults;
}

/** What all versions say alike, told of the whole. */
export function sharedFaults(spec: Field, versions: Versions, terms: SchemaTerms): FieldFault[] {
  const [first] = versions.items;
  if (!first) return [];
  const shared = (key: Shared, place: string): Field | undefined =>
    versions.shared.has(key) ? new Field(first.at(key).value, `${spec.path}.${place}`) : undefined;
  const [schema, subresources, columns, selectable] = [
    shared('schema', 'validation'),
    shared('subresources', 'subresources'),
    shared('additionalPrinterColumns', 'additionalPrinterColumns'),
    shared('selectableFields', 'selectableFields'),
  ];
  const faults: FieldFault[] = [];
  if (schema) faults.push(...schemaFaults(schema, { ...terms, hasStatus: versions.items.some(hasStatus) }));
  if (subresources) faults.push(...subresourceFaults(subresources));
  if (columns) faults.push(...columnFaults(columns));
  if (!selectable || selectable.size === 0) return faults;
  if (!schema?.isSet)
    return [...faults, selectable.invalid('may only be set when validations.schema is included', '')];
  return [...faults, ...selectableFaults(selectable, schema.at('openAPIV3Schema'))];
}

function hasStatus(version: Field): boolean {
  return version.at('subresources', 'status').isSet;
}

function warningFaults(version: Field): FieldFault[] {
  const warning = version.at('deprecationWarning');
  if (!warning.isSet) return [];
  const isDeprecated = version.at('deprecated').value === true;
  return warning.invalidText(warningComplaints(warning.text, isDeprecated));
}

function warningComplaints(warning: string, isDeprecated: boolean): string[] {
  if (!isDeprecated) return ['can only be set for deprecated versions'];
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
