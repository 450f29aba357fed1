// What a pod waits for: before it is scheduled, and before it is ready.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/validation/validation.go

import type { FieldFault } from '../../status-error.ts';
import type { Field } from '../../validation/field.ts';
import { qualifiedNameComplaints } from '../../validation/names.ts';

export function readinessGateFaults(gates: Field): FieldFault[] {
  return gates.items.flatMap((gate) => {
    const type = gate.at('conditionType');
    return type.invalidText(qualifiedNameComplaints(type.text));
  });
}

export function schedulingGateFaults(gates: Field): FieldFault[] {
  const seen = new Set<string>();
  return gates.items.flatMap((gate) => {
    const name = gate.at('name').text;
    const isRepeated = seen.has(name);
    seen.add(name);
    return [
      ...qualifiedNameComplaints(name).map((complaint) => gate.invalid(complaint, name)),
      ...(isRepeated ? [gate.duplicate(name)] : []),
    ];
  });
}
