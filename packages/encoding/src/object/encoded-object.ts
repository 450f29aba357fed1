// An object as the cache keeps it. Nothing outside of this package may assume how it is encoded.

import type { ExpectedType, KubeObject, ObjectMeta, OwnerReference } from '@kube-rx/core';

/**
 * One object of the server's. `key`, `name`, `namespace`, `uid`, `resourceVersion`, `labels` and `controller` are known
 * without decoding. Immutable; `object` gives the same identity each time, for an object of a store as long as its cache
 * of decoded objects has it.
 *
 * It is a view of bytes: kept for long, it pins the chunk that they came in, or what a store had beside them (up to
 * 1 MiB). `own` gives it bytes of its own.
 */
export interface EncodedObject<K extends KubeObject = KubeObject> {
  /** What it was said to be when it was decoded. */
  readonly type: ExpectedType | undefined;
  /** `namespace/name`, or `name`. */
  readonly key: string;
  readonly name: string;
  /** `''` for a cluster-scoped object. */
  readonly namespace: string;
  readonly uid: string;
  readonly resourceVersion: string;
  /** The object's labels, without decoding the rest. */
  readonly labels: Readonly<Record<string, string>>;
  /** The owner reference that says `controller: true`, without decoding the rest. */
  readonly controller: OwnerReference | undefined;
  /** The object's metadata; in a store, without decoding the rest. */
  readonly metadata: ObjectMeta;
  /** The decoded object. Shared by all readers: never write it. */
  readonly object: K;
  /** `hashKey` of the key. */
  readonly keyHash: number;
  /** Bytes of its JSON. */
  readonly byteLength: number;

  /** Whether the other one is a state of the same object, and not of one recreated under its name. */
  isSameAs(other: EncodedObject<K>): boolean;
  /**
   * As `compareResourceVersions`, of this one's version and the other's: 0 for the same. Undefined where two that
   * differ have no order.
   */
  compareVersion(other: EncodedObject<K>): number | undefined;
  /** Whether the other one has the same key. */
  hasKeyOf(other: EncodedObject<K>): boolean;
  /** Copies its bytes to where they are its own: it pins no other, and whoever lent them may have them back. */
  own(): this;
  /** It is about to be replaced or deleted: takes what it was decoded to from the memo, as its own from now on. */
  leave(): this;
  /** One that has nothing but apiVersion, kind and metadata. */
  metadataOnly(): EncodedObject<K>;
}
