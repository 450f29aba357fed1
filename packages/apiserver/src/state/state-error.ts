import { KubeError } from '@kube-rx/core';

/**
 * A file that holds no state of an embedded server, or a damaged one; the message names it.
 *
 * @example
 * if (error instanceof StateFileError) await rm(error.file);
 */
export class StateFileError extends KubeError {
  override readonly name = 'StateFileError';
  readonly file: string;

  constructor(file: string, why: string, options?: ErrorOptions) {
    super(`${file} cannot be restored from: ${why}`, options);
    this.file = file;
  }
}
