// What holds for pods in the network of their node.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/validation/validation.go

import type { FieldFault } from '../../status-error.ts';
import type { Field } from '../../validation/field.ts';
import type { SpecOwner } from './spec-owner.ts';

/** A template may leave the port of the host away: a pod that is made of it gets one. */
export function hostNetworkFaults(spec: Field, { metadata }: SpecOwner): FieldFault[] {
  if (spec.at('hostNetwork').value !== true) return [];
  return spec.at('containers').items.flatMap((container) =>
    container.at('ports').items.flatMap((port) => {
      const host = port.at('hostPort');
      const isLeftOut = !metadata && host.number === 0;
      if (isLeftOut || host.number === port.at('containerPort').number) return [];
      return [host.invalid('must match `containerPort` when `hostNetwork` is true', host.number)];
    }),
  );
}
