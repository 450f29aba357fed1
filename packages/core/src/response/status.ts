// `Status`, the API server's answer where it sends no object, and predicates over it.
// https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/status/

import { KubeError } from '../errors.ts';
import { serverMessage } from './server-message.ts';

export interface StatusCause {
  readonly reason?: string;
  readonly message?: string;
  readonly field?: string;
}

export interface StatusDetails {
  readonly name?: string;
  readonly group?: string;
  readonly kind?: string;
  readonly uid?: string;
  readonly causes?: readonly StatusCause[];
  readonly retryAfterSeconds?: number;
}

export interface Status {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: { readonly continue?: string; readonly resourceVersion?: string };
  readonly status?: 'Success' | 'Failure';
  readonly message?: string;
  /** Machine-readable, as `NotFound`; may be absent or empty. */
  readonly reason?: string;
  readonly details?: StatusDetails;
  readonly code?: number;
}

export interface ApiErrorOptions {
  readonly status: Status;
  /** Default: what the status says, as `serverMessage` has it. */
  readonly serverMessage?: string | undefined;
  readonly retryAfterMs?: number | undefined;
  readonly cause?: unknown;
}

/**
 * The API server answered, and its answer was an error. Nothing is known to have changed on the server.
 *
 * @example if (error instanceof ApiError) console.error(error.status.reason, error.retryAfterMs);
 */
export class ApiError extends KubeError {
  override readonly name = 'ApiError';
  /** How long the server asks to wait before the next try, in milliseconds. */
  readonly retryAfterMs: number | undefined;
  // Private, so that nothing that prints an error prints them.
  readonly #status: Status;
  readonly #serverMessage: string | undefined;

  constructor(message: string, options: ApiErrorOptions) {
    super(message, options);
    this.#status = options.status;
    this.#serverMessage = options.serverMessage ?? serverMessage(options.status);
    this.retryAfterMs = options.retryAfterMs ?? retryAfterMs(options.status);
  }

  /** The answer as it came: whole and unchecked. It may quote the object, so it may hold a Secret's data. */
  get status(): Status {
    return this.#status;
  }

  /** The server's message alone, as far as it may be shown: bounded, on one line, without values of a Secret. */
  get serverMessage(): string | undefined {
    return this.#serverMessage;
  }
}

/**
 * `details.retryAfterSeconds` in milliseconds.
 *
 * @example retryAfterMs({ details: { retryAfterSeconds: 2 } }); // 2000
 */
export function retryAfterMs(status: Status): number | undefined {
  const seconds = status.details?.retryAfterSeconds;
  return typeof seconds === 'number' && seconds > 0 ? seconds * 1000 : undefined;
}

/**
 * The causes that the details name. A hostile server may send anything in the place of a list or of a cause.
 *
 * @example causesOf({ details: { causes: [{ field: 'spec.replicas' }] } }); // [{ field: 'spec.replicas' }]
 */
export function causesOf(status: Status): readonly StatusCause[] {
  const causes: unknown = status.details?.causes;
  if (!Array.isArray(causes)) return [];
  return (causes as readonly (StatusCause | null)[]).filter(
    (cause): cause is StatusCause => typeof cause === 'object' && cause !== null,
  );
}

// Each predicate takes an `ApiError`, a `Status` or anything that was thrown.

/**
 * There is no such object or resource.
 *
 * @example if (!isNotFound(error)) throw error;
 */
export function isNotFound(problem: unknown): boolean {
  return answers(problem, 404, 'NotFound');
}

/** @example if (!isAlreadyExists(error)) throw error; */
export function isAlreadyExists(problem: unknown): boolean {
  return reasonOf(problem) === 'AlreadyExists';
}

/**
 * A write was based on an old resourceVersion, or another manager owns a field.
 *
 * @example if (isConflict(error)) await pods.get('web-0'); // and write again
 */
export function isConflict(problem: unknown): boolean {
  return answers(problem, 409, 'Conflict') && !isAlreadyExists(problem);
}

/** @example isUnauthorized({ code: 401 }); // true */
export function isUnauthorized(problem: unknown): boolean {
  return answers(problem, 401, 'Unauthorized');
}

/** @example isForbidden({ code: 403 }); // true */
export function isForbidden(problem: unknown): boolean {
  return answers(problem, 403, 'Forbidden');
}

/** @example isInvalid({ code: 422 }); // true */
export function isInvalid(problem: unknown): boolean {
  return answers(problem, 422, 'Invalid');
}

/** @example isTooManyRequests({ code: 429 }); // true */
export function isTooManyRequests(problem: unknown): boolean {
  return answers(problem, 429, 'TooManyRequests');
}

/**
 * The resourceVersion or continue token is older than the server's history: list again.
 *
 * @example if (isExpired(error)) await pods.list();
 */
export function isExpired(problem: unknown): boolean {
  return answers(problem, 410, 'Expired') || reasonOf(problem) === 'Gone';
}

/**
 * The resourceVersion is newer than anything the server has seen. Servers up to 1.18 say so in a message only.
 *
 * @example isTooLargeResourceVersion({ details: { causes: [{ reason: 'ResourceVersionTooLarge' }] } }); // true
 */
export function isTooLargeResourceVersion(problem: unknown): boolean {
  const status = statusOf(problem);
  if (!status) return false;
  const causes = causesOf(status);
  if (causes.some(({ reason }) => reason === 'ResourceVersionTooLarge')) return true;
  if (!answers(status, 504, 'Timeout')) return false;
  return [status, ...causes].some(
    (part) => typeof part.message === 'string' && part.message.includes('Too large resource version'),
  );
}

function answers(problem: unknown, code: number, reason: string): boolean {
  const status = statusOf(problem);
  return status !== undefined && (status.code === code || status.reason === reason);
}

function reasonOf(problem: unknown): string | undefined {
  return statusOf(problem)?.reason;
}

// Servers and proxies leave fields out: the ERROR of a watch may be a bare code or reason.
function statusOf(problem: unknown): Status | undefined {
  if (problem instanceof ApiError) return problem.status;
  if (typeof problem !== 'object' || problem === null || problem instanceof Error) return undefined;
  return 'kind' in problem && problem.kind !== 'Status' ? undefined : problem;
}

/**
 * Whether a decoded value is a `Status`. Some servers leave out kind and apiVersion, so both may be absent.
 *
 * @example isStatus({ kind: 'Status', status: 'Failure', code: 404 }); // true
 */
export function isStatus(value: unknown): value is Status {
  if (value instanceof Error) return false;
  const status = statusOf(value)?.status;
  return status === 'Failure' || status === 'Success';
}
