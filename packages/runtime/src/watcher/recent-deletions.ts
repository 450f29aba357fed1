// The deletions that were told last, so that an older state of such an object, which comes late, is not taken for news.

import { compareResourceVersions, type EncodedObject } from '@kube-rx/core';

// A frame that is late by more deletions than this is told, and put right by the next initial state.
const remembered = 128;

/** Only for versions that have an order. */
export class RecentDeletions {
  readonly #keyHashes: number[] = [];
  readonly #versions: string[] = [];
  #next = 0;

  note({ keyHash, resourceVersion }: KeyedVersion): void {
    this.#keyHashes[this.#next] = keyHash;
    this.#versions[this.#next] = resourceVersion;
    this.#next = (this.#next + 1) % remembered;
  }

  /** Whether what has this key is known to have been deleted at this version or later. */
  has({ keyHash, resourceVersion }: KeyedVersion): boolean {
    return this.#versions.some(
      (version, place) =>
        this.#keyHashes[place] === keyHash && compareResourceVersions(version, resourceVersion) >= 0,
    );
  }

  clear(): void {
    this.#keyHashes.length = this.#versions.length = this.#next = 0;
  }
}

type KeyedVersion = Pick<EncodedObject, 'keyHash' | 'resourceVersion'>;
