// What keeps pods away from a node.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/validation/validation.go

import type { FieldFault } from '../../status-error.ts';
import type { Field } from '../../validation/field.ts';
import { labelValueComplaints, qualifiedNameComplaints } from '../../validation/names.ts';
import { taintEffectFaults } from '../../validation/taints.ts';

/** `taints`: where the real server says that they stand. */
export function taintFaults(taints: Field): FieldFault[] {
  const seen = new Set<string>();
  return taints.items.flatMap((taint) => {
    const [key, value, effect] = [taint.at('key'), taint.at('value'), taint.at('effect')];
    const ofValue = labelValueComplaints(value.text);
    const id = JSON.stringify([key.text, effect.text]);
    const isRepeated = seen.has(id);
    seen.add(id);
    return [
      ...key.invalidText(qualifiedNameComplaints(key.text)),
      ...(ofValue.length === 0 ? [] : [value.invalid(ofValue.join(';'), value.text)]),
      ...(effect.text === '' ? [effect.required()] : taintEffectFaults(effect)),
      ...(isRepeated ? [repeated(taint)] : []),
    ];
  });
}

function repeated(taint: Field): FieldFault {
  const fault = taint.duplicate({
    Key: taint.at('key').text,
    Value: taint.at('value').text,
    Effect: taint.at('effect').text,
    TimeAdded: taint.at('timeAdded').value ?? null,
  });
  return { ...fault, message: `${fault.message}: taints must be unique by key and effect pair` };
}
