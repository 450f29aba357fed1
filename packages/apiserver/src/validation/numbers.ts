// Whole numbers, ports, and shares.
// https://github.com/kubernetes/apimachinery/blob/v0.36.3/pkg/api/validation/generic.go

import type { FieldFault } from '../status-error.ts';
import type { Field } from './field.ts';
import { percentComplaints } from './names.ts';

const negative = 'must be greater than or equal to 0';

/** Nothing where there is none. */
export function nonNegativeFaults(number: Field): FieldFault[] {
  return number.number < 0 ? number.invalidNumber([negative]) : [];
}

/** Of a number that is there: 0 is none. */
export function positiveFaults(number: Field): FieldFault[] {
  return number.number <= 0 ? number.invalidNumber(['must be greater than 0']) : [];
}

/** Both bounds are within. */
export function rangeFaults(number: Field, least: number, most: number): FieldFault[] {
  if (number.number >= least && number.number <= most) return [];
  return number.invalidNumber([`must be between ${least} and ${most}, inclusive`]);
}

export function portFaults(port: Field): FieldFault[] {
  return rangeFaults(port, 1, 65_535);
}

/** A number that is not negative, or a share as `50%`. */
export function countOrPercentFaults(field: Field): FieldFault[] {
  if (typeof field.value === 'string') return field.invalidText(percentComplaints(field.text));
  return nonNegativeFaults(field);
}

/** A share of more than everything. */
export function notMoreThanAllFaults(field: Field): FieldFault[] {
  if (typeof field.value !== 'string' || percentComplaints(field.text).length > 0) return [];
  const share = Number(field.text.slice(0, -1));
  return share > 100 ? [field.invalid('must not be greater than 100%', field.text)] : [];
}
