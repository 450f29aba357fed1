// What a client should know of a service that is taken.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/api/service/warnings.go

import { type JsonObject, objectAt, stringAt } from '../../json/json.ts';
import { addressWarnings, rangeWarnings } from '../../validation/address-warnings.ts';
import { Field } from '../../validation/field.ts';
import { isExternal, noAddress } from './spec.ts';
import { hintsAnnotation, modeAnnotation } from './validation.ts';

export function serviceWarnings(service: JsonObject): string[] {
  const spec = objectAt(service, 'spec');
  const of = new Field(spec, 'spec');
  const address = of.at('clusterIP').text;
  const hints = stringAt(service, 'metadata', 'annotations', hintsAnnotation);
  return [
    ...(hints === undefined
      ? []
      : [`annotation ${hintsAnnotation} is deprecated, please use ${modeAnnotation} instead`]),
    ...(address === noAddress ? [] : of.at('clusterIPs').items.flatMap(addressWarnings)),
    ...ignoredWarnings(of),
    ...of.at('externalIPs').items.flatMap(addressWarnings),
    ...externalAddressWarnings(of),
    ...addressWarnings(of.at('loadBalancerIP')),
    ...of.at('loadBalancerSourceRanges').items.flatMap(rangeWarnings),
    ...externalNameWarnings(spec),
    ...(of.at('trafficDistribution').text === 'PreferClose'
      ? ['spec.trafficDistribution: "PreferClose" is deprecated; use "PreferSameZone"']
      : []),
  ];
}

function isHeadless(spec: Field): boolean {
  return spec.at('type').text === 'ClusterIP' && spec.at('clusterIP').text === noAddress;
}

function ignoredWarnings(spec: Field): string[] {
  if (!isHeadless(spec)) return [];
  const ignored = [
    ...(spec.at('loadBalancerIP').text === '' ? [] : ['loadBalancerIP']),
    ...(spec.at('externalIPs').size === 0 ? [] : ['externalIPs']),
    ...(spec.at('sessionAffinity').text === 'None' ? [] : ['SessionAffinity']),
  ];
  return ignored.map((field) => `spec.${field} is ignored for headless services`);
}

function externalAddressWarnings(spec: Field): string[] {
  const isUsed = spec.at('externalIPs').size > 0 && !isHeadless(spec) && !isExternal(spec.object);
  return isUsed ? ['spec.externalIPs is deprecated and may no longer be implemented in some clusters'] : [];
}

function externalNameWarnings(spec: JsonObject): string[] {
  const of = new Field(spec, 'spec');
  if (isExternal(spec))
    return of.at('externalIPs').size === 0
      ? []
      : ['spec.externalIPs is ignored when spec.type is "ExternalName"'];
  return of.at('externalName').text === ''
    ? []
    : ['spec.externalName is ignored when spec.type is not "ExternalName"'];
}
