// Conditions of requests, in CEL. What the expressions say is not looked at here.

import type { FieldFault } from '../../status-error.ts';
import type { Field } from '../../validation/field.ts';
import { qualifiedNameComplaints } from '../../validation/names.ts';

const most = 64;

export function conditionFaults(conditions: Field): FieldFault[] {
  const seen = new Set<string>();
  const faults = conditions.size > most ? [conditions.tooMany(most)] : [];
  return [
    ...faults,
    ...conditions.items.flatMap((condition) => {
      const [name, expression] = [condition.at('name'), condition.at('expression')];
      const isRepeated = name.text !== '' && seen.has(name.text);
      seen.add(name.text);
      return [
        ...(expression.text.trim() === '' ? [expression.required()] : []),
        ...(name.text === '' ? [name.required()] : name.invalidText(qualifiedNameComplaints(name.text))),
        ...(isRepeated ? [name.duplicate()] : []),
      ];
    }),
  ];
}
