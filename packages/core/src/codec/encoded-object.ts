// An object as it travels and as a store keeps it: its bytes, and what is known of them without decoding the whole.

import type { ExpectedType } from '../resource/expected-type.ts';
import type { KubeObject, ObjectMeta, OwnerReference } from '../resource/object.ts';

/**
 * One object of the server's, in any encoding. Immutable. Everything but `object` and `metadata` is usually known
 * without decoding. `object` gives the same identity each time; for an object of a store, as long as the cache of
 * decoded objects has it.
 *
 * It may be a view of the chunk that it came in, or of a store's memory (up to 1 MiB), and keeps that in memory. `own`
 * gives it bytes of its own.
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
  /** The decoded object. Shared by all readers: never write to it. */
  readonly object: K;
  /** 32 bits that depend on the key alone, different in each process: against hash flooding. */
  readonly keyHash: number;
  /** How many bytes it is encoded in. */
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
  /** One of the same encoding that holds `value`. @throws DecodeError (`protocol`) where that is no object. */
  withObject(value: unknown): EncodedObject<K>;
}
