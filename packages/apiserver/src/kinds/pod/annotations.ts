// Annotations of pods that the server reads.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/validation/validation.go

import type { FieldFault } from '../../status-error.ts';
import type { Field } from '../../validation/field.ts';
import { appArmorAnnotationFaults, appArmorMismatchFaults } from './app-armor.ts';
import { everyContainer } from './containers.ts';
import { seccompAnnotationFaults, seccompMismatchFaults } from './seccomp.ts';

const mirror = 'kubernetes.io/config.mirror';
const deletionCost = 'controller.kubernetes.io/pod-deletion-cost';

export function podAnnotationFaults(annotations: Field, spec: Field): FieldFault[] {
  const given = new Map(annotations.entries);
  const [copy, cost] = [given.get(mirror), given.get(deletionCost)];
  return [
    ...(copy && spec.at('nodeName').text === ''
      ? [copy.invalid('must set spec.nodeName if mirror pod annotation is set')]
      : []),
    ...(cost && !isInt32(cost.text) ? [cost.invalid('must be a 32bit integer')] : []),
    ...seccompAnnotationFaults(annotations),
    ...appArmorAnnotationFaults(annotations, everyContainer(spec)),
  ];
}

function isInt32(text: string): boolean {
  const number = /^(-[0-9]+|0|[1-9][0-9]*)$/.test(text) ? Number(text) : NaN;
  return number >= -(2 ** 31) && number < 2 ** 31;
}

/** Of a new object: what both annotations and fields say must be the same. */
export function profileMismatchFaults(annotations: Field, spec: Field): FieldFault[] {
  const containers = everyContainer(spec);
  return [
    ...seccompMismatchFaults(annotations, spec, containers),
    ...appArmorMismatchFaults(annotations, spec, containers),
  ];
}
