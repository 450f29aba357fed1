// The rules of the spec of a pod, its own or that of a template, in the order in which they are looked at.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/validation/validation.go

import type { FieldFault } from '../../status-error.ts';
import { requiredChoiceFaults } from '../../validation/choices.ts';
import type { Field } from '../../validation/field.ts';
import { labelFaults } from '../../validation/labels.ts';
import { labelComplaints, subdomainComplaints } from '../../validation/names.ts';
import { rangeFaults } from '../../validation/numbers.ts';
import { affinityFaults } from './affinity.ts';
import { overheadFaults } from './container-resources.ts';
import { containerFaults, everyContainer } from './containers.ts';
import { dnsConfigFaults } from './dns-config.ts';
import { fileVolumeFaults } from './env.ts';
import { readinessGateFaults, schedulingGateFaults } from './gates.ts';
import { hostAliasFaults } from './host-aliases.ts';
import { hostNetworkFaults } from './host-network.ts';
import { hasHostUsers, hostUserFaults } from './host-users.ts';
import { hostnameOverrideFaults } from './hostname-override.ts';
import { operatingSystemFaults } from './operating-system.ts';
import { podClaimFaults } from './pod-claims.ts';
import { podResourceFaults } from './pod-resources.ts';
import { podSecurityContextFaults } from './pod-security-context.ts';
import type { SpecOwner } from './spec-owner.ts';
import { tolerationFaults } from './tolerations.ts';
import { topologySpreadFaults } from './topology-spread.ts';
import { checkVolumes } from './volumes.ts';
import { hostProcessFaults } from './windows-options.ts';

export function podSpecFaults(spec: Field, owner: SpecOwner = {}): FieldFault[] {
  const { faults, volumes } = checkVolumes(spec.at('volumes'), owner);
  const claims = new Set(spec.at('resourceClaims').items.map((claim) => claim.at('name').text));
  const restartPolicy = spec.at('restartPolicy');
  const hostUsers = hasHostUsers(spec);
  const containers = everyContainer(spec);
  return [
    ...faults,
    ...podClaimFaults(spec.at('resourceClaims'), owner),
    ...containerFaults(spec, { volumes, claims, hostUsers, restartPolicy: restartPolicy.text }),
    ...podResourceFaults(spec, claims),
    ...hostNetworkFaults(spec, owner),
    ...requiredChoiceFaults(restartPolicy, ['Always', 'OnFailure', 'Never']),
    ...requiredChoiceFaults(spec.at('dnsPolicy'), dnsPolicies),
    ...labelFaults(spec.at('nodeSelector')),
    ...podSecurityContextFaults(spec),
    ...affinityFaults(spec.at('affinity')),
    ...dnsConfigFaults(spec),
    ...readinessGateFaults(spec.at('readinessGates')),
    ...schedulingGateFaults(spec.at('schedulingGates')),
    ...topologySpreadFaults(spec.at('topologySpreadConstraints')),
    ...hostProcessFaults(spec, containers),
    ...hostUserFaults(spec, containers),
    ...hostnameOverrideFaults(spec),
    ...nameFaults(spec),
    ...deadlineFaults(spec.at('activeDeadlineSeconds')),
    ...hostnameFaults(spec),
    ...tolerationFaults(spec.at('tolerations')),
    ...hostAliasFaults(spec.at('hostAliases')),
    ...textFaults(spec.at('priorityClassName'), subdomainComplaints),
    ...(spec.at('runtimeClassName').isSet
      ? spec.at('runtimeClassName').invalidText(subdomainComplaints(spec.at('runtimeClassName').text))
      : []),
    ...preemptionFaults(spec.at('preemptionPolicy')),
    ...overheadFaults(spec.at('overhead')),
    ...operatingSystemFaults(spec, containers),
    ...fileVolumeFaults(containers, spec.at('volumes')),
  ];
}

const dnsPolicies = ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None'];

function textFaults(field: Field, complaints: (text: string) => string[]): FieldFault[] {
  return field.text === '' ? [] : field.invalidText(complaints(field.text));
}

function nameFaults(spec: Field): FieldFault[] {
  return ['serviceAccountName', 'nodeName'].flatMap((key) => textFaults(spec.at(key), subdomainComplaints));
}

function hostnameFaults(spec: Field): FieldFault[] {
  return ['hostname', 'subdomain'].flatMap((key) => textFaults(spec.at(key), labelComplaints));
}

function deadlineFaults(seconds: Field): FieldFault[] {
  return seconds.isSet ? rangeFaults(seconds, 1, 2 ** 31 - 1) : [];
}

function preemptionFaults(policy: Field): FieldFault[] {
  return policy.isSet ? requiredChoiceFaults(policy, ['PreemptLowerPriority', 'Never']) : [];
}
