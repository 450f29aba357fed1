// Objects that other objects of this group name.

import type { FieldFault } from '../../status-error.ts';
import type { Field } from '../../validation/field.ts';
import { segmentComplaints, subdomainComplaints } from '../../validation/names.ts';

/** A group, a kind and a name. */
export function referenceFaults(reference: Field): FieldFault[] {
  const group = reference.at('apiGroup');
  return [
    ...(group.isSet ? group.invalidText(subdomainComplaints(group.text)) : []),
    ...requiredSegmentFaults(reference.at('kind')),
    ...requiredSegmentFaults(reference.at('name')),
  ];
}

export function requiredSegmentFaults(field: Field): FieldFault[] {
  return field.text === '' ? [field.required()] : field.invalidText(segmentComplaints(field.text));
}
