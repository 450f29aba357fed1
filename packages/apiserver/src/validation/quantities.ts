// Amounts of a resource, as `500m`. Objects hold them in their canonical form.

import { Quantity } from '@kube-rx/core';
import type { FieldFault } from '../status-error.ts';
import { scaledValue } from '../types/stored-quantity.ts';
import type { Field } from './field.ts';

/** The amount there, in units of 10⁻⁹; none is 0. */
export function nanosOf(quantity: Field): bigint {
  return Quantity.isValid(quantity.text) ? Quantity.parse(quantity.text).nanos : 0n;
}

export function nonNegativeQuantityFaults(quantity: Field): FieldFault[] {
  return nanosOf(quantity) < 0n ? quantity.invalidText(['must be greater than or equal to 0']) : [];
}

export function positiveQuantityFaults(quantity: Field): FieldFault[] {
  return nanosOf(quantity) <= 0n ? quantity.invalidText(['must be greater than zero']) : [];
}

/** Not negative, as where whole units are counted: the units are quoted. */
export function countedQuantityFaults(quantity: Field): FieldFault[] {
  const value = Quantity.isValid(quantity.text) ? scaledValue(quantity.text, 0) : 0n;
  return value >= 0n ? [] : [quantity.invalid('must be a valid resource quantity', value)];
}
