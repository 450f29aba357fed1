// What a store tells of one object.

import type { EncodedObject, KubeObject } from '@kube-rx/core';

/** `updated` keeps the uid; an object that was recreated under its name is `deleted`, then `added`. */
export type ChangeType = 'added' | 'updated' | 'deleted';

/**
 * @example
 * reflector(pods).changes$.subscribe(({ type, key, object }) => console.log(type, key, object.status?.phase));
 */
export class Change<K extends KubeObject = KubeObject> {
  readonly type: ChangeType;
  readonly encoded: EncodedObject<K>;
  readonly #previous: EncodedObject<K> | undefined;
  #finalStateUnknown = false;
  #leftScope = false;

  constructor(type: ChangeType, encoded: EncodedObject<K>, previous?: EncodedObject<K>) {
    this.type = type;
    this.encoded = encoded;
    this.#previous = previous;
  }

  /** A deletion that the watch did not see; `lastKnown` is the last state that it told. */
  static unseenDeletion<K extends KubeObject>(
    lastKnown: EncodedObject<K>,
    previous?: EncodedObject<K>,
  ): Change<K> {
    const change = new Change('deleted', lastKnown, previous);
    change.#finalStateUnknown = true;
    return change;
  }

  /** An object of a namespace that the cache no longer holds. */
  static leftScope<K extends KubeObject>(lastKnown: EncodedObject<K>): Change<K> {
    const change = Change.unseenDeletion(lastKnown, lastKnown);
    change.#leftScope = true;
    return change;
  }

  /**
   * True for the deletion of an object whose namespace left the cache: the object may live on in the cluster. Its
   * `finalStateUnknown` is true as well.
   */
  get leftScope(): boolean {
    return this.#leftScope;
  }

  /** True for a deletion that was not seen: `object` is then the last state known, not the last there was. */
  get finalStateUnknown(): boolean {
    return this.#finalStateUnknown;
  }

  /** `namespace/name`, or `name`. */
  get key(): string {
    return this.encoded.key;
  }

  /** As it is now; for a deletion, as it was last. Decoded when first read. */
  get object(): K {
    return this.encoded.object;
  }

  /** What `previous` is decoded from. */
  get encodedPrevious(): EncodedObject<K> | undefined {
    return this.#previous;
  }

  /** As the store held it before; undefined for `added`. */
  get previous(): K | undefined {
    return this.#previous?.object;
  }
}

/** Each object as `added`. May be iterated more than once. */
export function addedChanges<K extends KubeObject>(objects: Iterable<EncodedObject<K>>): Iterable<Change<K>> {
  return {
    *[Symbol.iterator]() {
      for (const encoded of objects) yield new Change('added', encoded);
    },
  };
}
