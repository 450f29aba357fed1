// Fields that hold one of few values.

import type { FieldFault } from '../status-error.ts';
import type { Field } from './field.ts';

/** `supported`: in the order in which they are told. An empty text is none of them. */
export function choiceFaults(field: Field, supported: readonly string[]): FieldFault[] {
  return supported.includes(field.text) ? [] : [field.unsupported(supported)];
}

/** Required, and then one of them. */
export function requiredChoiceFaults(field: Field, supported: readonly string[], why?: string): FieldFault[] {
  return field.text === '' ? [field.required(why)] : choiceFaults(field, supported);
}
