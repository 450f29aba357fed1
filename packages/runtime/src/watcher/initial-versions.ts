// The versions of the objects of an initial state, while they come. Its own version, which comes last, must agree.

import {
  compareResourceVersions,
  DecodeError,
  type EncodedObject,
  isResourceVersion,
  type KubeObject,
  printable,
} from '@kube-rx/core';
import { isOfHistory, isOrdered } from './position.ts';

/** What is kept of an object: to keep all of it, its bytes would have to be copied, for each that is newer. */
type Named = Pick<EncodedObject, 'key' | 'resourceVersion'>;

export class InitialVersions {
  #newest: Named | undefined;
  // One that has no order with the newest.
  #odd: Named | undefined;

  /** A new initial state begins. */
  begin(): void {
    this.#newest = this.#odd = undefined;
  }

  /** The hot path of an initial state. */
  note<K extends KubeObject>(encoded: EncodedObject<K>): void {
    const { resourceVersion } = encoded;
    const seen = this.#newest?.resourceVersion;
    if (seen === resourceVersion) return;
    if (seen !== undefined && !(isResourceVersion(seen) && isResourceVersion(resourceVersion)))
      this.#odd ??= { key: encoded.key, resourceVersion };
    else if (seen === undefined || compareResourceVersions(resourceVersion, seen) > 0)
      this.#newest = { key: encoded.key, resourceVersion };
  }

  /** Objects that came together: bytes are compared, and of most objects no text is read. */
  noteAll<K extends KubeObject>(all: readonly EncodedObject<K>[]): void {
    let newest: EncodedObject<K> | undefined;
    for (const encoded of all) {
      const order = newest ? encoded.compareVersion(newest) : 1;
      if (order === undefined) this.note(encoded);
      else if (order > 0) newest = encoded;
    }
    if (newest) this.note(newest);
  }

  /** The newest version of an object. */
  get newest(): string | undefined {
    return this.#newest?.resourceVersion;
  }

  /** Why an initial state of this version cannot have these objects. */
  judge(resourceVersion: string): DecodeError | undefined {
    const newest = this.#newest;
    if (!newest || !isOrdered(resourceVersion)) return undefined;
    for (const each of [newest, this.#odd])
      if (each && !isOfHistory(each.resourceVersion, resourceVersion))
        return this.#violation(each, 'which has no order with that of the initial state,', resourceVersion);
    if (compareResourceVersions(newest.resourceVersion, resourceVersion) <= 0) return undefined;
    return this.#violation(newest, 'from after that of the initial state,', resourceVersion);
  }

  #violation({ key, resourceVersion }: Named, why: string, listed: string): DecodeError {
    return versionViolation(
      `${quoteKey(key)} bears the version ${quoteVersion(resourceVersion)}, ${why} ${quoteVersion(listed)}`,
    );
  }
}

/** What the server tells of versions contradicts itself. */
export function versionViolation(message: string): DecodeError {
  return new DecodeError(message, { fault: 'protocol' });
}

/** A version for a message. */
export function quoteVersion(resourceVersion: string): string {
  return /^\d{1,40}$/.test(resourceVersion) ? resourceVersion : `"${printable(resourceVersion, 40)}"`;
}

/** A key for a message. */
export function quoteKey(key: string): string {
  return printable(key, 320);
}
