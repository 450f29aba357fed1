// Waits until a store holds what its reader wrote.

import { compareResourceVersions, isResourceVersion, onAbort } from '@kube-rx/core';

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

  /** Resolves the waits for this version and for those before it. */
  reach(version: string): void {
    this.#version = version;
    if (this.#waiters.size === 0) return;
    for (const waiter of this.#waiters)
      if (isReached(waiter.version, version)) {
        this.#waiters.delete(waiter);
        waiter.resolve();
      }
  }

  /** As `reach`, but never back: deletions within a streamed initial state are told after its end. */
  reachForward(version: string): void {
    if (this.#version === undefined || !isReached(version, this.#version)) this.reach(version);
  }

  /** @throws the signal's reason. */
  async wait(version: string, signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted();
    if (this.#version !== undefined && isReached(version, this.#version)) return;
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const waiter: Waiter = { version, resolve: () => resolve(undefined) };
    const stopListening = onAbort(signal, waiter.resolve);
    this.#waiters.add(waiter);
    await promise;
    stopListening();
    if (this.#waiters.delete(waiter)) signal?.throwIfAborted();
  }
}

function isReached(wanted: string, version: string): boolean {
  if (!isResourceVersion(wanted) || !isResourceVersion(version)) return wanted === version;
  return compareResourceVersions(version, wanted) >= 0;
}
