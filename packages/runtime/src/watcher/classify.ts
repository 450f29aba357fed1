// Classifies everything that can go wrong with a list or a watch, what the watcher infers included. The machine acts on
// the verdicts; only this file looks at errors. The reasons for each row are in docs/guide/watcher.md.

import { notKubernetes, TransportError } from '@kube-rx/client';
import {
  ApiError,
  DecodeError,
  isExpired,
  isForbidden,
  isNotFound,
  isTooLargeResourceVersion,
  isUnauthorized,
  KubeError,
} from '@kube-rx/core';

/**
 * - `retry`: the network failed; the same again after a delay.
 * - `faulty`: the server failed; the same again, and a new list if that does not help.
 * - `throttled`: the server is busy; the same again when it says so.
 * - `expired`: the history is gone; a new list.
 * - `tooLarge`: the server has not seen our version; a new, consistent list.
 * - `regressed`: a list older than what was seen, or without much of it, believed only when later ones agree; or the
 *   server's history was replaced. A new, consistent list.
 * - `drifted`: an audit found objects in the view that differ from the server's; a new, consistent list.
 * - `violation`: an answer that the API does not allow; a new list.
 * - `silent`: nothing came for too long; the same again, and a new list if that does not help.
 * - `damped`: watches end as soon as they begin; the same again, slower.
 * - `denied`: not authenticated or not allowed; tried again until it is.
 * - `missing`: the resource does not exist; tried again until it does.
 * - `notKubernetes`: something else answered; the same again after a delay.
 */
export type Verdict =
  | 'retry'
  | 'faulty'
  | 'throttled'
  | 'expired'
  | 'tooLarge'
  | 'regressed'
  | 'drifted'
  | 'violation'
  | 'silent'
  | 'damped'
  | 'denied'
  | 'missing'
  | 'notKubernetes';

export interface Classified {
  readonly verdict: Verdict;
  /** How long the server asks to wait, in milliseconds. */
  readonly retryAfterMs?: number;
}

/**
 * In the `error` of an `Interrupted` event: what the watcher inferred, and why.
 *
 * @example
 * watcher(pods).subscribe((event) => {
 *   if (event.type === 'Interrupted' && event.error instanceof WatchError) console.log(event.error.verdict);
 * });
 */
export class WatchError extends KubeError {
  override readonly name = 'WatchError';
  readonly verdict: 'damped' | 'silent' | 'regressed' | 'drifted';
  /** Of a list that would delete most objects: how many. Absent for other trouble. */
  readonly doubt?: Doubt;

  constructor(verdict: WatchError['verdict'], message: string, doubt?: Doubt) {
    super(message);
    this.verdict = verdict;
    if (doubt) this.doubt = doubt;
  }
}

/** How many of the consumer's objects an initial state lacks. */
export interface Doubt {
  readonly missing: number;
  readonly held: number;
}

/** The server ends watches as soon as they begin. */
export function dampedError(): WatchError {
  return new WatchError('damped', 'the server ends each watch at once, without an error');
}

/** Another watcher of the client, or a small list, showed that the view is of a history that is gone. */
export function replacedError(): WatchError {
  return new WatchError('regressed', "the server's history was replaced, as by a restore from a backup");
}

/** An error with the verdict on it. */
export interface Failure extends Classified {
  readonly error: Error;
}

export function failureOf(error: Error): Failure {
  return { error, ...classify(error) };
}

/**
 * The verdict on an error of a list or a watch, in-stream ERRORs included (as `ApiError`).
 *
 * @example
 * classify(new TransportError('lost', { code: 'ECONNRESET' }));   // { verdict: 'retry' }
 */
export function classify(error: unknown): Classified {
  const verdict = verdictOf(error);
  // A list that is due now is not put off.
  if (!(error instanceof ApiError) || error.retryAfterMs === undefined || verdict === 'expired')
    return { verdict };
  return { verdict, retryAfterMs: error.retryAfterMs };
}

// The order matters: the special shapes of 410 and 504 come before the plain codes.
function verdictOf(error: unknown): Verdict {
  if (error instanceof WatchError) return error.verdict;
  if (error instanceof DecodeError) return error.fault === 'protocol' ? 'violation' : 'faulty';
  if (error instanceof TransportError && error.code === notKubernetes) return 'notKubernetes';
  if (!(error instanceof ApiError)) return 'retry';
  if (isExpired(error)) return 'expired';
  if (isTooLargeResourceVersion(error)) return 'tooLarge';
  if (isUnauthorized(error) || isForbidden(error)) return 'denied';
  const { code = 0, reason = '' } = error.status;
  if (isNotFound(error) || code === 405) return 'missing';
  return busyCodes.includes(code) || busyReasons.includes(reason) ? 'throttled' : 'faulty';
}

const busyCodes = [429, 503, 504];
const busyReasons = ['TooManyRequests', 'ServiceUnavailable', 'Timeout', 'ServerTimeout'];

/** Whether a server says that it cannot send initial events over a watch, so that it must be listed. */
export function refusesStreaming(error: unknown): boolean {
  if (!(error instanceof ApiError)) return false;
  const { code } = error.status;
  return code === 400 || code === 405 || code === 422;
}
