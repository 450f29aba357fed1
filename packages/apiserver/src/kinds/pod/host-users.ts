// What a pod may not have whose users are not those of its node.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/validation/validation.go

import type { FieldFault } from '../../status-error.ts';
import type { Field } from '../../validation/field.ts';

/** Whether its users are those of the node, as they are where nothing is said. */
export function hasHostUsers(spec: Field): boolean {
  return spec.at('hostUsers').value !== false;
}

/** `containers`: all of the pod. */
export function hostUserFaults(spec: Field, containers: readonly Field[]): FieldFault[] {
  if (hasHostUsers(spec)) return [];
  // The real server begins two of the names with a capital.
  const shared = [
    ['hostNetwork', 'hostNetwork'],
    ['hostPID', 'HostPID'],
    ['hostIPC', 'HostIPC'],
  ] as const;
  return [
    ...shared.filter(([key]) => spec.at(key).value === true).map(([, told]) => spec.at(told)),
    ...containers.map((container) => container.at('volumeDevices')).filter(({ size }) => size > 0),
  ].map((field) => field.forbidden('when `hostUsers` is false'));
}
