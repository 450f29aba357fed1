// What is wrong with an expression of a webhook or a policy.

import { compiled, type Terms } from '../../admission/expressions/expression.ts';
import type { FieldFault } from '../../status-error.ts';
import type { Field } from '../../validation/field.ts';

/** `text`: as it is compiled, and quoted. Default: as it is written. */
export function expressionFaults(field: Field, terms: Terms, text: string = field.text): FieldFault[] {
  const { program } = compiled(text, terms);
  return typeof program === 'string' ? [field.invalid(program, text)] : [];
}
