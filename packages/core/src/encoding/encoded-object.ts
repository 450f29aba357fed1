// An object as the cache keeps it: its bytes, what one scan of them told, and the rest on demand. Nothing
// outside this room may assume how the object is encoded.

import type { KubeObject, ObjectMeta } from '../resource/object.ts';
import { objectKey } from '../resource/object.ts';
import type { ExpectedType } from './expected-type.ts';
import { forget, reach, reaches } from './fast-skip.ts';
import { gaveUp } from './json-scanner.ts';
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
  get(encoded: EncodedObject): KubeObject | undefined;
  set(encoded: EncodedObject, object: KubeObject): void;
  delete(encoded: EncodedObject): void;
}

/** Bytes that objects live in. */
export interface ObjectHome {
  readonly bytes: Uint8Array;
}

const scan = new ObjectScan();
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const toUtf8 = new TextEncoder();
const noBytes = new Uint8Array(0);
const noLabels: Readonly<Record<string, string>> = Object.freeze({});

/**
 * One object of the server's. `key`, `name`, `namespace`, `uid` and `resourceVersion` are known without
 * decoding. Immutable; `object` gives the same identity each time, in a store for as long as its cache of
 * decoded objects has it.
 *
 * Until a store holds it, it is a view of the bytes it was decoded from: kept for long, it pins the chunk that
 * they came in.
 */
export class EncodedObject<K extends KubeObject = KubeObject> {
  /** `namespace/name`, or `name`. */
  readonly key: string;
  readonly resourceVersion: string;
  // Where the name begins in the key; 0 for a cluster-scoped object.
  readonly #nameAt: number;
  readonly #type: ExpectedType | undefined;
  #home: ObjectHome | undefined;
  #memo: DecodedMemo | undefined;
  #value: K | undefined;
  // The bytes, and in them the object and what is cut out of it; empty where there is only a value.
  #bytes: Uint8Array = noBytes;
  #start: number = 0;
  #end: number = 0;
  #cutStart: number = 0;
  #cutEnd: number = 0;
  // Whether the bytes hold managedFields perhaps that decoding has to drop.
  #strips: boolean = false;
  // Positions from the object's start; -1 is absence, of the metadata also that no scan was made.
  #metadataStart: number = -1;
  #metadataEnd: number = -1;
  #labelsStart: number = -1;
  #labelsEnd: number = -1;
  #uidStart: number = -1;
  #uidEnd: number = -1;

  private constructor(key: string, nameAt: number, resourceVersion: string, type: ExpectedType | undefined) {
    this.key = key;
    this.#nameAt = nameAt;
    this.resourceVersion = resourceVersion;
    this.#type = type;
  }

  /**
   * Takes over a decoded value. `type` fills in apiVersion and kind where a list left them out.
   *
   * @throws DecodeError (`protocol`) without metadata, name or resourceVersion, where one of these, the
   * namespace or the uid is no string, or of another kind.
   */
  static from<K extends KubeObject>(value: unknown, type?: ExpectedType): EncodedObject<K> {
    const object = requireObject(value, type);
    const { name, namespace, resourceVersion } = object.metadata;
    const key = objectKey(name, namespace ?? '');
    const encoded = new EncodedObject<K>(key, key.length - name.length, resourceVersion, type);
    encoded.#value = object as unknown as K;
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
    const { namespaceStart, namespaceEnd, nameStart, nameEnd, versionStart, versionEnd } = scan;
    const nameAt = namespaceEnd > namespaceStart ? namespaceEnd - namespaceStart + 1 : 0;
    const key =
      nameAt === 0
        ? readText(bytes, nameStart, nameEnd)
        : readKey(bytes, namespaceStart, namespaceEnd, nameStart, nameEnd);
    const version = readText(bytes, versionStart, versionEnd);
    const encoded = new EncodedObject<K>(key, nameAt, version, type);
    encoded.#place(bytes, at, objectEnd, keepManagedFields === true);
    return encoded;
  }

  get name(): string {
    return this.#nameAt === 0 ? this.key : this.key.slice(this.#nameAt);
  }

  /** `''` for a cluster-scoped object. */
  get namespace(): string {
    return this.#nameAt === 0 ? '' : this.key.slice(0, this.#nameAt - 1);
  }

  get uid(): string {
    if (this.#metadataStart === -1) return this.object.metadata.uid ?? '';
    return this.#uidStart === -1 ? '' : utf8.decode(this.#part(this.#uidStart, this.#uidEnd));
  }

  /** Whether the other one is a state of the same object, and not of one recreated under its name. */
  isSameAs(other: EncodedObject<K>): boolean {
    if (this.#uidStart === -1 || other.#uidStart === -1) return this.uid === other.uid;
    const length = this.#uidEnd - this.#uidStart;
    if (length !== other.#uidEnd - other.#uidStart) return false;
    // Compared where they stand: this is asked for every event.
    const mine = this.#placeOf(this.#uidStart);
    const theirs = other.#placeOf(other.#uidStart);
    for (let at = 0; at < length; at += 1)
      if (this.#bytes[mine + at] !== other.#bytes[theirs + at]) return false;
    return true;
  }

  /** The decoded object. Shared by all readers: never write it. */
  get object(): K {
    return this.#value ?? this.#remembered ?? this.#decode();
  }

  /** The object's metadata; in a store, without decoding the rest. */
  get metadata(): ObjectMeta {
    const object = this.#memo && this.#metadataStart !== -1 ? this.#remembered : this.object;
    return object?.metadata ?? this.#parse<ObjectMeta>(this.#metadataStart, this.#metadataEnd);
  }

  /** The object's labels, without decoding the rest. */
  get labels(): Readonly<Record<string, string>> {
    const object = this.#metadataStart === -1 ? this.object : (this.#value ?? this.#remembered);
    if (object) return object.metadata.labels ?? noLabels;
    if (this.#labelsStart === -1) return noLabels;
    return (
      this.#parse<Readonly<Record<string, string>> | null>(this.#labelsStart, this.#labelsEnd) ?? noLabels
    );
  }

  /** Where it ended in the bytes that it was scanned from. */
  get end(): number {
    return this.#end;
  }

  /** How many bytes it takes in an arena. */
  get byteLength(): number {
    if (this.#bytes === noBytes) this.#encode();
    return this.#end - this.#start - (this.#cutEnd - this.#cutStart);
  }

  /** Where it lives; undefined while nobody holds it. */
  get home(): ObjectHome | undefined {
    return this.#home;
  }

  /** Copies its bytes to `at`, and lives there from then on; what is decoded, `memo` remembers. */
  moveTo(home: ObjectHome, at: number, memo: DecodedMemo): void {
    this.#copyTo(home.bytes, at);
    this.#home = home;
    this.#memo = memo;
    if (this.#value) memo.set(this, this.#value);
    this.#value = undefined;
  }

  /** Copies its bytes to where they are its own: it pins no other, and whoever lent them may have them back. */
  own(): this {
    if (!this.#home && this.#bytes !== noBytes) this.#copyTo(new Uint8Array(this.byteLength), 0);
    return this;
  }

  /** Has no home any more; what was remembered for it is its own again. */
  leave(): void {
    this.#value = this.#remembered;
    this.#memo?.delete(this);
    this.#home = this.#memo = undefined;
  }

  /** Another one of the same bytes. */
  copy(): EncodedObject<K> {
    const copy = new EncodedObject<K>(this.key, this.#nameAt, this.resourceVersion, this.#type);
    copy.#value = this.#value;
    copy.#bytes = this.#bytes;
    copy.#start = this.#start;
    copy.#end = this.#end;
    copy.#cutStart = this.#cutStart;
    copy.#cutEnd = this.#cutEnd;
    copy.#strips = this.#strips;
    copy.#metadataStart = this.#metadataStart;
    copy.#metadataEnd = this.#metadataEnd;
    copy.#labelsStart = this.#labelsStart;
    copy.#labelsEnd = this.#labelsEnd;
    copy.#uidStart = this.#uidStart;
    copy.#uidEnd = this.#uidEnd;
    return copy;
  }

  /** One that has nothing but apiVersion, kind and metadata. */
  metadataOnly(): EncodedObject<K> {
    const { apiVersion, kind } = this.#type ?? this.object;
    const metadata =
      this.#metadataStart === -1
        ? this.object.metadata
        : this.#parse<ObjectMeta>(this.#metadataStart, this.#metadataEnd);
    return EncodedObject.from<K>({ apiVersion, kind, metadata }, this.#type);
  }

  get #remembered(): K | undefined {
    // What is remembered for this is what it was decoded to.
    return this.#memo?.get(this) as K | undefined;
  }

  #decode(): K {
    const object = this.#parse<K & RawObject>(0, this.byteLength);
    if (this.#type) completeType(object, this.#type);
    if (this.#strips) delete object.metadata.managedFields;
    if (this.#memo) this.#memo.set(this, object);
    else this.#value = object;
    return object;
  }

  #parse<T>(from: number, to: number): T {
    return parseJson(this.#part(from, to), `an object from the server`) as T;
  }

  #copyTo(bytes: Uint8Array, at: number): void {
    const end = at + this.byteLength;
    if (end > bytes.length) throw new RangeError(`${end - at} bytes do not fit at ${at} of ${bytes.length}`);
    bytes.set(this.#bytes.subarray(this.#start, this.#cutStart), at);
    if (this.#cutEnd < this.#end)
      bytes.set(this.#bytes.subarray(this.#cutEnd, this.#end), at + this.#cutStart - this.#start);
    this.#bytes = bytes;
    this.#start = at;
    this.#end = this.#cutStart = this.#cutEnd = end;
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
    this.#metadataStart = this.#positionOf(scan.metadataStart);
    this.#metadataEnd = this.#positionOf(scan.metadataEnd);
    this.#labelsStart = this.#positionOf(scan.labelsStart);
    this.#labelsEnd = this.#positionOf(scan.labelsEnd);
    this.#uidStart = this.#positionOf(scan.uidStart);
    this.#uidEnd = this.#positionOf(scan.uidEnd);
  }

  #positionOf(at: number): number {
    if (at === -1) return -1;
    return at - this.#start - (at >= this.#cutEnd ? this.#cutEnd - this.#cutStart : 0);
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
