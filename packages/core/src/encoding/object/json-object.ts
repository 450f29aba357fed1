// An object that is read where its JSON lies: in the bytes it arrived in, or in the memory of a store. Its identity comes
// from the places that the scan found, the rest on demand.

import {
  controllerOf,
  type EncodedObject,
  type ExpectedType,
  getAnnotation,
  type KubeObject,
  type ObjectMeta,
  type OwnerReference,
  type ValueCodec,
} from '../../index.ts';
import { jsonValues, parseJson } from '../json/parse-json.ts';
import {
  controllerPlace,
  labelsPlace,
  metadataPlace,
  namePlace,
  namespacePlace,
  uidPlace,
  versionPlace,
} from '../json/places.ts';
import { compareVersions, DecodedObject, encodeJson, noLabels } from './decoded-object.ts';
import type { ObjectJson } from './object-json.ts';
import { completeType, type RawObject } from './raw-object.ts';

/** Remembers decoded objects for as long as it sees fit. */
export interface DecodedMemo {
  /** A number to remember an object by; each is given once. */
  reserve(): number;
  get(id: number): KubeObject | undefined;
  /** `byteLength`: of the object's JSON. */
  set(id: number, object: KubeObject, byteLength: number): void;
  delete(id: number): void;
}

export interface JsonObjectOptions {
  readonly type: ExpectedType | undefined;
  /** Of an object in a store: what remembers its decoded form. */
  readonly memo?: DecodedMemo;
  /** By which the memo knows the object. */
  readonly id?: number;
}

const firstOfNull = 0x6e;

export class JsonObject<K extends KubeObject> implements EncodedObject<K> {
  readonly type: ExpectedType | undefined;
  #json: ObjectJson;
  #isOwn = false;
  #key: string | undefined;
  #version: string | undefined;
  #keyHash: number | undefined;
  readonly #id: number;
  // Undefined outside of a store.
  #memo: DecodedMemo | undefined;
  // The decoded object, outside of a store.
  #value: K | undefined;

  constructor(json: ObjectJson, { type, memo, id = 0 }: JsonObjectOptions) {
    this.#json = json;
    this.type = type;
    this.#memo = memo;
    this.#id = id;
  }

  /** What it was decoded to, while somebody remembers it. */
  get value(): K | undefined {
    // Under this id the memo has this object.
    return this.#value ?? (this.#memo?.get(this.#id) as K | undefined);
  }

  get values(): ValueCodec {
    return jsonValues;
  }

  /** Its JSON holds nothing that decoding drops. */
  get strips(): boolean {
    return false;
  }

  get json(): ObjectJson {
    return this.#json;
  }

  get key(): string {
    this.#key ??= this.#json.key();
    return this.#key;
  }

  get resourceVersion(): string {
    this.#version ??= this.#json.text(versionPlace);
    return this.#version;
  }

  get name(): string {
    return this.#json.text(namePlace);
  }

  get namespace(): string {
    return this.#json.text(namespacePlace);
  }

  get uid(): string {
    return this.#json.text(uidPlace);
  }

  get keyHash(): number {
    this.#keyHash ??= this.#json.keyHash();
    return this.#keyHash;
  }

  get byteLength(): number {
    return this.#json.length;
  }

  get object(): K {
    return this.value ?? this.#decode();
  }

  get metadata(): ObjectMeta {
    const { value } = this;
    if (value) return value.metadata;
    // In a store the memo may drop a decoded object before the next read, so only metadata is decoded.
    return (this.#memo && this.#parsePart<ObjectMeta>(metadataPlace)) ?? this.object.metadata;
  }

  get labels(): Readonly<Record<string, string>> {
    const { value } = this;
    if (value) return value.metadata.labels ?? noLabels;
    return this.#parsePart<Readonly<Record<string, string>> | null>(labelsPlace) ?? noLabels;
  }

  get generation(): number | undefined {
    const { value } = this;
    return value ? value.metadata.generation : parseMember(this.#json.member(metadataPlace, 'generation'));
  }

  annotation(name: string): string | undefined {
    const { value } = this;
    if (value) return getAnnotation(value, name);
    return parseMember(this.#json.member(metadataPlace, 'annotations', name));
  }

  get controller(): OwnerReference | undefined {
    const { value } = this;
    return value ? controllerOf(value) : this.#parsePart<OwnerReference>(controllerPlace);
  }

  isSameAs(other: EncodedObject<K>): boolean {
    if (!(other instanceof JsonObject) || !this.#json.has(uidPlace)) return this.uid === other.uid;
    return other.#json.has(uidPlace) && this.#json.hasSame(uidPlace, other.#json);
  }

  compareVersion(other: EncodedObject<K>): number | undefined {
    if (other instanceof JsonObject) return this.#json.compareNumber(versionPlace, other.#json);
    return compareVersions(this.resourceVersion, other.resourceVersion);
  }

  hasKeyOf(other: EncodedObject<K>): boolean {
    if (!(other instanceof JsonObject)) return this.key === other.key;
    return this.#json.hasSame(namePlace, other.#json) && this.#json.hasSame(namespacePlace, other.#json);
  }

  jsonBytes(): Uint8Array {
    const { type } = this;
    if (!type) return this.#json.bytesWith('');
    const [apiVersion, kind] = this.#json.firstBytesOf(['apiVersion', 'kind']);
    // Which decoding completes, too, but it cannot be written a second time.
    if (apiVersion === firstOfNull || kind === firstOfNull) return encodeJson(this.object);
    const members =
      (apiVersion === undefined ? `"apiVersion":${JSON.stringify(type.apiVersion)},` : '') +
      (kind === undefined ? `"kind":${JSON.stringify(type.kind)},` : '');
    return this.#json.bytesWith(members);
  }

  own(): this {
    if (!this.#isOwn) this.#json = this.#json.copy();
    this.#isOwn = true;
    return this;
  }

  leave(): this {
    this.#value = this.value;
    this.#memo?.delete(this.#id);
    this.#memo = undefined;
    return this;
  }

  metadataOnly(): EncodedObject<K> {
    const { type } = this;
    if (type)
      return this.#json.isMetadataOnly ? this : new JsonObject<K>(this.#json.metadataOnly(), { type });
    const { apiVersion, kind } = this.object;
    return DecodedObject.from<K>({ apiVersion, kind, metadata: this.#parsePart<ObjectMeta>(metadataPlace) });
  }

  withObject(value: unknown): EncodedObject<K> {
    return DecodedObject.from<K>(value);
  }

  #parsePart<T>(place: number): T | undefined {
    return this.#json.has(place) ? parseObjectJson<T>(this.#json.part(place)) : undefined;
  }

  #decode(): K {
    const object = parseObjectJson<K & RawObject>(this.#json.whole());
    if (this.type) completeType(object, this.type);
    if (this.#memo) this.#memo.set(this.#id, object, this.byteLength);
    else this.#value = object;
    return object;
  }
}

function parseMember<T>(bytes: Uint8Array | undefined): T | undefined {
  return bytes && ((parseJson(bytes, 'a part of an object from the server') as T | null) ?? undefined);
}

function parseObjectJson<T>(bytes: Uint8Array): T {
  return parseJson(bytes, 'an object from the server') as T;
}
