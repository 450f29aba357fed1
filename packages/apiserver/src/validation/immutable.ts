// Fields that stay as they were made.
// https://github.com/kubernetes/apimachinery/blob/v0.36.3/pkg/api/validation/objectmeta.go

import { type Json, jsonEquals } from '../json/json.ts';
import type { FieldFault } from '../status-error.ts';
import type { Field } from './field.ts';

/** `shown`: what is quoted. Default: the new value. */
export function immutableFaults(
  field: Field,
  old: Json | undefined,
  shown: unknown = field.value ?? null,
): FieldFault[] {
  return jsonEquals(field.value ?? null, old ?? null) ? [] : [field.invalid('field is immutable', shown)];
}
