// The status of what a load balancer stands before.

import type { JsonObject } from '../../json/json.ts';
import type { FieldFault } from '../../status-error.ts';
import { addressWarnings } from '../../validation/address-warnings.ts';
import { familyOf, laxAddressComplaints } from '../../validation/addresses.ts';
import { Field } from '../../validation/field.ts';
import { subdomainComplaints } from '../../validation/names.ts';

/** The places that the load balancer of an object takes traffic at. */
export function balancerPlaces(object: JsonObject): Field {
  return new Field(object).at('status', 'loadBalancer', 'ingress');
}

export function placeAddressFaults(address: Field): FieldFault[] {
  return address.text === '' ? [] : address.invalidText(laxAddressComplaints(address.text));
}

export function placeHostFaults(host: Field): FieldFault[] {
  if (host.text === '') return [];
  return [
    ...host.invalidText(subdomainComplaints(host.text)),
    ...(familyOf(host.text) === undefined ? [] : [host.invalid('must be a DNS name, not an IP address')]),
  ];
}

export function ingressStatusFaults(ingress: JsonObject): FieldFault[] {
  return balancerPlaces(ingress).items.flatMap((place) => [
    ...placeAddressFaults(place.at('ip')),
    ...placeHostFaults(place.at('hostname')),
  ]);
}

export function balancerWarnings(object: JsonObject): string[] {
  // The real server names the place, not the field within.
  return balancerPlaces(object).items.flatMap((place) =>
    addressWarnings(new Field(place.at('ip').text, place.path)),
  );
}
