// What a service says of its load balancer.

import { type JsonObject, jsonEquals, objectAt, stringAt, valueAt } from '../../json/json.ts';
import type { FieldFault } from '../../status-error.ts';
import { laxRangeComplaints } from '../../validation/addresses.ts';
import { Field } from '../../validation/field.ts';
import { qualifiedNameComplaints } from '../../validation/names.ts';
import { isBalanced } from './spec.ts';

const only = "may only be used when `type` is 'LoadBalancer'";
const rangesAnnotation = 'service.beta.kubernetes.io/load-balancer-source-ranges';

export function balancerFaults(service: JsonObject): FieldFault[] {
  const spec = objectAt(service, 'spec');
  const allocate = new Field(spec, 'spec').at('allocateLoadBalancerNodePorts');
  return [
    ...sourceFaults(service),
    ...(allocate.isSet && !isBalanced(spec) ? [allocate.forbidden(only)] : []),
    ...classFaults(spec),
  ];
}

// Spaces around a range have always been taken. The real server writes the field in its own way.
function sourceFaults(service: JsonObject): FieldFault[] {
  const spec = objectAt(service, 'spec');
  const misplaced = (field: Field): FieldFault[] => (isBalanced(spec) ? [] : [field.forbidden(only)]);
  const ranges = new Field(valueAt(spec, 'loadBalancerSourceRanges'), 'spec.LoadBalancerSourceRanges');
  if (ranges.size > 0)
    return [
      ...misplaced(ranges),
      ...ranges.items.flatMap((range) => rangeFaults(new Field(range.text.trim(), range.path))),
    ];
  const text = stringAt(service, 'metadata', 'annotations', rangesAnnotation);
  if (text === undefined) return [];
  const field = new Field(text, `metadata.annotations[${rangesAnnotation}]`);
  const listed = text.trim() === '' ? [] : text.trim().split(',');
  return [
    ...misplaced(field),
    ...listed.flatMap((range) => rangeFaults(new Field(range.trim(), field.path))),
  ];
}

function rangeFaults(range: Field): FieldFault[] {
  return range.invalidText(laxRangeComplaints(range.text));
}

function classFaults(spec: JsonObject): FieldFault[] {
  const name = new Field(spec, 'spec').at('loadBalancerClass');
  if (!name.isSet) return [];
  return isBalanced(spec) ? name.invalidText(qualifiedNameComplaints(name.text)) : [name.forbidden(only)];
}

/** The real server says what is wrong with the class of an update twice. */
export function balancerChangeFaults(spec: JsonObject, old: JsonObject): FieldFault[] {
  const name = new Field(spec, 'spec').at('loadBalancerClass');
  const before = valueAt(old, 'loadBalancerClass') ?? null;
  const isChanged = isBalanced(spec) && isBalanced(old) && !jsonEquals(name.value ?? null, before);
  return [...(isChanged ? [name.invalid('may not change once set')] : []), ...classFaults(spec)];
}
