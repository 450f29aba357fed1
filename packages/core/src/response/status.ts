// `Status`, the API server's answer to what it could not or need not answer with an object, and the
// questions that callers ask of it.
// https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/status/

import { KubeError } from '../errors.ts';

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

/** The API server answered, and its answer was an error. Nothing is known to have changed on the server. */
export class ApiError extends KubeError {
  override readonly name = 'ApiError';
  readonly status: Status;
  /** How long the server asks to wait before the next try, in milliseconds. */
  readonly retryAfterMs: number | undefined;

  constructor(message: string, options: { status: Status; retryAfterMs?: number; cause?: unknown }) {
    super(message, options);
    this.status = options.status;
    this.retryAfterMs = options.retryAfterMs ?? retryAfterMs(options.status);
  }
}

/** `details.retryAfterSeconds` in milliseconds. */
export function retryAfterMs(status: Status): number | undefined {
  const seconds = status.details?.retryAfterSeconds;
  return typeof seconds === 'number' && seconds > 0 ? seconds * 1000 : undefined;
}

// Each question below may be asked of an `ApiError`, of a `Status` or of anything that was thrown.

/** There is no such object, or no such resource. */
export function isNotFound(problem: unknown): boolean {
  return answers(problem, 404, 'NotFound');
}

export function isAlreadyExists(problem: unknown): boolean {
  return reasonOf(problem) === 'AlreadyExists';
}

/** A write that was based on an old resourceVersion, or a field owned by another manager. */
export function isConflict(problem: unknown): boolean {
  return answers(problem, 409, 'Conflict') && !isAlreadyExists(problem);
}

export function isUnauthorized(problem: unknown): boolean {
  return answers(problem, 401, 'Unauthorized');
}

export function isForbidden(problem: unknown): boolean {
  return answers(problem, 403, 'Forbidden');
}

export function isInvalid(problem: unknown): boolean {
  return answers(problem, 422, 'Invalid');
}

export function isTooManyRequests(problem: unknown): boolean {
  return answers(problem, 429, 'TooManyRequests');
}

/** The resourceVersion or continue token is older than the server's history: list again. */
export function isExpired(problem: unknown): boolean {
  return answers(problem, 410, 'Expired') || reasonOf(problem) === 'Gone';
}

/**
 * The resourceVersion is newer than anything the server has seen. Servers up to 1.18 say it in the message
 * of the Status or of a cause only.
 */
export function isTooLargeResourceVersion(problem: unknown): boolean {
  const status = statusOf(problem);
  if (!status) return false;
  const given: unknown = status.details?.causes;
  const causes = Array.isArray(given) ? (given as readonly (StatusCause | null)[]) : [];
  if (causes.some((cause) => cause?.reason === 'ResourceVersionTooLarge')) return true;
  if (!answers(status, 504, 'Timeout')) return false;
  return [status, ...causes].some(
    (part) => typeof part?.message === 'string' && part.message.includes('Too large resource version'),
  );
}

function answers(problem: unknown, code: number, reason: string): boolean {
  const status = statusOf(problem);
  return status !== undefined && (status.code === code || status.reason === reason);
}

function reasonOf(problem: unknown): string | undefined {
  return statusOf(problem)?.reason;
}

// What a server or proxy leaves out of a Status, the rest answers as well as it can: the ERROR of a watch may
// be a bare code or reason.
function statusOf(problem: unknown): Status | undefined {
  if (problem instanceof ApiError) return problem.status;
  if (typeof problem !== 'object' || problem === null || problem instanceof Error) return undefined;
  return 'kind' in problem && problem.kind !== 'Status' ? undefined : problem;
}

/** Whether a decoded value is a `Status`. Some servers leave out kind and apiVersion, so they do not count. */
export function isStatus(value: unknown): value is Status {
  if (typeof value !== 'object' || value === null || value instanceof Error) return false;
  if ('kind' in value && value.kind !== 'Status') return false;
  return 'status' in value && (value.status === 'Failure' || value.status === 'Success');
}
