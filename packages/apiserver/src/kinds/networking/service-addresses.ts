// The addresses of services, and the ranges that they are taken from.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/networking/validation/validation.go

import { type JsonObject, jsonEquals, objectAt } from '../../json/json.ts';
import type { FieldFault } from '../../status-error.ts';
import { parseRange, rangeComplaints } from '../../validation/addresses.ts';
import { Field } from '../../validation/field.ts';
import { segmentComplaints, subdomainComplaints } from '../../validation/names.ts';
import { requiredSegmentFaults } from './reference.ts';

export function ipAddressFaults(address: JsonObject, old: JsonObject | undefined): FieldFault[] {
  const parent = new Field(address).at('spec', 'parentRef');
  const [group, namespace] = [parent.at('group'), parent.at('namespace')];
  const isChanged = old && !jsonEquals(parent.object, objectAt(old, 'spec', 'parentRef'));
  return [
    ...(parent.isSet
      ? [
          ...(group.text === '' ? [] : group.invalidText(subdomainComplaints(group.text))),
          ...requiredSegmentFaults(parent.at('resource')),
          ...requiredSegmentFaults(parent.at('name')),
          ...(namespace.text === '' ? [] : namespace.invalidText(segmentComplaints(namespace.text))),
        ]
      : [parent.required()]),
    ...(isChanged ? [parent.invalid('field is immutable', goParent(parent))] : []),
  ];
}

// As Go prints its own type.
function goParent(parent: Field): unknown {
  if (!parent.isSet) return null;
  const text = (key: string): string => parent.at(key).text;
  return {
    Group: text('group'),
    Resource: text('resource'),
    Namespace: text('namespace'),
    Name: text('name'),
  };
}

export function serviceCidrFaults(cidr: JsonObject, old: JsonObject | undefined): FieldFault[] {
  const ranges = new Field(cidr).at('spec', 'cidrs');
  return old ? rangesUpdateFaults(ranges, new Field(old).at('spec', 'cidrs')) : rangesFaults(ranges);
}

function rangesFaults(ranges: Field): FieldFault[] {
  if (ranges.size === 0) return [ranges.required('at least one CIDR required')];
  if (ranges.size > 2) return [ranges.invalid('may only hold up to 2 values', { CIDRs: ranges.value })];
  const [first, second] = ranges.items.map(({ text }) => parseRange(text)?.family);
  const isTwice = first !== undefined && first === second;
  const why = 'may specify no more than one IP for each IP family, i.e 192.168.0.0/24 and 2001:db8::/64';
  return [
    ...ranges.items.flatMap((range) => range.invalidText(rangeComplaints(range.text))),
    ...(isTwice ? [ranges.invalid(why)] : []),
  ];
}

const immutable = 'field is immutable';

// A second range may come, for the other family; nothing else may change.
function rangesUpdateFaults(ranges: Field, old: Field): FieldFault[] {
  const isLonger = old.size === 1 && ranges.size === 2;
  if (old.size !== ranges.size && !isLonger) return [ranges.invalid(immutable)];
  const changed = ranges.items.filter((range, at) => at < old.size && range.text !== old.items[at]?.text);
  return [...changed.map((range) => range.invalid(immutable)), ...(isLonger ? rangesFaults(ranges) : [])];
}
