// Which of OpenAPI's words a schema may use, and together with which others.
// https://github.com/kubernetes/apiextensions-apiserver/blob/v0.36.3/pkg/apis/apiextensions/validation/validation.go

import { arrayAt } from '../../json/json.ts';
import type { FieldFault } from '../../status-error.ts';
import type { Field } from '../../validation/field.ts';
import { typeFields } from '../structural.ts';
import { expressionFaults } from './expression-faults.ts';
import { listFaults } from './list-faults.ts';
import { additionalOf, isOn, itemsOf, notOf, propertiesOf } from './subschemas.ts';

/** What a schema is let off, because the definition that it replaces had it too. */
export interface Leniency {
  readonly unknownTypes: boolean;
  readonly nonAtomicSets: boolean;
  readonly looseKeys: boolean;
}

/** Where a schema stands. */
interface Place {
  readonly isRoot: boolean;
  /** Within the type or the metadata of a resource. */
  readonly inResource: boolean;
  /** Why there may be no default. */
  readonly noDefault?: string;
}

export function openApiFaults(schema: Field, leniency: Leniency): FieldFault[] {
  return faultsOf(schema, { isRoot: true, inResource: false }, leniency);
}

function faultsOf(schema: Field, place: Place, leniency: Leniency): FieldFault[] {
  const inner: Place = { ...place, isRoot: false };
  const visit = (one: Field | undefined, at = inner): FieldFault[] =>
    one ? faultsOf(one, at, leniency) : [];
  const items = schema.at('items');
  const branches = ['allOf', 'oneOf', 'anyOf'].map((keyword) => schema.at(keyword));
  return [
    ...wordFaults(schema, place, leniency),
    ...additionalFaults(schema),
    ...visit(additionalOf(schema), place.inResource ? { ...inner, noDefault: inMetadata } : inner),
    ...propertiesOf(schema).flatMap(([name, property]) => visit(property, within(schema, name, place))),
    ...visit(notOf(schema)),
    ...branches.flatMap((list) => list.items.flatMap((branch) => visit(branch))),
    ...schema.at('definitions').entries.flatMap(([, definition]) => visit(definition)),
    ...visit(itemsOf(schema)),
    ...items.items.flatMap((item) => visit(item)),
    ...schema
      .at('dependencies')
      .entries.flatMap(([, needed]) => (Array.isArray(needed.value) ? [] : visit(needed))),
    ...extensionFaults(schema),
    ...listFaults(schema, leniency),
    ...expressionFaults(schema),
  ];
}

const inMetadata = 'inside additionalProperties applying to object metadata';

function within(schema: Field, name: string, place: Place): Place {
  const isMeta = (place.isRoot || isOn(schema, 'x-kubernetes-embedded-resource')) && typeFields.has(name);
  if (!isMeta) return { ...place, isRoot: false };
  return {
    ...place,
    isRoot: false,
    inResource: true,
    ...(place.isRoot && { noDefault: `in top-level ${name}` }),
  };
}

const types = ['array', 'boolean', 'integer', 'number', 'object', 'string'];

function wordFaults(schema: Field, place: Place, { unknownTypes }: Leniency): FieldFault[] {
  const type = schema.at('type');
  const faults: FieldFault[] = [];
  if (!unknownTypes && type.text !== '' && !types.includes(type.text)) faults.push(type.unsupported(types));
  if (schema.at('default').isSet && place.noDefault !== undefined)
    faults.push(schema.at('default').forbidden(`must not be set ${place.noDefault}`));
  const isUsed: Readonly<Record<string, boolean>> = {
    id: schema.at('id').text !== '',
    additionalItems: schema.at('additionalItems').isSet,
    patternProperties: schema.at('patternProperties').size > 0,
    definitions: schema.at('definitions').size > 0,
    dependencies: schema.at('dependencies').isSet,
    $ref: schema.at('$ref').isSet,
  };
  for (const [keyword, used] of Object.entries(isUsed))
    if (used) faults.push(schema.at(keyword).forbidden(`${keyword} is not supported`));
  if (type.text === 'null')
    faults.push(type.forbidden('type cannot be set to null, use nullable as an alternative'));
  if (arrayAt(schema.at('items').value).length > 0)
    faults.push(schema.at('items').forbidden('items must be a schema object and not an array'));
  if (place.inResource && isOn(schema, 'x-kubernetes-embedded-resource'))
    faults.push(
      schema.at('x-kubernetes-embedded-resource').forbidden('must not be used inside of resource meta'),
    );
  if (isOn(schema, 'uniqueItems'))
    faults.push(
      schema
        .at('uniqueItems')
        .forbidden('uniqueItems cannot be set to true since the runtime complexity becomes quadratic'),
    );
  return faults;
}

function additionalFaults(schema: Field): FieldFault[] {
  const additional = schema.at('additionalProperties');
  if (!additional.isSet || additional.value === true || schema.at('properties').size === 0) return [];
  return [additional.forbidden('additionalProperties and properties are mutual exclusive')];
}

function extensionFaults(schema: Field): FieldFault[] {
  const [keep, map, type] = [
    schema.at('x-kubernetes-preserve-unknown-fields'),
    schema.at('x-kubernetes-map-type'),
    schema.at('type'),
  ];
  const faults: FieldFault[] = [];
  if (keep.value === false) faults.push(keep.invalid('must be true or undefined'));
  const mustBeObject = 'must be object if x-kubernetes-map-type is specified';
  if (map.isSet && type.text !== 'object')
    faults.push(type.text === '' ? type.required(mustBeObject) : type.invalid(mustBeObject));
  const kinds = ['atomic', 'granular'];
  if (map.isSet && !kinds.includes(map.text)) faults.push(map.unsupported(kinds));
  return faults;
}
