// What the branches of a schema speak of must be there in the schema itself.
// https://github.com/kubernetes/apiextensions-apiserver/blob/v0.36.3/pkg/apiserver/schema/complete.go

import type { FieldFault } from '../../status-error.ts';
import { Field } from '../../validation/field.ts';
import { itemsOf, junctors, notOf, propertiesOf, propertyOf } from './subschemas.ts';

export function completenessFaults(schema: Field): FieldFault[] {
  return branchFaults(schema, schema);
}

function branchFaults(said: Field, schema: Field): FieldFault[] {
  const not = notOf(said);
  return [...(not ? [not] : []), ...junctors.flatMap((keyword) => said.at(keyword).items)].flatMap((branch) =>
    nestedFaults(branch, schema),
  );
}

function nestedFaults(said: Field, schema: Field): FieldFault[] {
  const faults = branchFaults(said, schema);
  const items = itemsOf(said);
  if (items) {
    const own = itemsOf(schema);
    faults.push(...(own ? nestedFaults(items, own) : [missing(schema.at('items'), items)]));
  }
  for (const [name, property] of propertiesOf(said)) {
    const own = propertyOf(schema, name);
    const place = new Field(undefined, `${schema.path}.properties[${name}]`);
    faults.push(...(own ? nestedFaults(property, own) : [missing(place, property)]));
  }
  return faults;
}

function missing(place: Field, said: Field): FieldFault {
  return place.required(`because it is defined in ${said.path}`);
}
