// Where the pods of a service are, as told before there were slices.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/validation/validation.go

import type { JsonObject } from '../../json/json.ts';
import type { FieldFault } from '../../status-error.ts';
import { addressWarnings } from '../../validation/address-warnings.ts';
import { laxAddressComplaints } from '../../validation/addresses.ts';
import { endpointAddressComplaints } from '../../validation/endpoint-addresses.ts';
import { Field } from '../../validation/field.ts';
import { labelComplaints, subdomainComplaints } from '../../validation/names.ts';
import { portFaults } from '../../validation/numbers.ts';
import { appProtocolFaults, portNameFaults, protocolFaults } from './endpoint-ports.ts';

export function endpointsFaults(endpoints: JsonObject): FieldFault[] {
  return new Field(endpoints).at('subsets').items.flatMap(subsetFaults);
}

const addressLists = ['addresses', 'notReadyAddresses'];

function addressesOf(subset: Field): Field[] {
  return addressLists.flatMap((key) => subset.at(key).items);
}

function subsetFaults(subset: Field): FieldFault[] {
  const addresses = addressesOf(subset);
  const ports = subset.at('ports').items;
  return [
    ...(addresses.length === 0
      ? [subset.required('must specify `addresses` or `notReadyAddresses`')]
      : addresses.flatMap(addressFaults)),
    ...ports.flatMap((port) => [
      ...portNameFaults(port.at('name'), ports.length > 1),
      ...portFaults(port.at('port')),
      ...protocolFaults(port.at('protocol')),
      ...appProtocolFaults(port.at('appProtocol')),
    ]),
  ];
}

function addressFaults(address: Field): FieldFault[] {
  const [ip, hostname, nodeName] = [address.at('ip'), address.at('hostname'), address.at('nodeName')];
  return [
    ...ip.invalidText(laxAddressComplaints(ip.text)),
    ...(hostname.text === '' ? [] : hostname.invalidText(labelComplaints(hostname.text))),
    ...(nodeName.isSet ? nodeName.invalidText(subdomainComplaints(nodeName.text)) : []),
    ...ip.invalidText(endpointAddressComplaints(ip.text)),
  ];
}

export function endpointsWarnings(endpoints: JsonObject): string[] {
  const subsets = new Field(endpoints).at('subsets').items;
  return subsets.flatMap(addressesOf).flatMap((address) => addressWarnings(address.at('ip')));
}
