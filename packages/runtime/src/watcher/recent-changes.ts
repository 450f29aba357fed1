// What was told last: where the consumer holds its objects, of deletions, of which it keeps nothing; else of all changes.
// By this, what comes late is known to have been told, or to be from before what was.

import {
  compareResourceVersions,
  type EncodedObject,
  type KubeObject,
  type ObjectEvent,
} from '@kube-rx/core';

// What is late by more changes than this is put right by the next initial state.
const remembered = 128;

/** The newest change that is remembered of a key, seen from another one. */
export interface RecentChange {
  readonly resourceVersion: string;
  /** Above 0 if it is newer than the other one. */
  readonly order: number;
  readonly isDeletion: boolean;
}

/** Only for versions that have an order. Takes no memory for each change: it is noted on the hot path. */
export class RecentChanges {
  readonly #keyHashes: number[] = [];
  readonly #versions: string[] = [];
  readonly #deletions: boolean[] = [];
  #next = 0;

  note<K extends KubeObject>({ type, encoded }: ObjectEvent<K>): void {
    const place = this.#next;
    this.#keyHashes[place] = encoded.keyHash;
    this.#versions[place] = encoded.resourceVersion;
    this.#deletions[place] = type === 'DELETED';
    this.#next = (place + 1) % remembered;
  }

  newest({
    keyHash,
    resourceVersion,
  }: Pick<EncodedObject, 'keyHash' | 'resourceVersion'>): RecentChange | undefined {
    let newest: RecentChange | undefined;
    for (const [place, version] of this.#versions.entries()) {
      if (this.#keyHashes[place] !== keyHash) continue;
      const isDeletion = this.#deletions[place] === true;
      const ahead = newest ? compareResourceVersions(version, newest.resourceVersion) : 1;
      if (ahead > 0 || (ahead === 0 && isDeletion))
        newest = {
          resourceVersion: version,
          order: compareResourceVersions(version, resourceVersion),
          isDeletion,
        };
    }
    return newest;
  }

  /** Whether what has this key is known to have been deleted at this version or later. */
  hasDeletion(encoded: Pick<EncodedObject, 'keyHash' | 'resourceVersion'>): boolean {
    return this.#versions.some(
      (version, place) =>
        this.#deletions[place] === true &&
        this.#keyHashes[place] === encoded.keyHash &&
        compareResourceVersions(version, encoded.resourceVersion) >= 0,
    );
  }

  clear(): void {
    this.#keyHashes.length = this.#versions.length = this.#deletions.length = this.#next = 0;
  }
}
