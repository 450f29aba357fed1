// The error of text that should be a value and is not.

import { KubeError } from '../errors.ts';

/** A text that is no quantity, duration or time; the message quotes it and says what would have been one. */
export class InvalidValueError extends KubeError {
  override readonly name = 'InvalidValueError';
}
