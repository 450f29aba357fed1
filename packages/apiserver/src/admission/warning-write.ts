// What a client is to know of a write that is refused.

import { StatusError } from '../status-error.ts';
import type { Admission } from './admission.ts';

/** The write, whose refusal has the warnings so far. */
export function* warningOf<T>(warnings: readonly string[], write: Admission<T>): Admission<T> {
  try {
    return yield* write;
  } catch (error) {
    if (error instanceof StatusError) error.warnings.push(...warnings);
    throw error;
  }
}
