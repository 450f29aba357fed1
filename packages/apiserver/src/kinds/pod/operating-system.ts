// For which operating system a pod is: each has fields that the other has not.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/validation/validation.go

import type { FieldFault } from '../../status-error.ts';
import type { Field } from '../../validation/field.ts';

/** `containers`: all of the pod. */
export function operatingSystemFaults(spec: Field, containers: readonly Field[]): FieldFault[] {
  const os = spec.at('os');
  if (!os.isSet) return [];
  const name = os.at('name');
  switch (name.text) {
    case '':
      return [name.required()];
    case 'linux':
      return [spec, ...containers]
        .map((one) => one.at('securityContext', 'windowsOptions'))
        .filter(({ isSet }) => isSet)
        .map((one) => one.forbidden('windows options cannot be set for a linux pod'));
    case 'windows':
      return windowsFaults(spec, containers);
    default:
      return [os.unsupported(['linux', 'windows'], name.text)];
  }
}

const ofPod: readonly (readonly string[])[] = [
  ['securityContext', 'appArmorProfile'],
  ['securityContext', 'seLinuxOptions'],
  ['hostUsers'],
  ['hostPID'],
  ['hostIPC'],
  ['securityContext', 'seccompProfile'],
  ['securityContext', 'fsGroup'],
  ['securityContext', 'fsGroupChangePolicy'],
  ['securityContext', 'sysctls'],
  ['shareProcessNamespace'],
  ['securityContext', 'runAsUser'],
  ['securityContext', 'runAsGroup'],
  ['securityContext', 'supplementalGroups'],
  ['securityContext', 'supplementalGroupsPolicy'],
  ['securityContext', 'seLinuxChangePolicy'],
];

const ofContainers = [
  'appArmorProfile',
  'seLinuxOptions',
  'seccompProfile',
  'capabilities',
  'readOnlyRootFilesystem',
  'privileged',
  'allowPrivilegeEscalation',
  'procMount',
  'runAsUser',
  'runAsGroup',
];

// What is simply on or off counts where it is on.
const switches = ['hostPID', 'hostIPC'];

function windowsFaults(spec: Field, containers: readonly Field[]): FieldFault[] {
  return [
    ...ofPod.map((keys) => spec.at(...keys)),
    ...containers.flatMap((container) => ofContainers.map((key) => container.at('securityContext', key))),
  ]
    .filter(isUsed)
    .map((field) => field.forbidden('cannot be set for a windows pod'));
}

function isUsed({ path, value, isSet }: Field): boolean {
  return switches.some((key) => path.endsWith(`.${key}`)) ? value === true : isSet;
}
