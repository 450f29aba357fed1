// An object as bytes, on the wire and in a store, and what can be read of it without decoding the whole.

import type { ExpectedType, KubeObject, ObjectMeta, OwnerReference } from '../resource/object.ts';

/**
 * One object, in any encoding. Immutable. All but `object` and `metadata` is usually known without decoding. `object`
 * gives the same identity each time; in a store, as long as the cache of decoded objects has it.
 *
 * It may be a view of a chunk or of a store's memory (up to 1 MiB), and keeps that in memory; `own` ends this.
 */
export interface EncodedObject<K extends KubeObject = KubeObject> {
  /** The type that its decoder expected. */
  readonly type: ExpectedType | undefined;
  /** `namespace/name`, or `name`. */
  readonly key: string;
  readonly name: string;
  /** `''` for a cluster-scoped object. */
  readonly namespace: string;
  readonly uid: string;
  readonly resourceVersion: string;
  readonly labels: Readonly<Record<string, string>>;
  /** `metadata.generation`, without decoding the rest. */
  readonly generation: number | undefined;
  /** The owner reference that says `controller: true`, without decoding the rest. */
  readonly controller: OwnerReference | undefined;
  /** In a store, decoded without the rest. */
  readonly metadata: ObjectMeta;
  /** The decoded object. Shared by all readers: never write to it. */
  readonly object: K;
  /** A 32-bit hash of the key, another one in each process: nobody can choose names of one hash. */
  readonly keyHash: number;
  readonly byteLength: number;

  /** An annotation, without decoding the rest. */
  annotation(name: string): string | undefined;
  /** Whether both are states of one object. One recreated under its name is another. */
  isSameAs(other: EncodedObject<K>): boolean;
  /** As `compareResourceVersions`. Undefined if the versions differ and have no order. */
  compareVersion(other: EncodedObject<K>): number | undefined;
  hasKeyOf(other: EncodedObject<K>): boolean;
  /**
   * The object as JSON in UTF-8, with apiVersion and kind, to be passed on unparsed. Always a copy: it is the caller's to
   * keep, whatever becomes of the event or the store. An object whose bytes are JSON is not decoded for it.
   */
  jsonBytes(): Uint8Array;
  /** Copies the bytes, so that it keeps no other memory alive and lent memory may be reused. */
  own(): this;
  /** To be called before it leaves its store: moves the decoded object from the cache into this one. */
  leave(): this;
  /** A copy with nothing but apiVersion, kind and metadata. */
  metadataOnly(): EncodedObject<K>;
  /** `value` in the same encoding. @throws DecodeError (`protocol`) if it is no object. */
  withObject(value: unknown): EncodedObject<K>;
}
