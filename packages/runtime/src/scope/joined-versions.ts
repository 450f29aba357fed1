// How far a store is that several watches feed: as far as the one that is furthest behind.

import { InvalidRequestError } from '@kube-rx/core';
import { type Versions, VersionWaiters } from '../reflector/version-waiters.ts';
import { older } from './scope-status.ts';

export class JoinedVersions implements Versions {
  /** By namespace; `''` for all of them. */
  readonly #parts = new Map<string, VersionWaiters>();
  // Reaches no version: for waits while it is not known which namespaces there are.
  #pending = new VersionWaiters();
  #isPending = true;
  #isReady = false;

  join(namespace: string): VersionWaiters {
    const versions = new VersionWaiters();
    this.#parts.set(namespace, versions);
    return versions;
  }

  leave(namespace: string): void {
    const versions = this.#parts.get(namespace);
    this.#parts.delete(namespace);
    versions?.end();
  }

  /** Whether it is known which namespaces there are. */
  settle(isKnown: boolean): void {
    if (isKnown) this.#pending.end();
    else if (!this.#isPending) this.#pending = new VersionWaiters();
    this.#isPending = !isKnown;
  }

  /** Whether `becomeReady` has said so. */
  get isReady(): boolean {
    return this.#isReady;
  }

  /** Whether every namespace has been listed once. Stays true, whatever joins later. Not to be asked amid a change. */
  becomeReady(): boolean {
    const parts = [...this.#parts.values()];
    this.#isReady ||= !this.#isPending && parts.every(({ version }) => version !== undefined);
    return this.#isReady;
  }

  /** `''` where there is no namespace. */
  get version(): string | undefined {
    if (!this.#isReady) return undefined;
    const versions = Array.from(this.#parts.values(), ({ version }) => version ?? []).flat();
    return versions.length > 0 ? versions.reduce(older) : '';
  }

  /** @throws InvalidRequestError for a namespace that is not held. */
  async wait(version: string, signal: AbortSignal | undefined, namespace?: string): Promise<void> {
    for (;;) {
      signal?.throwIfAborted();
      const lagging = this.#lagging(version, namespace);
      if (!lagging) return;
      await lagging.wait(version, signal);
    }
  }

  #lagging(version: string, namespace: string | undefined): VersionWaiters | undefined {
    if (this.#isPending) return this.#pending;
    const part = namespace === undefined ? undefined : (this.#parts.get(namespace) ?? this.#parts.get(''));
    if (namespace !== undefined && !part)
      throw new InvalidRequestError(`store: the namespace ${JSON.stringify(namespace)} is not held`);
    const waited = part ? [part] : [...this.#parts.values()];
    return waited.find((one) => !one.hasReached(version));
  }
}
