// An object as the cache keeps it: its bytes, what one scan of them told, and the rest on demand. Nothing
// outside this room may assume how the object is encoded.

import {
  compareResourceVersions,
  type ExpectedType,
  isResourceVersion,
  type KubeObject,
  type ObjectMeta,
  objectKey,
} from '@kube-rx/core';
import { gaveUp } from '../json/json-scanner.ts';
import { objectScanner } from '../json/object-scanner.ts';
import { parseJson } from '../json/parse-json.ts';
import { cutPlace, kindPlace } from '../json/places.ts';
import { isText } from '../json/portable-scanner.ts';
import { hashKey } from '../memory/key-hash.ts';
import { ObjectBytes } from './object-bytes.ts';
import { ObjectPlaces } from './object-places.ts';
import { completeType, type RawObject, requireObject } from './raw-object.ts';

export type { ExpectedType } from '@kube-rx/core';
export { parseJson } from '../json/parse-json.ts';

export interface DecodeOptions {
  /** What the object must be; fills in the apiVersion and kind that items of a list come without. */
  readonly type?: ExpectedType | undefined;
  /** Whether to keep `metadata.managedFields`, often a third of the bytes. Default false. */
  readonly keepManagedFields?: boolean | undefined;
}

/** Remembers decoded objects for as long as it sees fit. */
export interface DecodedMemo {
  /** A number to remember an object by; each is given once. */
  reserve(): number;
  get(id: number): KubeObject | undefined;
  /** `byteLength`: of the object's JSON. */
  set(id: number, object: KubeObject, byteLength: number): void;
  delete(id: number): void;
}

const toUtf8 = new TextEncoder();
const noLabels: Readonly<Record<string, string>> = Object.freeze({});

/**
 * One object of the server's. `key`, `name`, `namespace`, `uid`, `resourceVersion` and `labels` are known without
 * decoding. Immutable; `object` gives the same identity each time, for an object of a store as long as its cache of
 * decoded objects has it.
 *
 * It is a view of bytes: kept for long, it pins the chunk that they came in, or what a store had beside them (up to
 * 1 MiB). `own` gives it bytes of its own.
 */
export class EncodedObject<K extends KubeObject = KubeObject> {
  /** What it was said to be when it was decoded. */
  readonly type: ExpectedType | undefined;
  #memo: DecodedMemo | undefined;
  #id: number = 0;
  #value: K | undefined;
  #key: string | undefined;
  #version: string | undefined;
  // Undefined where there is only a value.
  #json: ObjectBytes | undefined;
  // Whether nobody else has its array, nor anything beside it.
  #owned: boolean = false;
  // Whether the JSON holds managedFields perhaps that decoding has to drop.
  #strips: boolean = false;
  // Undefined where no scan was made, or none was possible.
  #places: ObjectPlaces | undefined;

  private constructor(type: ExpectedType | undefined) {
    this.type = type;
  }

  /**
   * Takes over a decoded value. `type` fills in apiVersion and kind where a list left them out.
   *
   * @throws DecodeError (`protocol`) without metadata, name or resourceVersion, where one of these, the
   * namespace or the uid is no string, or of another kind.
   */
  static from<K extends KubeObject>(value: unknown, type?: ExpectedType): EncodedObject<K> {
    const encoded = new EncodedObject<K>(type);
    encoded.#value = requireObject(value, type) as unknown as K;
    return encoded;
  }

  /**
   * Takes an object's bytes, without parsing where they are as servers write them.
   *
   * @throws DecodeError `malformed` where the bytes are no JSON, and as `from` does.
   */
  static decode<K extends KubeObject>(bytes: Uint8Array, options: DecodeOptions = {}): EncodedObject<K> {
    const encoded = EncodedObject.scan<K>(bytes, 0, bytes.length, options);
    if (encoded?.end === bytes.length) return encoded;
    return EncodedObject.parsed(bytes, options);
  }

  /** As `decode`, of bytes of which `scan` has said nothing. They are kept as they are. */
  static parsed<K extends KubeObject>(bytes: Uint8Array, options: DecodeOptions): EncodedObject<K> {
    const encoded = EncodedObject.fromParsed<K>(parseJson(bytes, 'an object from the server'), options);
    encoded.#json = new ObjectBytes(bytes, 0, bytes.length);
    encoded.#strips = !options.keepManagedFields;
    return encoded;
  }

  /** As `from`, without the managedFields. */
  static fromParsed<K extends KubeObject>(value: unknown, options: DecodeOptions): EncodedObject<K> {
    const object = requireObject(value, options.type);
    if (!options.keepManagedFields) delete object.metadata.managedFields;
    return EncodedObject.from(object, options.type);
  }

  /**
   * The object that begins at `at`, where it can be had without parsing; it ends at its `end`. Undefined says
   * nothing of the bytes: `decode` has to. Bytes with many objects are brought within reach by the caller.
   */
  static scan<K extends KubeObject>(
    bytes: Uint8Array,
    at: number,
    end: number,
    { type, keepManagedFields }: DecodeOptions,
  ): EncodedObject<K> | undefined {
    const scanner = objectScanner();
    const { found } = scanner;
    const objectEnd = scanner.scan(bytes, at, end);
    if (objectEnd === gaveUp || (type && !isOfKind(bytes, at, type))) return undefined;
    const encoded = new EncodedObject<K>(type);
    const cuts = !keepManagedFields && found[cutPlace] !== -1;
    const cutStart = cuts ? at + (found[cutPlace] as number) : objectEnd;
    const cutEnd = cuts ? at + (found[cutPlace + 1] as number) : objectEnd;
    encoded.#json = new ObjectBytes(bytes, at, objectEnd, cutStart, cutEnd);
    encoded.#places = ObjectPlaces.of(found, cutStart - at, cutEnd - at);
    return encoded;
  }

  /**
   * An object that lies in `bytes` as `copyTo` has put it there. With a `memo`, that remembers by `id` what it is
   * decoded to.
   */
  static at<K extends KubeObject>(
    bytes: Uint8Array,
    start: number,
    end: number,
    told: Pick<EncodedObject, 'type' | 'strips' | 'places'>,
    memo?: DecodedMemo,
    id: number = 0,
  ): EncodedObject<K> {
    const encoded = new EncodedObject<K>(told.type);
    encoded.#json = new ObjectBytes(bytes, start, end);
    encoded.#strips = told.strips;
    encoded.#places = told.places;
    encoded.#memo = memo;
    encoded.#id = id;
    return encoded;
  }

  /** `namespace/name`, or `name`. */
  get key(): string {
    this.#key ??= this.#readKey();
    return this.#key;
  }

  get resourceVersion(): string {
    this.#version ??=
      this.#json && this.#places
        ? this.#json.text(this.#places.versionStart, this.#places.versionEnd)
        : (this.object.metadata.resourceVersion ?? '');
    return this.#version;
  }

  get name(): string {
    if (!this.#json || !this.#places) return this.object.metadata.name;
    return this.#json.text(this.#places.nameStart, this.#places.nameEnd);
  }

  /** `''` for a cluster-scoped object. */
  get namespace(): string {
    if (!this.#json || !this.#places) return this.object.metadata.namespace ?? '';
    return this.#json.text(this.#places.namespaceStart, this.#places.namespaceEnd);
  }

  get uid(): string {
    if (!this.#json || !this.#places) return this.object.metadata.uid ?? '';
    return this.#json.text(this.#places.uidStart, this.#places.uidEnd);
  }

  /** Whether the other one is a state of the same object, and not of one recreated under its name. */
  isSameAs(other: EncodedObject<K>): boolean {
    const [a, b] = [this.#places, other.#places];
    if (!this.#json || !other.#json || !a || !b || a.uidStart === -1 || b.uidStart === -1)
      return this.uid === other.uid;
    return this.#json.hasSame(a.uidStart, a.uidEnd, other.#json, b.uidStart, b.uidEnd);
  }

  /**
   * As `compareResourceVersions`, of this one's version and the other's: 0 for the same. Undefined where two that
   * differ have no order.
   */
  compareVersion(other: EncodedObject<K>): number | undefined {
    const [a, b] = [this.#places, other.#places];
    if (this.#json && other.#json && a && b)
      return this.#json.compareNumber(
        a.versionStart,
        a.versionEnd,
        other.#json,
        b.versionStart,
        b.versionEnd,
      );
    const [mine, theirs] = [this.resourceVersion, other.resourceVersion];
    if (mine === theirs) return 0;
    if (!isResourceVersion(mine) || !isResourceVersion(theirs)) return undefined;
    return compareResourceVersions(mine, theirs);
  }

  /** Whether the other one has the same key. */
  hasKeyOf(other: EncodedObject<K>): boolean {
    const [mine, theirs] = [this.#json, other.#json];
    const [a, b] = [this.#places, other.#places];
    if (!mine || !theirs || !a || !b) return this.key === other.key;
    return (
      mine.hasSame(a.nameStart, a.nameEnd, theirs, b.nameStart, b.nameEnd) &&
      mine.hasSame(a.namespaceStart, a.namespaceEnd, theirs, b.namespaceStart, b.namespaceEnd)
    );
  }

  /** `hashKey` of the key. */
  get keyHash(): number {
    return this.#json && this.#places ? this.#json.keyHash(this.#places) : hashKey(this.key);
  }

  /** The decoded object. Shared by all readers: never write it. */
  get object(): K {
    return this.#value ?? this.#remembered ?? this.#decode();
  }

  /** The object's metadata; in a store, without decoding the rest. */
  get metadata(): ObjectMeta {
    const places = this.#places;
    // Of an object that nobody remembers, decoding the rest would be for nothing the next time.
    const object = this.#memo && places ? this.#remembered : this.object;
    if (object || !places) return (object ?? this.object).metadata;
    return this.#parse<ObjectMeta>(places.metadataStart, places.metadataEnd);
  }

  /** The object's labels, without decoding the rest. */
  get labels(): Readonly<Record<string, string>> {
    const places = this.#places;
    const object = places ? (this.#value ?? this.#remembered) : this.object;
    if (object || !places) return (object ?? this.object).metadata.labels ?? noLabels;
    if (places.labelsStart === -1) return noLabels;
    return (
      this.#parse<Readonly<Record<string, string>> | null>(places.labelsStart, places.labelsEnd) ?? noLabels
    );
  }

  /** Where it ended in the bytes that it was scanned from. */
  get end(): number {
    return this.#json?.end ?? 0;
  }

  /** How many bytes `copyTo` copies. */
  get byteLength(): number {
    return this.#bytes.length;
  }

  /** Where its parts stand in what `copyTo` copies; undefined where that is known by decoding only. */
  get places(): ObjectPlaces | undefined {
    this.#json ??= this.#encode();
    return this.#places;
  }

  /** Whether what `copyTo` copies may hold managedFields that decoding drops. */
  get strips(): boolean {
    return this.#strips;
  }

  /** What it was decoded to, if that is its own and not a memo's. */
  get value(): K | undefined {
    return this.#value;
  }

  /** Copies the object's JSON. */
  copyTo(bytes: Uint8Array, at: number): void {
    this.#bytes.copyTo(bytes, at);
  }

  /** Copies its bytes to where they are its own: it pins no other, and whoever lent them may have them back. */
  own(): this {
    if (!this.#json || this.#owned) return this;
    this.#json = this.#json.copy();
    this.#owned = true;
    return this;
  }

  /** It is about to be replaced or deleted: takes what it was decoded to from the memo, as its own from now on. */
  leave(): this {
    this.#value ??= this.#remembered;
    this.#memo?.delete(this.#id);
    this.#memo = undefined;
    return this;
  }

  /** One that has nothing but apiVersion, kind and metadata. */
  metadataOnly(): EncodedObject<K> {
    const { apiVersion, kind } = this.type ?? this.object;
    const places = this.#places;
    const metadata = places
      ? this.#parse<ObjectMeta>(places.metadataStart, places.metadataEnd)
      : this.object.metadata;
    return EncodedObject.from<K>({ apiVersion, kind, metadata }, this.type);
  }

  get #remembered(): K | undefined {
    // What is remembered for this is what it was decoded to.
    return this.#memo?.get(this.#id) as K | undefined;
  }

  #decode(): K {
    const { byteLength } = this;
    const object = this.#parse<K & RawObject>(0, byteLength);
    if (this.type) completeType(object, this.type);
    if (this.#strips) delete object.metadata.managedFields;
    if (this.#memo) this.#memo.set(this.#id, object, byteLength);
    else this.#value = object;
    return object;
  }

  #parse<T>(from: number, to: number): T {
    return parseJson(this.#bytes.part(from, to), 'an object from the server') as T;
  }

  get #bytes(): ObjectBytes {
    this.#json ??= this.#encode();
    return this.#json;
  }

  // Of a value that never had bytes, as one that a user's function made.
  #encode(): ObjectBytes {
    const bytes = toUtf8.encode(JSON.stringify(this.#value));
    const scanner = objectScanner();
    if (scanner.scan(bytes, 0, bytes.length) === bytes.length)
      this.#places = ObjectPlaces.of(scanner.found, bytes.length, bytes.length);
    return new ObjectBytes(bytes, 0, bytes.length);
  }

  #readKey(): string {
    if (this.#json && this.#places) return this.#json.key(this.#places);
    const { name, namespace } = this.object.metadata;
    return objectKey(name, namespace);
  }
}

// An object that says nothing of its kind, as items of a list, is what it has to be.
function isOfKind(bytes: Uint8Array, at: number, { kind }: ExpectedType): boolean {
  const { found } = objectScanner();
  const [start, end] = [found[kindPlace] as number, found[kindPlace + 1] as number];
  if (start === -1) return true;
  return end - start === kind.length + 2 && bytes[at + start] === 0x22 && isText(bytes, at + start + 1, kind);
}
