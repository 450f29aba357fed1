// Selectors of nodes: terms over their labels and fields.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/validation/validation.go

import type { FieldFault } from '../status-error.ts';
import type { Field } from './field.ts';
import { labelValueFaults, operatorFaults } from './labels.ts';
import { qualifiedNameComplaints, subdomainComplaints } from './names.ts';

export function nodeSelectorFaults(selector: Field): FieldFault[] {
  const terms = selector.at('nodeSelectorTerms');
  if (terms.size === 0) return [terms.required('must have at least one node selector term')];
  return terms.items.flatMap((term) => nodeSelectorTermFaults(term));
}

/** `values`: whether those of labels must be some. A mere preference may name others. */
export function nodeSelectorTermFaults(term: Field, values: 'checked' | 'any' = 'checked'): FieldFault[] {
  return [
    ...term
      .at('matchExpressions')
      .items.flatMap((expression) => [
        ...expressionFaults(expression),
        ...(values === 'checked' ? labelValueFaults(expression.at('values')) : []),
      ]),
    ...term.at('matchFields').items.flatMap(fieldFaults),
  ];
}

function expressionFaults(expression: Field): FieldFault[] {
  const [key, values] = [expression.at('key'), expression.at('values')];
  return [
    ...nodeOperatorFaults(expression.at('operator'), values),
    ...key.invalidText(qualifiedNameComplaints(key.text)),
  ];
}

// Nodes can be asked for numbers as well.
function nodeOperatorFaults(operator: Field, values: Field): FieldFault[] {
  if (operator.text !== 'Gt' && operator.text !== 'Lt') return operatorFaults(operator, values);
  if (values.size === 1) return [];
  return [values.required("must be specified single value when `operator` is 'Lt' or 'Gt'")];
}

function fieldFaults(requirement: Field): FieldFault[] {
  const [key, operator] = [requirement.at('key'), requirement.at('operator')];
  const values = requirement.at('values');
  const faults: FieldFault[] = [];
  if (operator.text !== 'In' && operator.text !== 'NotIn')
    faults.push(operator.invalidTyped('not a valid selector operator', operator.text));
  else if (values.size !== 1)
    faults.push(
      values.required("must be only one value when `operator` is 'In' or 'NotIn' for node field selector"),
    );
  if (key.text !== 'metadata.name')
    return [...faults, key.invalid('not a valid field selector key', key.text)];
  return [...faults, ...values.items.flatMap((value) => value.invalidText(subdomainComplaints(value.text)))];
}
