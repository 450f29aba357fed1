import { InvalidRequestError } from '@kube-rx/core';

/**
 * An option of the server that it cannot have; the message begins with the name of the option.
 *
 * @example
 * if (error instanceof InvalidOptionError) console.error(`--${error.option}: ${error.why}`);
 */
export class InvalidOptionError extends InvalidRequestError {
  /** As `serviceAccountIssuer`. */
  readonly option: string;
  /** The rest of the message. */
  readonly why: string;

  constructor(option: string, why: string) {
    super(`${option}: ${why}`);
    this.option = option;
    this.why = why;
  }
}
