// A copy that did not come to its end.

import { KubeError, printable, unprintable } from '@kube-rx/core';

/**
 * A copy from or to a container failed; the message says at what. What was copied before it stays, in whole files.
 *
 * @example
 * await pods.copyFrom('web-0', '/nowhere', './logs').catch((error) => error instanceof CopyError && error.exitCode);
 */
export class CopyError extends KubeError {
  override readonly name = 'CopyError';
  /** Of `tar` in the container, where that failed. */
  readonly exitCode: number | undefined;
  /** How many files were copied as a whole before it. */
  readonly files: number;

  constructor(
    message: string,
    options: {
      readonly files: number;
      readonly exitCode?: number | undefined;
      readonly cause?: unknown;
    },
  ) {
    super(message, { cause: options.cause });
    this.files = options.files;
    this.exitCode = options.exitCode;
  }
}

/** A path for a message, in quotes. */
export function quotedPath(path: string): string {
  return `"${printable(path, 300).replace(unprintable, '?')}"`;
}
