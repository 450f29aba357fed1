// The errors that pure code can raise. The client adds those of IO (`TransportError`, `ConfigError`,
// `AuthenticationError`, `DeadlineError`); an abort stays the platform's `AbortError`.

import { isAbortError } from './async/abort.ts';

/**
 * Root of every error that kube-rx raises. The message says what was attempted, on what, what came back
 * and what to do; it never holds a token, a Secret's data or a whole response body.
 *
 * @example if (error instanceof KubeError) console.error(error.message);
 */
export abstract class KubeError extends Error {
  abstract override readonly name: string;
}

/**
 * A name, selector, parameter or scope that no API server would accept, or a body with a whole number that lost its last
 * digits. Raised before anything is sent, so nothing has happened on the server.
 *
 * @example LabelQuery.parse('app in'); // throws an InvalidRequestError
 */
export class InvalidRequestError extends KubeError {
  override readonly name = 'InvalidRequestError';
}

/**
 * A text is no quantity, duration or time. The message quotes it and shows the right form.
 *
 * @example Quantity.parse('1 GB'); // throws an InvalidValueError
 */
export class InvalidValueError extends KubeError {
  override readonly name = 'InvalidValueError';
}

/**
 * `malformed`: the bytes are no JSON, or were cut. `protocol`: well-formed, but not what the Kubernetes API
 * promises (no metadata, no resourceVersion, another kind). `tooLarge`: a frame over the allowed size.
 */
export type DecodeFault = 'malformed' | 'protocol' | 'tooLarge';

/** What is known of an object that cannot be decoded. */
export interface UndecodableObject {
  /** `namespace/name`, or `name`. */
  readonly key?: string;
  readonly resourceVersion?: string;
}

/**
 * Bytes from the server that could not be understood. What was decoded before them stays valid.
 *
 * @example if (error instanceof DecodeError) console.error(error.fault, error.excerpt);
 */
export class DecodeError extends KubeError {
  override readonly name = 'DecodeError';
  readonly fault: DecodeFault;
  /** The beginning of the offending bytes with every value redacted; at most 80 characters. */
  readonly excerpt: string | undefined;
  /** Present where this object alone is not as it should be, and what is around it is. */
  readonly object?: UndecodableObject;

  constructor(
    message: string,
    options: { fault: DecodeFault; excerpt?: string; cause?: unknown; object?: UndecodableObject },
  ) {
    super(message, options);
    if (options.object) this.object = options.object;
    this.fault = options.fault;
    this.excerpt = options.excerpt;
  }
}

/**
 * What was thrown, as an Error: itself, or one with its text. Anything can be thrown, and an object that is no Error may
 * hold what nobody should read, so it is not kept as the cause.
 *
 * @example toError('boom').message; // 'boom'
 */
export function toError(thrown: unknown): Error {
  return thrown instanceof Error || isAbortError(thrown) ? thrown : new Error(textOf(thrown));
}

function textOf(thrown: unknown): string {
  try {
    return String(thrown);
  } catch {
    // An object without a prototype, for one.
    return 'something was thrown that has no text';
  }
}
