// Some of the endpoints of a service.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/discovery/validation/validation.go

import { arrayAt, isJsonObject, type JsonObject, withKey, without } from '../../json/json.ts';
import type { FieldFault } from '../../status-error.ts';
import { addressWarnings } from '../../validation/address-warnings.ts';
import { addressComplaints, familyOf, laxAddressComplaints } from '../../validation/addresses.ts';
import { choiceFaults, requiredChoiceFaults } from '../../validation/choices.ts';
import { endpointAddressComplaints } from '../../validation/endpoint-addresses.ts';
import { Field } from '../../validation/field.ts';
import { immutableFaults } from '../../validation/immutable.ts';
import { labelComplaints, labelValueComplaints, subdomainComplaints } from '../../validation/names.ts';
import type { KindAdmission } from '../kind.ts';
import { appProtocolFaults, protocols } from './endpoint-ports.ts';

const most = { endpoints: 1000, addresses: 100, ports: 20_000, hints: 8 };

export function endpointSliceFaults(slice: JsonObject, old: JsonObject | undefined): FieldFault[] {
  const of = new Field(slice);
  const type = of.at('addressType');
  return [
    ...requiredChoiceFaults(type, ['FQDN', 'IPv4', 'IPv6']),
    ...portsFaults(of.at('ports')),
    ...endpointsFaults(of.at('endpoints'), type.text),
    ...(old ? immutableFaults(type, new Field(old).at('addressType').value) : []),
  ];
}

function portsFaults(ports: Field): FieldFault[] {
  if (ports.size > most.ports) return [ports.tooMany(most.ports)];
  const names = ports.items.map((port) => port.at('name'));
  const repeated = repeatedIn(names);
  return ports.items.flatMap((port, at) => {
    const name = port.at('name');
    return [
      ...(name.text === '' ? [] : name.invalidText(labelComplaints(name.text))),
      ...(repeated.has(at) ? [name.duplicate(name.text)] : []),
      ...choiceFaults(port.at('protocol'), protocols),
      ...appProtocolFaults(port.at('appProtocol')),
    ];
  });
}

/** Where a text stands that stood before. */
function repeatedIn(fields: readonly Field[]): ReadonlySet<number> {
  const seen = new Set<string>();
  const repeated = new Set<number>();
  for (const [at, { text }] of fields.entries()) {
    if (seen.has(text)) repeated.add(at);
    seen.add(text);
  }
  return repeated;
}

function endpointsFaults(endpoints: Field, type: string): FieldFault[] {
  if (endpoints.size > most.endpoints) return [endpoints.tooMany(most.endpoints)];
  return endpoints.items.flatMap((endpoint) => {
    const [nodeName, hostname] = [endpoint.at('nodeName'), endpoint.at('hostname')];
    return [
      ...addressesFaults(endpoint.at('addresses'), type),
      ...(nodeName.isSet ? nodeName.invalidText(subdomainComplaints(nodeName.text)) : []),
      ...(hostname.isSet ? hostname.invalidText(labelComplaints(hostname.text)) : []),
      ...hintsFaults(endpoint.at('hints')),
    ];
  });
}

function addressesFaults(addresses: Field, type: string): FieldFault[] {
  const ofList = addresses.size > most.addresses ? [addresses.tooMany(most.addresses)] : [];
  if (addresses.size === 0) return [addresses.required('must contain at least 1 address')];
  return [
    ...ofList,
    ...addresses.items.flatMap((address) => {
      if (type === 'FQDN') return domainFaults(address);
      return type === 'IPv4' || type === 'IPv6' ? addressFaults(addresses, address, type) : [];
    }),
  ];
}

function addressFaults(list: Field, address: Field, family: 'IPv4' | 'IPv6'): FieldFault[] {
  const { text } = address;
  const malformed = family === 'IPv4' ? laxAddressComplaints(text) : addressComplaints(text);
  if (malformed.length > 0) return address.invalidText(malformed);
  return [
    ...(familyOf(text) === family ? [] : [list.invalid(`must be an ${family} address`, text)]),
    ...address.invalidText(endpointAddressComplaints(text)),
  ];
}

// Each complaint ends the search.
function domainFaults(field: Field): FieldFault[] {
  if (field.text === '') return [field.required()];
  const name = field.text.endsWith('.') ? field.text.slice(0, -1) : field.text;
  const malformed = subdomainComplaints(name);
  if (malformed.length > 0) return [field.invalid(malformed.join(','), name)];
  const labels = name.split('.');
  if (labels.length < 2)
    return [field.invalid('should be a domain with at least two segments separated by dots', name)];
  const wrong = labels.find((label) => labelComplaints(label).length > 0);
  return wrong === undefined ? [] : [field.invalid(labelComplaints(wrong).join(','), wrong)];
}

function hintsFaults(hints: Field): FieldFault[] {
  const [zones, nodes] = [hints.at('forZones'), hints.at('forNodes')];
  if (zones.size > most.hints) return [zones.tooMany(most.hints)];
  const ofZones = hintFaults(zones, labelValueComplaints);
  return [
    ...ofZones,
    ...(nodes.size > most.hints ? [nodes.tooMany(most.hints)] : hintFaults(nodes, subdomainComplaints)),
  ];
}

function hintFaults(hints: Field, complaints: (name: string) => string[]): FieldFault[] {
  const names = hints.items.map((hint) => hint.at('name'));
  const repeated = repeatedIn(names);
  return names.flatMap((name, at) => [
    ...(repeated.has(at) ? [name.duplicate(name.text)] : []),
    ...name.invalidText(complaints(name.text)),
  ]);
}

/** Without what only its first version had. */
export function withoutTopology({ object }: KindAdmission): JsonObject {
  const endpoints = arrayAt(object, 'endpoints');
  if (endpoints.length === 0) return object;
  const kept = endpoints.map((one) => (isJsonObject(one) ? without(one, 'deprecatedTopology') : one));
  return withKey(object, 'endpoints', kept);
}

export function endpointSliceWarnings(slice: JsonObject, old: JsonObject | undefined): string[] {
  const of = new Field(slice);
  const isDeprecated = !old && of.at('addressType').text === 'FQDN';
  const addresses = of.at('endpoints').items.flatMap((endpoint) => endpoint.at('addresses').items);
  return [
    ...(isDeprecated ? ['spec.addressType: FQDN endpoints are deprecated'] : []),
    ...addresses.flatMap(addressWarnings),
  ];
}
