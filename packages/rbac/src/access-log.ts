// What was asked for, each access once, in bounded memory.

import { InvalidRequestError } from '@kube-rx/core';
import { type Access, accessKey, byText, collectionKey } from './access.ts';

/** Options of `AccessLog`. */
export interface AccessLogOptions {
  /** Accesses that are kept; one more is counted and left out. Default 10,000. */
  readonly maxAccesses?: number;
}

// Names of objects that come and go say nothing; those that a role may name are few.
const mostNames = 100;
const mostCharacters = 1000;

/**
 * Keeps what a program asked for: each access once, of one collection at most 100 names. Of a collection with more it
 * keeps one access without a name as well, which is for any.
 *
 * @example
 * const log = new AccessLog();
 * log.add({ verb: 'list', group: '', resource: 'pods' });
 * log.accesses; // [{ verb: 'list', group: '', resource: 'pods' }]
 */
export class AccessLog {
  readonly #max: number;
  readonly #accesses = new Map<string, Access>();
  /** By collection. */
  readonly #names = new Map<string, number>();
  #dropped = 0;

  /** @throws InvalidRequestError for an option that cannot be. */
  constructor({ maxAccesses = 10_000 }: AccessLogOptions = {}) {
    if (!(maxAccesses >= 1))
      throw new InvalidRequestError(`access log: maxAccesses must be at least 1, not ${maxAccesses}`);
    this.#max = maxAccesses;
  }

  /** Does nothing where it is known. */
  add(access: Access): void {
    const key = accessKey(access);
    if (this.#accesses.has(key)) return;
    if (this.#accesses.size >= this.#max || key.length > mostCharacters) {
      this.#dropped += 1;
      return;
    }
    const { name, ...any } = access;
    if (name !== undefined) {
      const collection = collectionKey(access);
      const names = this.#names.get(collection) ?? 0;
      if (names >= mostNames) {
        // No list of names would be whole, so what was asked for is any.
        this.add(any);
        return;
      }
      this.#names.set(collection, names + 1);
    }
    this.#accesses.set(key, access);
  }

  /** In an order that does not depend on when they came. */
  get accesses(): readonly Access[] {
    return [...this.#accesses].sort(([a], [b]) => byText(a, b)).map(([, access]) => access);
  }

  /** How many were left out, names beyond the first 100 apart. More than 0: what is known is not all. */
  get dropped(): number {
    return this.#dropped;
  }
}
