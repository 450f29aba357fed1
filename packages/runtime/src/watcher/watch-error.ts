// Trouble that is no error of the server or the network by itself: the watcher concludes it.

import { DecodeError, type EncodedObject, KubeError } from '@kube-rx/core';

/** In the `error` of an `Interrupted` event: what was concluded, and from what. */
export class WatchError extends KubeError {
  override readonly name = 'WatchError';
  readonly verdict: 'damped' | 'silent' | 'regressed';

  constructor(verdict: 'damped' | 'silent' | 'regressed', message: string) {
    super(message);
    this.verdict = verdict;
  }
}

/** The server ends watches as soon as they begin. */
export function dampedError(): WatchError {
  return new WatchError('damped', 'the server ends each watch at once, without an error');
}

/** An open watch without a byte. */
export function silenceError(idleMs: number): WatchError {
  return new WatchError(
    'silent',
    `nothing came for ${Math.round(idleMs / 1000)} s: the connection is taken for dead`,
  );
}

/** How much of what the consumer holds an initial state does not have. */
export interface Doubt {
  readonly missing: number;
  readonly held: number;
}

/** A list without most of what was there. */
export function massDeletionError({ missing, held }: Doubt): WatchError {
  return new WatchError(
    'regressed',
    `the server listed all but ${missing} of ${held} objects: they were deleted at once, or the answer is wrong`,
  );
}

/** A list from before what was seen. */
export function regressionError(listed: string, seen: string | undefined): WatchError {
  return new WatchError(
    'regressed',
    `the server listed version ${listed} after ${seen ?? 'none'}: its history went back, or the answer is stale`,
  );
}

/** A watch that should have sent what exists, and never said that it was done. */
export function noEndMarkError(): WatchError {
  return new WatchError(
    'damped',
    'the server does not tell the end of the initial events (sendInitialEvents)',
  );
}

/** A deletion that does not say when it was, but when the object last changed: some aggregated servers. */
export function oldDeletionError({
  key,
  resourceVersion,
}: Pick<EncodedObject, 'key' | 'resourceVersion'>): DecodeError {
  return new DecodeError(
    `the deletion of ${key} bears version ${resourceVersion}, from before what was seen`,
    {
      fault: 'protocol',
    },
  );
}

/** A list that would go on for ever. */
export function repeatedPageError(): DecodeError {
  return new DecodeError(
    'a page of the list is followed by itself: its continue token is the one asked for',
    {
      fault: 'protocol',
    },
  );
}
