// An object as the cache keeps it: its bytes, what one scan of them told, and the rest on demand. Nothing
// outside this room may assume how the object is encoded.

import type { KubeObject, ObjectMeta } from '../resource/object.ts';
import { objectKey } from '../resource/object.ts';
import { copyBytes } from './copy-bytes.ts';
import type { ExpectedType } from './expected-type.ts';
import { forget, reach, reaches } from './fast-skip.ts';
import { gaveUp } from './json-scanner.ts';
import { hashKey, hashKeyParts } from './key-hash.ts';
import { ObjectPlaces } from './object-places.ts';
import { ObjectScan } from './object-scan.ts';
import { parseJson } from './parse-json.ts';
import { completeType, type RawObject, requireObject } from './raw-object.ts';

export type { ExpectedType } from './expected-type.ts';
export { parseJson } from './parse-json.ts';

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

const scan = new ObjectScan();
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const toUtf8 = new TextEncoder();
const noBytes = new Uint8Array(0);
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
  // The bytes, and in them the object and what is cut out of it; empty where there is only a value.
  #bytes: Uint8Array = noBytes;
  #start: number = 0;
  #end: number = 0;
  #cutStart: number = 0;
  #cutEnd: number = 0;
  // Whether nobody else has the bytes, nor any beside them.
  #owned: boolean = false;
  // Whether the bytes hold managedFields perhaps that decoding has to drop.
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
    return EncodedObject.#parsed(bytes, options);
  }

  // Of bytes that say what no server does, but JSON.parse understands: they are kept as they are.
  static #parsed<K extends KubeObject>(bytes: Uint8Array, options: DecodeOptions): EncodedObject<K> {
    const encoded = EncodedObject.fromParsed<K>(parseJson(bytes, 'an object from the server'), options);
    encoded.#bytes = bytes;
    encoded.#end = encoded.#cutStart = encoded.#cutEnd = bytes.length;
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
    const reached = reaches(bytes, at);
    if (!reached) reach(bytes, at, end);
    const objectEnd = scan.run(bytes, at, end, type);
    if (!reached) forget();
    if (objectEnd === gaveUp) return undefined;
    const encoded = new EncodedObject<K>(type);
    encoded.#place(bytes, at, objectEnd, keepManagedFields === true);
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
    encoded.#bytes = bytes;
    encoded.#start = start;
    encoded.#end = encoded.#cutStart = encoded.#cutEnd = end;
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
    const places = this.#places;
    this.#version ??= places
      ? this.#text(places.versionStart, places.versionEnd)
      : (this.object.metadata.resourceVersion ?? '');
    return this.#version;
  }

  get name(): string {
    const places = this.#places;
    return places ? this.#text(places.nameStart, places.nameEnd) : this.object.metadata.name;
  }

  /** `''` for a cluster-scoped object. */
  get namespace(): string {
    const places = this.#places;
    if (!places) return this.object.metadata.namespace ?? '';
    return places.namespaceStart === -1 ? '' : this.#text(places.namespaceStart, places.namespaceEnd);
  }

  get uid(): string {
    const places = this.#places;
    if (!places) return this.object.metadata.uid ?? '';
    return places.uidStart === -1 ? '' : this.#text(places.uidStart, places.uidEnd);
  }

  /** Whether the other one is a state of the same object, and not of one recreated under its name. */
  isSameAs(other: EncodedObject<K>): boolean {
    const mine = this.#places;
    const theirs = other.#places;
    if (!mine || !theirs || mine.uidStart === -1 || theirs.uidStart === -1) return this.uid === other.uid;
    const length = mine.uidEnd - mine.uidStart;
    return (
      length === theirs.uidEnd - theirs.uidStart &&
      this.#hasSame(mine.uidStart, other, theirs.uidStart, length)
    );
  }

  /** Whether the other one has the same key. */
  hasKeyOf(other: EncodedObject<K>): boolean {
    const mine = this.#places;
    const theirs = other.#places;
    if (!mine || !theirs) return this.key === other.key;
    const name = mine.nameEnd - mine.nameStart;
    const namespace = mine.namespaceEnd - mine.namespaceStart;
    return (
      name === theirs.nameEnd - theirs.nameStart &&
      namespace === theirs.namespaceEnd - theirs.namespaceStart &&
      this.#hasSame(mine.nameStart, other, theirs.nameStart, name) &&
      this.#hasSame(mine.namespaceStart, other, theirs.namespaceStart, namespace)
    );
  }

  /** `hashKey` of the key. */
  get keyHash(): number {
    const places = this.#places;
    if (!places) return hashKey(this.key);
    return hashKeyParts(
      this.#bytes,
      this.#placeOf(places.namespaceStart),
      this.#placeOf(places.namespaceEnd),
      this.#placeOf(places.nameStart),
      this.#placeOf(places.nameEnd),
    );
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
    return this.#end;
  }

  /** How many bytes `copyTo` copies. */
  get byteLength(): number {
    if (this.#bytes === noBytes) this.#encode();
    return this.#end - this.#start - (this.#cutEnd - this.#cutStart);
  }

  /** Where its parts stand in what `copyTo` copies; undefined where that is known by decoding only. */
  get places(): ObjectPlaces | undefined {
    if (this.#bytes === noBytes) this.#encode();
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
    const end = at + this.byteLength;
    if (end > bytes.length) throw new RangeError(`${end - at} bytes do not fit at ${at} of ${bytes.length}`);
    copyBytes(this.#bytes, this.#start, this.#cutStart, bytes, at);
    copyBytes(this.#bytes, this.#cutEnd, this.#end, bytes, at + this.#cutStart - this.#start);
  }

  /** Copies its bytes to where they are its own: it pins no other, and whoever lent them may have them back. */
  own(): this {
    if (this.#bytes === noBytes || this.#owned) return this;
    const bytes = new Uint8Array(this.byteLength);
    this.copyTo(bytes, 0);
    this.#bytes = bytes;
    this.#start = 0;
    this.#end = this.#cutStart = this.#cutEnd = bytes.length;
    this.#owned = true;
    return this;
  }

  /** Takes what it was decoded to from the memo; it is its own from now on. */
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
    return parseJson(this.#part(from, to), `an object from the server`) as T;
  }

  // Where they stand: this is asked for every event.
  #hasSame(from: number, other: EncodedObject<K>, otherFrom: number, length: number): boolean {
    const mine = this.#placeOf(from);
    const theirs = other.#placeOf(otherFrom);
    for (let at = 0; at < length; at += 1)
      if (this.#bytes[mine + at] !== other.#bytes[theirs + at]) return false;
    return true;
  }

  /** Where in the bytes a position is that is not within what is cut out. */
  #placeOf(position: number): number {
    const at = this.#start + position;
    return at < this.#cutStart ? at : at + this.#cutEnd - this.#cutStart;
  }

  /** The bytes between two positions, as a view where nothing is cut out between them. */
  #part(from: number, to: number): Uint8Array {
    const start = this.#start + from;
    const end = this.#start + to;
    if (end <= this.#cutStart) return this.#bytes.subarray(start, end);
    const cut = this.#cutEnd - this.#cutStart;
    if (start >= this.#cutStart) return this.#bytes.subarray(start + cut, end + cut);
    const part = new Uint8Array(to - from);
    part.set(this.#bytes.subarray(start, this.#cutStart));
    part.set(this.#bytes.subarray(this.#cutEnd, end + cut), this.#cutStart - start);
    return part;
  }

  // Of a value that never had bytes, as one that a user's function made.
  #encode(): void {
    const bytes = toUtf8.encode(JSON.stringify(this.#value));
    if (scan.run(bytes, 0, bytes.length, undefined) === bytes.length)
      this.#place(bytes, 0, bytes.length, true);
    else {
      this.#bytes = bytes;
      this.#end = this.#cutStart = this.#cutEnd = bytes.length;
    }
  }

  #place(bytes: Uint8Array, start: number, end: number, keepManagedFields: boolean): void {
    const cuts = !keepManagedFields && scan.cutStart !== -1;
    this.#bytes = bytes;
    this.#start = start;
    this.#end = end;
    this.#cutStart = cuts ? scan.cutStart : end;
    this.#cutEnd = cuts ? scan.cutEnd : end;
    this.#places = ObjectPlaces.of(scan, start, this.#cutStart, this.#cutEnd);
  }

  #readKey(): string {
    const places = this.#places;
    if (!places) {
      const { name, namespace } = this.object.metadata;
      return objectKey(name, namespace);
    }
    const { namespaceStart, namespaceEnd, nameStart, nameEnd } = places;
    if (namespaceEnd === namespaceStart) return this.#text(nameStart, nameEnd);
    return readKey(
      this.#bytes,
      this.#placeOf(namespaceStart),
      this.#placeOf(namespaceEnd),
      this.#placeOf(nameStart),
      this.#placeOf(nameEnd),
    );
  }

  // Nothing is cut out within a text.
  #text(from: number, to: number): string {
    const start = this.#placeOf(from);
    return readText(this.#bytes, start, start + to - from);
  }
}

// Names are short: most fit in here, which saves joining two strings.
const scratch = new Uint8Array(512);

function readText(bytes: Uint8Array, start: number, end: number): string {
  return utf8.decode(bytes.subarray(start, end));
}

function readKey(
  bytes: Uint8Array,
  namespaceStart: number,
  namespaceEnd: number,
  nameStart: number,
  nameEnd: number,
): string {
  const nameAt = namespaceEnd - namespaceStart + 1;
  const length = nameAt + nameEnd - nameStart;
  if (length > scratch.length)
    return objectKey(readText(bytes, nameStart, nameEnd), readText(bytes, namespaceStart, namespaceEnd));
  for (let at = namespaceStart; at < namespaceEnd; at += 1)
    scratch[at - namespaceStart] = bytes[at] as number;
  scratch[nameAt - 1] = 0x2f;
  for (let at = nameStart; at < nameEnd; at += 1) scratch[nameAt + at - nameStart] = bytes[at] as number;
  return readText(scratch, 0, length);
}
