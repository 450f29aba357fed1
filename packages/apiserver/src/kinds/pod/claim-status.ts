// What a status may say of the claims of devices that a pod has.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/validation/validation.go

import { jsonText, objectsAt, textAt, valueAt } from '../../json/json.ts';
import type { FieldFault } from '../../status-error.ts';
import type { Field } from '../../validation/field.ts';
import { labelComplaints, subdomainComplaints } from '../../validation/names.ts';

export function claimStatusFaults(statuses: Field, spec: Field): FieldFault[] {
  const known = new Set(objectsAt(spec.value, 'resourceClaims').map((claim) => textAt(claim, 'name')));
  const seen = new Set<string>();
  return statuses.items.flatMap((status) => {
    const [name, claim] = [status.at('name'), status.at('resourceClaimName')];
    const isRepeated = seen.has(name.text);
    seen.add(name.text);
    return [
      ...(known.has(name.text)
        ? []
        : [name.invalid('must match the name of an entry in `spec.resourceClaims`', name.text)]),
      ...(isRepeated ? [name.duplicate(name.text)] : []),
      ...(claim.isSet ? claim.invalidText(subdomainComplaints(claim.text)) : []),
    ];
  });
}

/** Of the claim that stands for extended resources. */
export function extendedClaimFaults(status: Field, spec: Field): FieldFault[] {
  if (!status.isSet) return [];
  const [mappings, claim] = [status.at('requestMappings'), status.at('resourceClaimName')];
  return [
    ...(mappings.size === 0 ? [mappings.required('at least one request mapping is required')] : []),
    ...mappingFaults(mappings, status.at('requestName'), spec),
    ...(claim.text === '' ? [claim.required()] : claim.invalidText(subdomainComplaints(claim.text))),
  ];
}

const inSpec = 'of an entry in';

// `told`: how refusals call the request of each.
function mappingFaults(mappings: Field, told: Field, spec: Field): FieldFault[] {
  const containers = ['initContainers', 'containers'].flatMap((key) => objectsAt(spec.value, key));
  const named = new Map(containers.map((container) => [textAt(container, 'name'), container]));
  const seen = new Set<string>();
  return mappings.items.flatMap((mapping) => {
    const keys = ['containerName', 'resourceName', 'requestName'].map((key) => mapping.at(key));
    const [name, resource, request] = keys;
    if (!name || !resource || !request) return [];
    const identity = jsonText(keys.map(({ text }) => text));
    const isRepeated = seen.has(identity);
    seen.add(identity);
    const faults: FieldFault[] = [];
    const container = named.get(name.text);
    if (!container)
      faults.push(
        name.invalid(
          `must match the name ${inSpec} spec.initContainers.name or spec.containers.name`,
          name.text,
        ),
      );
    else if (valueAt(container, 'resources', 'requests', resource.text) === undefined)
      faults.push(
        resource.invalid(
          `must match the extended resource name ${inSpec} spec.initContainers.resources.requests or spec.containers.resources.requests`,
          resource.text,
        ),
      );
    faults.push(...told.holding(request.text).invalidText(labelComplaints(request.text)));
    return isRepeated ? [...faults, ...keys.map((key) => key.duplicate(key.text))] : faults;
  });
}
