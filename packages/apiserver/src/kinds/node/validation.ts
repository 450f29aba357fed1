// What makes a node one, and what of it stays.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/validation/validation.go

import { goQuoted } from '../../json/go-text.ts';
import { canonicalText, type JsonObject, jsonEquals, stringsAt } from '../../json/json.ts';
import type { FieldFault } from '../../status-error.ts';
import { laxRangeComplaints, parseRange } from '../../validation/addresses.ts';
import { Field } from '../../validation/field.ts';
import { resourceAmountFaults } from '../../validation/resource-names.ts';
import { taintFaults } from './taints.ts';

/** An update is validated as a new node, and as an update besides. */
export function nodeFaults(node: JsonObject, old: JsonObject | undefined): FieldFault[] {
  const faults = newNodeFaults(new Field(node));
  return old ? [...faults, ...nodeUpdateFaults(node, old)] : faults;
}

function newNodeFaults(node: Field): FieldFault[] {
  return [
    ...placedTaintFaults(node),
    ...amountFaults(node),
    ...swapFaults(node),
    ...featureFaults(node.at('status', 'declaredFeatures')),
    ...rangeFaults(node.at('spec', 'podCIDRs')),
  ];
}

// The real server says that the taints stand within the metadata.
function placedTaintFaults(node: Field): FieldFault[] {
  return taintFaults(new Field(node.at('spec', 'taints').value, 'metadata.taints'));
}

function amountFaults(node: Field): FieldFault[] {
  return ['capacity', 'allocatable'].flatMap((key) =>
    node
      .at('status', key)
      .entries.flatMap(([name, { value }]) =>
        resourceAmountFaults(new Field(value, `status.${key}.${name}`), name),
      ),
  );
}

function swapFaults(node: Field): FieldFault[] {
  const { value } = node.at('status', 'nodeInfo', 'swap', 'capacity');
  const capacity = new Field(value, 'metadata.nodeSwapStatus.capacity');
  return capacity.isSet && capacity.number <= 0 ? capacity.invalidNumber(['must be greater than zero']) : [];
}

const longestFeature = 253;

function featureFaults(features: Field): FieldFault[] {
  const { items } = features;
  return items.flatMap((feature, at) => {
    const complaint = featureComplaint(feature.text);
    const next = items[at + 1];
    return [
      ...(complaint === undefined
        ? []
        : [feature.invalid(`invalid feature name ${goQuoted(feature.text)}: ${complaint}`)]),
      ...(next && next.text === feature.text ? [next.duplicate()] : []),
      ...(next && next.text < feature.text ? [next.invalid('list must be sorted alphabetically')] : []),
    ];
  });
}

function featureComplaint(feature: string): string | undefined {
  if (Buffer.byteLength(feature) > longestFeature) return `must be no more than ${longestFeature} characters`;
  if (/^[A-Z][a-zA-Z0-9]*(?:\/[a-zA-Z][a-zA-Z0-9]*)*$/.test(feature)) return undefined;
  return "must start with an UpperCamelCase segment, with subsequent segments separated by '/' (e.g., MyFeature or MyFeature/mySubFeature), and contain only alphanumeric characters and slashes";
}

function rangeFaults(ranges: Field): FieldFault[] {
  return [
    ...ranges.items.flatMap((range) => range.invalidText(laxRangeComplaints(range.text))),
    ...(ranges.size > 1 ? pairFaults(ranges) : []),
  ];
}

function pairFaults(ranges: Field): FieldFault[] {
  const families = ranges.items.map(({ text }) => parseRange(text)?.family);
  const strange = families.indexOf(undefined);
  const isPair = families.length === 2 && families[0] !== families[1] && strange === -1;
  const text = ranges.items[strange]?.text;
  const why = `invalid CIDR[${strange}]: <nil> (invalid CIDR address: ${text})`;
  return [
    ...(text === undefined
      ? []
      : [internalError(ranges, `invalid PodCIDRs. failed to check with dual stack with error:${why}`)]),
    ...(isPair ? [] : [ranges.invalid('may specify no more than one CIDR for each IP family')]),
  ];
}

function internalError({ path }: Field, why: string): FieldFault {
  return { field: path, reason: 'InternalError', message: `Internal error: ${why}` };
}

/** Of an update, of the node or its status. */
export function nodeUpdateFaults(node: JsonObject, old: JsonObject): FieldFault[] {
  const object = new Field(node);
  const before = new Field(old);
  return [
    ...amountFaults(object),
    ...featureFaults(object.at('status', 'declaredFeatures')),
    ...addressFaults(object.at('status', 'addresses')),
    ...fixedRangeFaults(object.at('spec', 'podCIDRs'), stringsAt(old, 'spec', 'podCIDRs')),
    ...fixedFaults(object.at('spec', 'providerID'), before.at('spec', 'providerID').text),
    ...placedTaintFaults(object),
    ...(object.at('spec', 'externalID').text === before.at('spec', 'externalID').text
      ? []
      : [object.at('spec', 'externalID').forbidden('may not be updated')]),
  ];
}

function addressFaults(addresses: Field): FieldFault[] {
  const seen = new Set<string>();
  return addresses.items.flatMap((address) => {
    const quoted = { Type: address.at('type').text, Address: address.at('address').text };
    const id = canonicalText(quoted);
    if (seen.has(id)) return [address.duplicate(quoted)];
    seen.add(id);
    return [];
  });
}

// Said of each range that differs.
function fixedRangeFaults(ranges: Field, before: readonly string[]): FieldFault[] {
  const now = stringsAt(ranges.value);
  if (before.length === 0 || jsonEquals(now, before)) return [];
  const fault = ranges.forbidden('node updates may not change podCIDR except from "" to valid');
  if (now.length !== before.length) return [fault];
  return before.flatMap((range, at) => (range === now[at] ? [] : [fault]));
}

function fixedFaults(id: Field, before: string): FieldFault[] {
  if (before === '' || before === id.text) return [];
  return [id.forbidden('node updates may not change providerID except from "" to valid')];
}
