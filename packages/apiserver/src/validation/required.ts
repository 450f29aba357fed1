// Texts that must be there.

import type { FieldFault } from '../status-error.ts';
import type { Field } from './field.ts';

/** Of the texts at `keys` within, those that are missing. */
export function requiredTextFaults(object: Field, ...keys: readonly string[]): FieldFault[] {
  return keys.map((key) => object.at(key)).flatMap((text) => (text.text === '' ? [text.required()] : []));
}
