// Trouble that the watcher infers, as opposed to errors of the server or the network.

import { KubeError } from '@kube-rx/core';

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

/** How many of the consumer's objects an initial state lacks. */
export interface Doubt {
  readonly missing: number;
  readonly held: number;
}

/** The server ends watches as soon as they begin. */
export function dampedError(): WatchError {
  return new WatchError('damped', 'the server ends each watch at once, without an error');
}
