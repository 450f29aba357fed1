// Conditions of requests, in CEL.

import { wantsBool } from '../../admission/expressions/expression.ts';
import type { Steps } from '../../schema/steps.ts';
import type { FieldFault } from '../../status-error.ts';
import type { Field } from '../../validation/field.ts';
import { qualifiedNameComplaints } from '../../validation/names.ts';
import { expressionFaults } from './expression-faults.ts';

const most = 64;

interface ConditionTerms {
  readonly hasParams: boolean;
  readonly steps: Steps;
}

export function conditionFaults(conditions: Field, { hasParams, steps }: ConditionTerms): FieldFault[] {
  const terms = { environment: { hasParams, hasAuthorizer: true }, wanted: wantsBool, steps };
  const seen = new Set<string>();
  const faults = conditions.size > most ? [conditions.tooMany(most)] : [];
  return [
    ...faults,
    ...conditions.items.flatMap((condition) => {
      const [name, expression] = [condition.at('name'), condition.at('expression')];
      const isRepeated = name.text !== '' && seen.has(name.text);
      seen.add(name.text);
      return [
        ...(expression.text.trim() === ''
          ? [expression.required()]
          : expressionFaults(expression, terms, expression.text.trim())),
        ...(name.text === '' ? [name.required()] : name.invalidText(qualifiedNameComplaints(name.text))),
        ...(isRepeated ? [name.duplicate()] : []),
      ];
    }),
  ];
}
