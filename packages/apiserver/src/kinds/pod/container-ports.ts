// The ports on which containers listen.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/validation/validation.go

import type { FieldFault } from '../../status-error.ts';
import { requiredChoiceFaults } from '../../validation/choices.ts';
import type { Field } from '../../validation/field.ts';
import { portNameComplaints } from '../../validation/names.ts';
import { portFaults } from '../../validation/numbers.ts';

export function containerPortFaults(ports: Field): FieldFault[] {
  const names = new Set<string>();
  return ports.items.flatMap((port) => {
    const [number, hostPort] = [port.at('containerPort'), port.at('hostPort')];
    return [
      ...nameFaults(port.at('name'), names),
      ...(number.number === 0 ? [number.required()] : portFaults(number)),
      ...(hostPort.number === 0 ? [] : portFaults(hostPort)),
      ...requiredChoiceFaults(port.at('protocol'), ['SCTP', 'TCP', 'UDP']),
    ];
  });
}

function nameFaults(name: Field, names: Set<string>): FieldFault[] {
  if (name.text === '') return [];
  const complaints = portNameComplaints(name.text);
  if (complaints.length > 0) return name.invalidText(complaints);
  if (names.has(name.text)) return [name.duplicate()];
  names.add(name.text);
  return [];
}

/** Ports of the node that more than one of the containers wants. */
export function hostPortFaults(containers: readonly Field[]): FieldFault[] {
  const taken = new Set<string>();
  const ports = containers.flatMap((container) => container.at('ports').items);
  return ports.flatMap((port) => {
    const hostPort = port.at('hostPort');
    if (hostPort.number === 0) return [];
    const text = `${port.at('protocol').text}/${port.at('hostIP').text}/${hostPort.number}`;
    if (taken.has(text)) return [hostPort.duplicate(text)];
    taken.add(text);
    return [];
  });
}
