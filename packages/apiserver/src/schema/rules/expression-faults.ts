// What must be said of the rules of a schema, whatever their expressions say.

import type { FieldFault } from '../../status-error.ts';
import type { Field } from '../../validation/field.ts';
import { findField } from './field-path.ts';

const reasons = ['FieldValueDuplicate', 'FieldValueForbidden', 'FieldValueInvalid', 'FieldValueRequired'];

export function expressionFaults(schema: Field): FieldFault[] {
  return schema
    .at('x-kubernetes-validations')
    .items.flatMap((rule) => [...messageFaults(rule), ...placeFaults(schema, rule)]);
}

function messageFaults(rule: Field): FieldFault[] {
  const [expression, message, computed, reason] = [
    rule.at('rule'),
    rule.at('message'),
    rule.at('messageExpression'),
    rule.at('reason'),
  ];
  const [trimmed, said] = [expression.text.trim(), message.text.trim()];
  const faults: FieldFault[] = [];
  if (trimmed === '') faults.push(expression.required('rule is not specified'));
  else if (message.text !== '' && said === '') faults.push(message.invalid('must be non-empty if specified'));
  else if (hasLines(said)) faults.push(message.invalid('must not contain line breaks'));
  else if (hasLines(trimmed) && said === '')
    faults.push(message.required('message must be specified if rule contains line breaks'));
  if (computed.text !== '' && computed.text.trim() === '')
    faults.push(computed.required('messageExpression must be non-empty if specified'));
  if (reason.isSet && !reasons.includes(reason.text)) faults.push(reason.unsupported(reasons));
  return faults;
}

function placeFaults(schema: Field, rule: Field): FieldFault[] {
  const place = rule.at('fieldPath');
  const faults: FieldFault[] = [];
  if (place.text === '') return faults;
  if (place.text.trim() === '') faults.push(place.invalid('must be non-empty if specified'));
  if (hasLines(place.text)) faults.push(place.invalid('must not contain line breaks'));
  if ('wrong' in findField(schema, place.text)) faults.push(place.invalid('must be a valid path'));
  return faults;
}

function hasLines(text: string): boolean {
  return /[\n\r]/.test(text);
}
