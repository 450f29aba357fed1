// Writes that somebody else was faster than, once more. The one who calls owns these retries: only it knows how to make
// its write anew.
// https://github.com/kubernetes/client-go/blob/v0.36.3/util/retry/util.go

import {
  type Clock,
  InvalidRequestError,
  isConflict,
  type KubeObject,
  type NewObject,
  sleep,
  systemClock,
} from '@kube-rx/core';
import type { RequestOptions } from '../client.ts';

/** How often, and after which delays, a write is made again. */
export interface ConflictBackoff {
  /** How often it is made at most, the first time included. */
  readonly attempts: number;
  /** The delay before the second attempt, in ms. */
  readonly delayMs: number;
  /** By which each delay is longer than the one before. */
  readonly factor: number;
  /** Which part of a delay is added to it at most, by chance. */
  readonly jitter: number;
}

/** For an object that several programs change now and then. */
export const defaultRetry: ConflictBackoff = { attempts: 5, delayMs: 10, factor: 1, jitter: 0.1 };

/** For an object that a controller is busy with. */
export const defaultBackoff: ConflictBackoff = { attempts: 4, delayMs: 10, factor: 5, jitter: 0.1 };

export interface RetryOnConflictOptions extends Partial<ConflictBackoff> {
  /** Ends the waiting. To end `run` as well, give it the same signal. */
  readonly signal?: AbortSignal | undefined;
  /** Default: the machine's own time. */
  readonly clock?: Clock;
  /** A number in [0, 1) for each delay. Default `Math.random`. */
  readonly random?: () => number;
}

/**
 * Calls `run` again where it fails with a conflict (409 `Conflict`, not `AlreadyExists`): by default up to five times, as
 * `defaultRetry` says. `run` has to read the object anew each time.
 *
 * @throws what `run` threw last.
 * @example
 * await retryOnConflict(async () => {
 *   const pod = await pods.get('web-0', { signal });
 *   await pods.replace('web-0', withLabels(pod, { tier: 'front' }), { signal });
 * }, { ...defaultBackoff, signal });
 */
export async function retryOnConflict<T>(
  run: () => Promise<T>,
  options: RetryOnConflictOptions = {},
): Promise<T> {
  return retryWhere(isConflict, run, options);
}

/** As `retryOnConflict`, where `isRetried` says so of what was thrown. */
export async function retryWhere<T>(
  isRetried: (error: unknown) => boolean,
  run: () => Promise<T>,
  options: RetryOnConflictOptions,
): Promise<T> {
  // Not by a spread: an option may be there and undefined.
  const { attempts = defaultRetry.attempts, delayMs = defaultRetry.delayMs } = options;
  const { factor = defaultRetry.factor, jitter = defaultRetry.jitter } = options;
  const { signal, clock = systemClock, random = Math.random } = options;
  for (let attempt = 1; ; attempt += 1) {
    signal?.throwIfAborted();
    try {
      return await run();
    } catch (error) {
      if (!(attempt < attempts && isRetried(error))) throw error;
    }
    await sleep(clock, delayMs * factor ** (attempt - 1) * (1 + jitter * random()), signal);
  }
}

/** Makes the object that shall be of the one that is, which it must not write to. */
export type ObjectChange<K extends KubeObject> = (object: K) => NewObject<K> | Promise<NewObject<K>>;

export type ModifyOptions = RequestOptions & RetryOnConflictOptions;

/** How the object is read and written. */
interface ObjectAccess<K extends KubeObject> {
  get(): Promise<K>;
  replace(object: NewObject<K>): Promise<K>;
}

// Who writes to the argument and returns nothing would otherwise learn nothing of it.
function requireObject(changed: unknown): void {
  if (typeof changed === 'object' && changed !== null) return;
  throw new InvalidRequestError(
    `modify: the change gave ${changed === null ? 'null' : typeof changed} back: it must give the object that shall be, or its argument`,
  );
}

/** Replaces an object by what `change` makes of it, and starts over at a conflict. */
export async function modify<K extends KubeObject>(
  access: ObjectAccess<K>,
  change: ObjectChange<K>,
  options: RetryOnConflictOptions,
): Promise<K> {
  return retryOnConflict(async () => {
    const object = await access.get();
    const changed = await change(object);
    if (changed === object) return object;
    requireObject(changed);
    // Without a version, the server would overwrite whatever is there.
    const { resourceVersion } = object.metadata;
    const metadata = { ...changed.metadata, ...(resourceVersion !== undefined && { resourceVersion }) };
    return access.replace({ ...changed, metadata });
  }, options);
}
