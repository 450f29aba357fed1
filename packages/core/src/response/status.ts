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
    this.#status = wellTyped(options.status);
    this.#serverMessage = options.serverMessage ?? serverMessage(this.#status);
    const delayMs = options.retryAfterMs ?? retryAfterMs(this.#status);
    this.retryAfterMs = delayMs === undefined ? undefined : Math.min(delayMs, longestDelayMs);
  }

  /**
   * The answer as it came, but for members of a wrong type, which are left out. It may quote the object, so it may hold
   * a Secret's data.
   */
  get status(): Status {
    return this.#status;
  }

  /** The server's message alone, as far as it may be shown: bounded, on one line, without values of a Secret. */
  get serverMessage(): string | undefined {
    return this.#serverMessage;
  }
}

// What a timer of Node's can wait, 24 days. It does not wait at all for more.
const longestDelayMs = 2 ** 31 - 1;

/**
 * `details.retryAfterSeconds` in milliseconds, at most 24 days.
 *
 * @example retryAfterMs({ details: { retryAfterSeconds: 2 } }); // 2000
 */
export function retryAfterMs(status: Status): number | undefined {
  const seconds = status.details?.retryAfterSeconds;
  return typeof seconds === 'number' && seconds > 0 ? Math.min(seconds * 1000, longestDelayMs) : undefined;
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

type Members = Readonly<Record<string, unknown>>;
type Types = ReadonlyMap<string, string>;

const texts = (...names: string[]) => names.map((name) => [name, 'string'] as const);
const memberTypes: Types = new Map(texts('apiVersion', 'kind', 'message', 'reason'));
const metadataTypes: Types = new Map(texts('continue', 'resourceVersion'));
const detailTypes: Types = new Map([
  ...texts('name', 'group', 'kind', 'uid'),
  ['retryAfterSeconds', 'number'],
]);
const causeTypes: Types = new Map(texts('reason', 'message', 'field'));

/**
 * What a server sent in the place of a `Status`, without members of a wrong type: of a hostile server, any of them may
 * be anything.
 *
 * @example wellTyped({ code: '410', reason: 'Expired', details: { causes: {} } }); // { reason: 'Expired', details: {} }
 */
export function wellTyped(value: unknown): Status {
  const record = recordOf(value) ?? {};
  return without<Status>(record, (name, member) => {
    switch (name) {
      case 'code':
        return Number.isInteger(member) ? member : undefined;
      case 'status':
        return member === 'Success' || member === 'Failure' ? member : undefined;
      case 'metadata':
        return ofTypes(member, metadataTypes);
      case 'details':
        return detailsOf(member);
      default:
        return ofType(member, memberTypes.get(name));
    }
  });
}

function detailsOf(value: unknown): object | undefined {
  const record = recordOf(value);
  return (
    record &&
    without(record, (name, member) =>
      name === 'causes' ? listOfCauses(member) : ofType(member, detailTypes.get(name)),
    )
  );
}

function listOfCauses(value: unknown): unknown {
  if (!Array.isArray(value)) return undefined;
  const causes = value.map((cause) => ofTypes(cause, causeTypes));
  return causes.every((cause, at) => cause === value[at])
    ? value
    : causes.filter((cause) => cause !== undefined);
}

function ofTypes(value: unknown, types: Types): object | undefined {
  const record = recordOf(value);
  return record && without(record, (name, member) => ofType(member, types.get(name)));
}

function ofType(value: unknown, type: string | undefined): unknown {
  return type === undefined || typeof value === type ? value : undefined;
}

/** The record itself where `judge` gives each member back; else a copy of what it gives. */
function without<T extends object>(record: Members, judge: (name: string, member: unknown) => unknown): T {
  const members = Object.entries(record).map(([name, member]) => [name, judge(name, member)] as const);
  if (members.every(([name, member]) => member === record[name])) return record as T;
  return Object.fromEntries(members.filter(([, member]) => member !== undefined)) as T;
}

function recordOf(value: unknown): Members | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Members)
    : undefined;
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

/**
 * There is no such object: the server names what it does not have. A 404 that names nothing says only that something does
 * not know the path, as a proxy, or a server that does not serve the kind. Who takes that for gone leaves work undone.
 *
 * @example if (!isObjectNotFound(error)) throw error; // else it is gone
 */
export function isObjectNotFound(problem: unknown): boolean {
  const status = statusOf(problem);
  if (!status?.details?.name || !isNotFound(status)) return false;
  // A server that asks another one by client-go passes on what that did not understand, and names what was asked for.
  return !causesOf(status).some(({ reason }) => reason === 'UnexpectedServerResponse');
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
