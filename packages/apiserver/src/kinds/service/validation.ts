// What makes a service one.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/validation/validation.go

import { type JsonObject, objectAt, stringAt } from '../../json/json.ts';
import type { FieldFault } from '../../status-error.ts';
import { laxAddressComplaints } from '../../validation/addresses.ts';
import { choiceFaults, requiredChoiceFaults } from '../../validation/choices.ts';
import { endpointAddressComplaints } from '../../validation/endpoint-addresses.ts';
import { Field } from '../../validation/field.ts';
import { labelFaults } from '../../validation/labels.ts';
import { subdomainComplaints } from '../../validation/names.ts';
import { balancerPlaces, placeAddressFaults, placeHostFaults } from '../networking/balancer-status.ts';
import { addressChangeFaults, addressFaults } from './address-faults.ts';
import { balancerChangeFaults, balancerFaults } from './balancer-faults.ts';
import { nodePortFaults, repeatedPortFaults, servicePortFaults } from './port-faults.ts';
import { isBalanced, isExternal, isHeadless } from './spec.ts';
import { healthPortChangeFaults, trafficFaults } from './traffic-faults.ts';

export function serviceFaults(service: JsonObject, old: JsonObject | undefined): FieldFault[] {
  const spec = objectAt(service, 'spec');
  return [
    ...(old ? changeFaults(spec, objectAt(old, 'spec')) : []),
    ...topologyFaults(service),
    ...typeFaults(spec),
    ...servicePortFaults(spec),
    ...labelFaults(new Field(spec, 'spec').at('selector')),
    ...affinityFaults(spec),
    ...addressFaults(spec),
    ...new Field(spec, 'spec').at('externalIPs').items.flatMap(externalAddressFaults),
    ...requiredChoiceFaults(new Field(spec, 'spec').at('type'), types),
    ...nodePortFaults(spec),
    ...repeatedPortFaults(spec),
    ...balancerFaults(service),
    ...trafficFaults(spec),
  ];
}

const types = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'];

function changeFaults(spec: JsonObject, old: JsonObject): FieldFault[] {
  return [
    ...addressChangeFaults(spec, old),
    ...balancerChangeFaults(spec, old),
    ...healthPortChangeFaults(spec, old),
  ];
}

export const hintsAnnotation = 'service.kubernetes.io/topology-aware-hints';
export const modeAnnotation = 'service.kubernetes.io/topology-mode';

function topologyFaults(service: JsonObject): FieldFault[] {
  const annotations = new Field(service).at('metadata', 'annotations');
  const hints = stringAt(annotations.value, hintsAnnotation);
  const mode = stringAt(annotations.value, modeAnnotation);
  if (mode === undefined || hints === undefined || mode === hints) return [];
  const field = new Field(mode, `${annotations.path}[${modeAnnotation}]`);
  return [field.invalid(`must match annotations[${hintsAnnotation}] when both are specified`)];
}

function typeFaults(spec: JsonObject): FieldFault[] {
  const of = new Field(spec, 'spec');
  const type = of.at('type').text;
  const faults: FieldFault[] = [];
  if (of.at('ports').size === 0 && !isHeadless(spec) && !isExternal(spec))
    faults.push(of.at('ports').required());
  if (isHeadless(spec) && ['LoadBalancer', 'NodePort'].includes(type)) {
    const first = of.at('clusterIPs').items[0] ?? of;
    faults.push(first.invalid(`may not be set to 'None' for ${type} services`));
  }
  return isExternal(spec) ? [...faults, ...externalFaults(of)] : faults;
}

function externalFaults(spec: Field): FieldFault[] {
  const why = 'may not be set for ExternalName services';
  const [policy, name] = [spec.at('ipFamilyPolicy'), spec.at('externalName')];
  const lists = [spec.at('clusterIPs'), spec.at('ipFamilies')].filter(({ size }) => size > 0);
  const host = name.text.endsWith('.') ? name.text.slice(0, -1) : name.text;
  return [
    ...lists.map((list) => list.forbidden(why)),
    ...(policy.isSet ? [policy.forbidden(why)] : []),
    ...(host === ''
      ? [name.required()]
      : subdomainComplaints(host).map((complaint) => name.invalid(complaint, host))),
  ];
}

const longestAffinity = 86_400;

function affinityFaults(spec: JsonObject): FieldFault[] {
  const affinity = new Field(spec, 'spec').at('sessionAffinity');
  const timeout = new Field(spec, 'spec').at('sessionAffinityConfig', 'clientIP', 'timeoutSeconds');
  const isWrong = timeout.number <= 0 || timeout.number > longestAffinity;
  return [
    ...requiredChoiceFaults(affinity, ['ClientIP', 'None']),
    ...(affinity.text === 'ClientIP' && isWrong
      ? [timeout.invalid(`must be greater than 0 and less than ${longestAffinity}`)]
      : []),
  ];
}

function externalAddressFaults(address: Field): FieldFault[] {
  const malformed = laxAddressComplaints(address.text);
  return address.invalidText(malformed.length > 0 ? malformed : endpointAddressComplaints(address.text));
}

export function serviceStatusFaults(service: JsonObject): FieldFault[] {
  const places = balancerPlaces(service);
  if (!isBalanced(objectAt(service, 'spec')) && places.size > 0)
    return [places.forbidden("may only be used when `spec.type` is 'LoadBalancer'")];
  return places.items.flatMap((place) => [
    ...placeAddressFaults(place.at('ip')),
    ...modeFaults(place.at('ipMode'), place.at('ip').text !== ''),
    ...placeHostFaults(place.at('hostname')),
  ]);
}

function modeFaults(mode: Field, hasAddress: boolean): FieldFault[] {
  if (!mode.isSet) return hasAddress ? [mode.required('must be specified when `ip` is set')] : [];
  if (!hasAddress) return [mode.forbidden('may not be specified when `ip` is not set')];
  return choiceFaults(mode, ['Proxy', 'VIP']);
}
