// What the processes of all containers of a pod may do, and as whom they run.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/validation/validation.go

import type { FieldFault } from '../../status-error.ts';
import { choiceFaults } from '../../validation/choices.ts';
import type { Field } from '../../validation/field.ts';
import { appArmorFaults } from './app-armor.ts';
import { seccompFaults } from './seccomp.ts';
import { idFaults } from './security-context.ts';
import { sysctlFaults } from './sysctls.ts';
import { windowsOptionFaults } from './windows-options.ts';

export function podSecurityContextFaults(spec: Field): FieldFault[] {
  const context = spec.at('securityContext');
  if (!context.isSet) return [];
  return [
    ...['fsGroup', 'runAsUser', 'runAsGroup'].flatMap((key) => idFaults(context.at(key))),
    ...context.at('supplementalGroups').items.flatMap(idFaults),
    ...sharedProcessFaults(spec, context),
    ...sysctlFaults(context.at('sysctls'), spec),
    ...choice(context.at('fsGroupChangePolicy'), ['Always', 'OnRootMismatch']),
    ...seccompFaults(context.at('seccompProfile')),
    ...windowsOptionFaults(context.at('windowsOptions')),
    ...appArmorFaults(context.at('appArmorProfile')),
    ...choice(context.at('supplementalGroupsPolicy'), ['Merge', 'Strict']),
    // The other policy wants a gate that is off.
    ...choice(context.at('seLinuxChangePolicy'), ['Recursive']),
  ];
}

function choice(field: Field, supported: readonly string[]): FieldFault[] {
  return field.isSet ? choiceFaults(field, supported) : [];
}

// The real server keeps the field in the security context.
function sharedProcessFaults(spec: Field, context: Field): FieldFault[] {
  if (spec.at('shareProcessNamespace').value !== true || spec.at('hostPID').value !== true) return [];
  const why = 'ShareProcessNamespace and HostPID cannot both be enabled';
  return [context.at('shareProcessNamespace').invalid(why, true)];
}
