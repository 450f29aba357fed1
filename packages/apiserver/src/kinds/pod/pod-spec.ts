// The rules of the spec of a pod, its own or that of a template, in the order in which they are looked at.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/validation/validation.go

import type { FieldFault } from '../../status-error.ts';
import type { Field } from '../../validation/field.ts';
import { labelFaults } from '../../validation/labels.ts';
import { affinityFaults } from './affinity.ts';
import { dnsConfigFaults } from './dns-config.ts';
import { readinessGateFaults, schedulingGateFaults } from './gates.ts';
import { hostAliasFaults } from './host-aliases.ts';
import { hostNetworkFaults } from './host-network.ts';
import { podClaimFaults } from './pod-claims.ts';
import type { SpecOwner } from './spec-owner.ts';
import { tolerationFaults } from './tolerations.ts';
import { topologySpreadFaults } from './topology-spread.ts';
import { checkVolumes } from './volumes.ts';

export function podSpecFaults(spec: Field, owner: SpecOwner = {}): FieldFault[] {
  const volumes = checkVolumes(spec.at('volumes'), owner);
  return [
    ...volumes.faults,
    ...podClaimFaults(spec.at('resourceClaims'), owner),
    ...hostNetworkFaults(spec, owner),
    ...labelFaults(spec.at('nodeSelector')),
    ...affinityFaults(spec.at('affinity')),
    ...dnsConfigFaults(spec),
    ...readinessGateFaults(spec.at('readinessGates')),
    ...schedulingGateFaults(spec.at('schedulingGates')),
    ...topologySpreadFaults(spec.at('topologySpreadConstraints')),
    ...tolerationFaults(spec.at('tolerations')),
    ...hostAliasFaults(spec.at('hostAliases')),
  ];
}
