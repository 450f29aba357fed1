// Where the consumer's view stands: its version, and whether a version may follow it.

import { compareResourceVersions, isResourceVersion } from '@kube-rx/core';

export class Position {
  #resourceVersion: string | undefined;
  // False for the versions of some aggregated servers, which have no order: only repetitions are detected then.
  #ordered = false;
  #epoch = 0;

  /** The newest version told; undefined before the first whole list. */
  get resourceVersion(): string | undefined {
    return this.#resourceVersion;
  }

  get synced(): boolean {
    return this.#resourceVersion !== undefined;
  }

  get epoch(): number {
    return this.#epoch;
  }

  /** Moves on to the version of a frame. False where the frame says nothing new, and nothing changes. */
  advance(resourceVersion: string): boolean {
    const seen = this.#resourceVersion;
    if (seen === resourceVersion) return false;
    if (seen !== undefined && this.#ordered && compareResourceVersions(resourceVersion, seen) < 0)
      return false;
    this.#resourceVersion = resourceVersion;
    return true;
  }

  /** Whether a version is from before the view, as far as versions can be ordered. */
  isBefore(resourceVersion: string): boolean {
    const seen = this.#resourceVersion;
    if (seen === undefined || !this.#ordered || !isResourceVersion(resourceVersion)) return false;
    return compareResourceVersions(resourceVersion, seen) < 0;
  }

  /** Moves to the version of a whole list. If that is older than the view, a new epoch begins. */
  restart(resourceVersion: string): void {
    if (this.isBefore(resourceVersion)) this.#epoch += 1;
    this.#resourceVersion = resourceVersion;
    this.#ordered = isResourceVersion(resourceVersion);
  }
}
