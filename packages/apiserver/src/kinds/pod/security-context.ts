// What the processes of a container may do, and as whom they run.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/validation/validation.go

import { stringsAt, valueAt } from '../../json/json.ts';
import type { FieldFault } from '../../status-error.ts';
import { choiceFaults } from '../../validation/choices.ts';
import type { Field } from '../../validation/field.ts';
import { rangeFaults } from '../../validation/numbers.ts';
import { appArmorFaults } from './app-armor.ts';
import { goSecurityContext } from './go-security-context.ts';
import { seccompFaults } from './seccomp.ts';
import { windowsOptionFaults } from './windows-options.ts';

const highestId = 2 ** 31 - 1;

/** The number of a user or a group; nothing where there is none. */
export function idFaults(id: Field): FieldFault[] {
  return id.isSet ? rangeFaults(id, 0, highestId) : [];
}

export function securityContextFaults(context: Field, hostUsers: boolean): FieldFault[] {
  if (!context.isSet) return [];
  return [
    ...idFaults(context.at('runAsUser')),
    ...idFaults(context.at('runAsGroup')),
    ...procMountFaults(context.at('procMount'), hostUsers),
    ...seccompFaults(context.at('seccompProfile')),
    ...escalationFaults(context),
    ...windowsOptionFaults(context.at('windowsOptions')),
    ...appArmorFaults(context.at('appArmorProfile')),
  ];
}

function procMountFaults(mount: Field, hostUsers: boolean): FieldFault[] {
  if (!mount.isSet) return [];
  return [
    ...choiceFaults(mount, ['Default', 'Unmasked']),
    ...(hostUsers && mount.text === 'Unmasked'
      ? [mount.invalid('`hostUsers` must be false to use `Unmasked`')]
      : []),
  ];
}

// What is as powerful as this cannot be kept from becoming more so.
function escalationFaults(context: Field): FieldFault[] {
  if (context.at('allowPrivilegeEscalation').value !== false) return [];
  const not = 'cannot set `allowPrivilegeEscalation` to false and';
  const admins = stringsAt(context.value, 'capabilities', 'add').filter((one) => one === 'CAP_SYS_ADMIN');
  return [
    ...(valueAt(context.value, 'privileged') === true ? [`${not} \`privileged\` to true`] : []),
    ...admins.map((one) => `${not} \`capabilities.Add\` ${one}`),
  ].map((why) => context.invalid(why, goSecurityContext(context.object)));
}
