// Which traffic goes where.

import { type JsonObject, numberAt } from '../../json/json.ts';
import type { FieldFault } from '../../status-error.ts';
import { choiceFaults, requiredChoiceFaults } from '../../validation/choices.ts';
import { Field } from '../../validation/field.ts';
import { portFaults } from '../../validation/numbers.ts';
import { isProbed, isReachable } from './spec.ts';

const policies = ['Cluster', 'Local'];
const distributions = ['PreferClose', 'PreferSameZone', 'PreferSameNode'];

export function trafficFaults(spec: JsonObject): FieldFault[] {
  const of = new Field(spec, 'spec');
  const [internal, distribution] = [of.at('internalTrafficPolicy'), of.at('trafficDistribution')];
  return [
    ...externalFaults(of.at('externalTrafficPolicy'), isReachable(spec)),
    ...healthPortFaults(of.at('healthCheckNodePort'), isProbed(spec)),
    ...(internal.isSet ? choiceFaults(internal, policies) : []),
    ...(distribution.isSet ? choiceFaults(distribution, distributions) : []),
  ];
}

function externalFaults(policy: Field, reachable: boolean): FieldFault[] {
  if (reachable) return requiredChoiceFaults(policy, policies);
  return policy.text === '' ? [] : [policy.invalid('may only be set for externally-accessible services')];
}

function healthPortFaults(port: Field, probed: boolean): FieldFault[] {
  if (probed) return port.number === 0 ? [port.required()] : portFaults(port);
  const why = "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'";
  return port.number === 0 ? [] : [port.invalid(why)];
}

export function healthPortChangeFaults(spec: JsonObject, old: JsonObject): FieldFault[] {
  const port = new Field(spec, 'spec').at('healthCheckNodePort');
  const isChanged = port.number !== (numberAt(old, 'healthCheckNodePort') ?? 0);
  return isProbed(spec) && isProbed(old) && isChanged ? [port.forbidden('field is immutable')] : [];
}
