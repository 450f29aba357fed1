// Waits until a store holds what its reader wrote.

import { compareResourceVersions, isResourceVersion, onAbort } from '@kube-rx/core';

/** How far a store is, and waits until it is further. */
export interface Versions {
  /** The version up to which the server's changes are in; undefined before the first whole list. */
  readonly version: string | undefined;
  /** @throws the signal's reason. */
  wait(version: string, signal: AbortSignal | undefined, namespace?: string): Promise<void>;
}

export class VersionWaiters implements Versions {
  #version: string | undefined;
  #isOver = false;
  // What resolves a wait, and the version that it waits for.
  readonly #waits = new Map<() => void, string>();

  /** The version up to which the server's changes are in; undefined before the first whole list. */
  get version(): string | undefined {
    return this.#version;
  }

  /** Whether the changes up to this version are in, or none will come any more. */
  hasReached(version: string): boolean {
    return this.#isOver || (this.#version !== undefined && isReached(version, this.#version));
  }

  /** No change is expected any more: resolves every wait, also those to come. */
  end(): void {
    this.#isOver = true;
    const waits = [...this.#waits.keys()];
    this.#waits.clear();
    for (const resolve of waits) resolve();
  }

  /** Resolves the waits for this version and for those before it. */
  reach(version: string): void {
    this.#version = version;
    if (this.#waits.size === 0) return;
    for (const [resolve, wanted] of this.#waits)
      if (isReached(wanted, version)) {
        this.#waits.delete(resolve);
        resolve();
      }
  }

  /** As `reach`, but never back: changes may come late, and deletions within a streamed initial state after its end. */
  reachForward(version: string): void {
    if (this.#version === undefined || !isReached(version, this.#version)) this.reach(version);
  }

  /** @throws the signal's reason. */
  async wait(version: string, signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted();
    if (this.hasReached(version)) return;
    const { promise, resolve }: PromiseWithResolvers<void> = Promise.withResolvers();
    const stopListening = onAbort(signal, resolve);
    this.#waits.set(resolve, version);
    await promise;
    stopListening();
    if (this.#waits.delete(resolve)) signal?.throwIfAborted();
  }
}

// Whether versions have an order is asked last: of many waits, few are reached.
function isReached(wanted: string, version: string): boolean {
  if (wanted === version) return true;
  return (
    compareResourceVersions(version, wanted) > 0 && isResourceVersion(wanted) && isResourceVersion(version)
  );
}
