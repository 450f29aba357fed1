// Trouble that the watcher infers, as opposed to errors of the server or the network.

import { DecodeError, type EncodedObject, KubeError } from '@kube-rx/core';

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
  readonly verdict: 'damped' | 'silent' | 'regressed';
  /** Of a list that would delete most objects: how many. Absent for other trouble. */
  readonly doubt?: Doubt;

  constructor(verdict: 'damped' | 'silent' | 'regressed', message: string, doubt?: Doubt) {
    super(message);
    this.verdict = verdict;
    if (doubt) this.doubt = doubt;
  }
}

/** The server ends watches as soon as they begin. */
export function dampedError(): WatchError {
  return new WatchError('damped', 'the server ends each watch at once, without an error');
}

/** No byte came over an open watch for too long. */
export function silenceError(idleMs: number): WatchError {
  return new WatchError(
    'silent',
    `nothing came for ${Math.round(idleMs / 1000)} s: the connection is taken for dead`,
  );
}

/** How many of the consumer's objects an initial state lacks. */
export interface Doubt {
  readonly missing: number;
  readonly held: number;
}

/** A list lacks most of the consumer's objects. */
export function massDeletionError(doubt: Doubt): WatchError {
  const { missing, held } = doubt;
  return new WatchError(
    'regressed',
    `the server listed all but ${missing} of ${held} objects: they were deleted at once, or the answer is wrong`,
    doubt,
  );
}

/** A list is older than what was seen. */
export function regressionError(listed: string, seen: string | undefined): WatchError {
  return new WatchError(
    'regressed',
    `the server listed version ${listed} after ${seen ?? 'none'}: its history went back, or the answer is stale`,
  );
}

/** A watch with initial events never sent their end mark. */
export function noEndMarkError(): WatchError {
  return new WatchError(
    'damped',
    'the server does not tell the end of the initial events (sendInitialEvents)',
  );
}

/** A deletion bears the version of the object's last change: some aggregated servers do that. */
export function oldDeletionError({
  key,
  resourceVersion,
}: Pick<EncodedObject, 'key' | 'resourceVersion'>): DecodeError {
  return new DecodeError(
    `the deletion of ${key} bears version ${resourceVersion}, from before what was seen`,
    { fault: 'protocol' },
  );
}

/** A list would never end: a page is followed by itself. */
export function repeatedPageError(): DecodeError {
  return new DecodeError(
    'a page of the list is followed by itself: its continue token is the one asked for',
    { fault: 'protocol' },
  );
}
