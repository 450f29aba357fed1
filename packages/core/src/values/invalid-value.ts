import { KubeError } from '../errors.ts';

/**
 * A text is no quantity, duration or time. The message quotes it and shows the right form.
 *
 * @example Quantity.parse('1 GB'); // throws an InvalidValueError
 */
export class InvalidValueError extends KubeError {
  override readonly name = 'InvalidValueError';
}
