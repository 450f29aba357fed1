// What a status may say of a pod.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/validation/validation.go

import { type JsonObject, objectsAt } from '../../json/json.ts';
import type { FieldFault } from '../../status-error.ts';
import { familyOf, laxAddressComplaints } from '../../validation/addresses.ts';
import { Field } from '../../validation/field.ts';
import { immutableFaults } from '../../validation/immutable.ts';
import { qualifiedNameComplaints, subdomainComplaints } from '../../validation/names.ts';
import { annotationChangeFaults } from './annotation-changes.ts';
import { claimStatusFaults, extendedClaimFaults } from './claim-status.ts';
import { containerStatusFaults, restartFaults } from './container-status.ts';

/** Of an update of the status alone: the spec is that of the old pod. */
export function podStatusFaults(pod: JsonObject, before: JsonObject): FieldFault[] {
  const [status, spec, old] = [
    new Field(pod).at('status'),
    new Field(pod).at('spec'),
    new Field(before).at('status'),
  ];
  const generation = status.at('observedGeneration');
  return [
    ...annotationChangeFaults(new Field(pod), new Field(before)),
    ...status.at('conditions').items.flatMap(conditionFaults),
    ...nominationFaults(status.at('nominatedNodeName'), old, spec),
    ...generationFaults(generation),
    ...immutableFaults(status.at('qosClass'), old.at('qosClass').value, status.at('qosClass').text),
    ...restartFaults(status, old, spec),
    ...claimStatusFaults(status.at('resourceClaimStatuses'), spec),
    ...extendedClaimFaults(status.at('extendedResourceClaimStatus'), spec),
    ...addressFaults(status.at('podIPs'), old.at('podIPs')),
    ...hostAddressFaults(status, old),
    ...containerStatusFaults(status, spec),
  ];
}

const ownConditions = ['PodScheduled', 'Ready', 'Initialized'];

function conditionFaults(condition: Field): FieldFault[] {
  const { text } = condition.at('type');
  const generation = generationFaults(condition.at('observedGeneration'));
  if (ownConditions.includes(text)) return generation;
  // The real server writes the field in capitals.
  const type = condition.at('Type').holding(text);
  return [...generation, ...type.invalidText(qualifiedNameComplaints(text))];
}

function generationFaults(generation: Field): FieldFault[] {
  return generation.number < 0 ? [generation.invalid('must be a non-negative integer')] : [];
}

function nominationFaults(name: Field, old: Field, spec: Field): FieldFault[] {
  if (name.text === '' || name.text === old.at('nominatedNodeName').text) return [];
  const isBound = spec.at('nodeName').text !== '';
  return [
    ...name.invalidText(subdomainComplaints(name.text)),
    ...(isBound ? [name.forbidden('may not be set on pods that are already bound to a node')] : []),
  ];
}

function hostAddressFaults(status: Field, old: Field): FieldFault[] {
  const addresses = status.at('hostIPs');
  const [first] = addresses.items;
  if (!first) return [];
  const ip = first.at('ip');
  const isSame = ip.text === status.at('hostIP').text;
  return [
    ...(isSame ? [] : [ip.invalid('must be equal to `hostIP`', ip.text)]),
    ...addressFaults(addresses, old.at('hostIPs')),
  ];
}

function addressFaults(addresses: Field, old: Field): FieldFault[] {
  const before = new Set(objectsAt(old.value).map((one) => one['ip']));
  const texts = addresses.items.map((one) => one.at('ip').text);
  const faults = addresses.items.flatMap((one, at) => {
    const text = texts[at] ?? '';
    return before.has(text) ? [] : one.holding(text).invalidText(laxAddressComplaints(text));
  });
  if (texts.length < 2) return faults;
  const families = texts.map(familyOf);
  if (texts.length === 2 && families.includes('IPv4') && families.includes('IPv6')) return faults;
  const quoted = texts.map((IP) => ({ IP }));
  return [...faults, addresses.invalid('may specify no more than one IP for each IP family', quoted)];
}
