// Taints of nodes that a pod does not mind.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/validation/validation.go

import type { FieldFault } from '../../status-error.ts';
import type { Field } from '../../validation/field.ts';
import { labelValueComplaints, qualifiedNameComplaints } from '../../validation/names.ts';
import { taintEffectFaults } from '../../validation/taints.ts';

export function tolerationFaults(tolerations: Field): FieldFault[] {
  return tolerations.items.flatMap((toleration) => {
    const [key, operator, effect] = [
      toleration.at('key'),
      toleration.at('operator'),
      toleration.at('effect'),
    ];
    const faults: FieldFault[] = key.text === '' ? [] : key.invalidText(qualifiedNameComplaints(key.text));
    if (key.text === '' && operator.text !== 'Exists') faults.push(operator.invalid(emptyKey, operator.text));
    if (toleration.at('tolerationSeconds').isSet && effect.text !== 'NoExecute')
      faults.push(effect.invalid("effect must be 'NoExecute' when `tolerationSeconds` is set", effect.text));
    faults.push(...operatorFaults(operator, toleration.at('value').text));
    return effect.text === '' ? faults : [...faults, ...taintEffectFaults(effect)];
  });
}

const emptyKey = 'operator must be Exists when `key` is empty, which means "match all values and all keys"';

// What is wrong with the value is told of the operator.
function operatorFaults(operator: Field, value: string): FieldFault[] {
  switch (operator.text) {
    case '':
    case 'Equal': {
      const complaints = labelValueComplaints(value);
      return complaints.length === 0 ? [] : [operator.invalid(complaints.join(';'), value)];
    }
    case 'Exists':
      return value === '' ? [] : [operator.invalid("value must be empty when `operator` is 'Exists'", value)];
    case 'Lt':
    case 'Gt':
      return [operator.unsupported(['Equal', 'Exists', 'Lt', 'Gt'])];
    default:
      return [operator.unsupported(['Equal', 'Exists'])];
  }
}
