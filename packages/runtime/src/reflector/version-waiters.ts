// Waits until a store holds what its reader wrote.

import { compareResourceVersions, isResourceVersion } from '@kube-rx/core';

interface Waiter {
  readonly version: string;
  readonly resolve: () => void;
}

export class VersionWaiters {
  #version: string | undefined;
  readonly #waiters = new Set<Waiter>();

  /** The version up to which the server's changes are in; undefined before the first whole list. */
  get version(): string | undefined {
    return this.#version;
  }

  /** Whoever waits for this version, or one before it, goes on. */
  reach(version: string): void {
    this.#version = version;
    if (this.#waiters.size === 0) return;
    for (const waiter of this.#waiters)
      if (isReached(waiter.version, version)) {
        this.#waiters.delete(waiter);
        waiter.resolve();
      }
  }

  /** As `reach`, but never back: a deletion from within a streamed initial state is told after its end. */
  reachForward(version: string): void {
    if (this.#version === undefined || !isReached(version, this.#version)) this.reach(version);
  }

  /** @throws the signal's reason. */
  wait(version: string, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(reasonOf(signal));
        return;
      }
      if (this.#version !== undefined && isReached(version, this.#version)) {
        resolve();
        return;
      }
      const abort = (): void => {
        this.#waiters.delete(waiter);
        if (signal) reject(reasonOf(signal));
      };
      const waiter: Waiter = {
        version,
        resolve: () => {
          signal?.removeEventListener('abort', abort);
          resolve();
        },
      };
      signal?.addEventListener('abort', abort, { once: true });
      this.#waiters.add(waiter);
    });
  }
}

function isReached(wanted: string, version: string): boolean {
  if (!isResourceVersion(wanted) || !isResourceVersion(version)) return wanted === version;
  return compareResourceVersions(version, wanted) >= 0;
}

function reasonOf(signal: AbortSignal): Error {
  const reason: unknown = signal.reason;
  return reason instanceof Error ? reason : new DOMException('aborted', 'AbortError');
}
