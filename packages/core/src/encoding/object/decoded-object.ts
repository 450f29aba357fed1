// An object that is decoded already: a user's function made it, or the scanner gave up on its bytes. It is encoded when
// a store asks for its bytes.

import type {
  EncodedObject,
  ExpectedType,
  KubeObject,
  ObjectMeta,
  OwnerReference,
  ValueCodec,
} from '../../index.ts';
import {
  compareResourceVersions,
  controllerOf,
  getAnnotation,
  isResourceVersion,
  objectKey,
  printExactJson,
} from '../../index.ts';
import { objectScanner } from '../json/object-scanner.ts';
import { jsonValues } from '../json/parse-json.ts';
import { keptWords } from '../json/places.ts';
import { hashKey } from '../key-hash.ts';
import { ObjectJson } from './object-json.ts';
import { requireObject } from './raw-object.ts';

const toUtf8 = new TextEncoder();
export const noLabels: Readonly<Record<string, string>> = Object.freeze({});

export interface DecodedObjectOptions {
  readonly type?: ExpectedType | undefined;
  /** What its bytes are. Default: JSON. */
  readonly values?: ValueCodec | undefined;
  /** The bytes that the value was decoded from. */
  readonly json?: ObjectJson | undefined;
  /** Whether the bytes may have managedFields that the value lacks. */
  readonly strips?: boolean;
}

/** @example DecodedObject.from<Pod>(pod).key; // 'shop/web-0' */
export class DecodedObject<K extends KubeObject> implements EncodedObject<K> {
  readonly type: ExpectedType | undefined;
  readonly values: ValueCodec;
  readonly value: K;
  readonly strips: boolean;
  #json: ObjectJson | undefined;

  constructor(value: K, { type, values = jsonValues, json, strips = false }: DecodedObjectOptions = {}) {
    this.value = value;
    this.type = type;
    this.values = values;
    this.strips = strips;
    this.#json = json;
  }

  /**
   * Takes over a decoded value. `type` fills in apiVersion and kind where a list left them out.
   *
   * @throws DecodeError (`protocol`) if metadata, name or resourceVersion is missing, if one of these, the namespace or
   * the uid is no string, or if the kind is another.
   */
  static from<K extends KubeObject>(
    value: unknown,
    type?: ExpectedType,
    values?: ValueCodec,
  ): DecodedObject<K> {
    return new DecodedObject(requireObject(value, type ? { type } : {}) as unknown as K, { type, values });
  }

  get object(): K {
    return this.value;
  }

  get metadata(): ObjectMeta {
    return this.value.metadata;
  }

  get name(): string {
    return this.value.metadata.name;
  }

  get namespace(): string {
    return this.value.metadata.namespace ?? '';
  }

  get uid(): string {
    return this.value.metadata.uid ?? '';
  }

  get resourceVersion(): string {
    return this.value.metadata.resourceVersion ?? '';
  }

  get key(): string {
    return objectKey(this.name, this.namespace);
  }

  get keyHash(): number {
    return hashKey(this.key);
  }

  get labels(): Readonly<Record<string, string>> {
    return this.value.metadata.labels ?? noLabels;
  }

  get generation(): number | undefined {
    return this.value.metadata.generation;
  }

  annotation(name: string): string | undefined {
    return getAnnotation(this.value, name);
  }

  get controller(): OwnerReference | undefined {
    return controllerOf(this.value);
  }

  get json(): ObjectJson {
    this.#json ??= encode(this.value, this.values);
    return this.#json;
  }

  get byteLength(): number {
    return this.json.length;
  }

  isSameAs(other: EncodedObject<K>): boolean {
    return this.uid === other.uid;
  }

  compareVersion(other: EncodedObject<K>): number | undefined {
    return compareVersions(this.resourceVersion, other.resourceVersion);
  }

  hasKeyOf(other: EncodedObject<K>): boolean {
    return this.key === other.key;
  }

  jsonBytes(): Uint8Array {
    return encodeJson(this.value);
  }

  own(): this {
    this.#json = this.#json?.copy();
    return this;
  }

  leave(): this {
    return this;
  }

  metadataOnly(): EncodedObject<K> {
    const { apiVersion, kind } = this.type ?? this.value;
    return DecodedObject.from<K>({ apiVersion, kind, metadata: this.metadata }, this.type, this.values);
  }

  withObject(value: unknown): EncodedObject<K> {
    return DecodedObject.from<K>(value, undefined, this.values);
  }
}

/** Undefined if the versions differ and have no order. */
export function compareVersions(one: string, other: string): number | undefined {
  if (one === other) return 0;
  if (!isResourceVersion(one) || !isResourceVersion(other)) return undefined;
  return compareResourceVersions(one, other);
}

/** As JSON, whatever encoding the object came in. */
export function encodeJson(value: KubeObject): Uint8Array {
  // What a user's function made is kept, digits lost or not. A float in the text tells that they are lost.
  return toUtf8.encode(printExactJson(value, { inexact: 'print as float' }));
}

function encode(value: KubeObject, values: ValueCodec): ObjectJson {
  const encoded = values === jsonValues ? encodeJson(value) : values.encode(value);
  const bytes = typeof encoded === 'string' ? toUtf8.encode(encoded) : encoded;
  const json = new ObjectJson(bytes, 0, bytes.length);
  if (values !== jsonValues) return json;
  const scanner = objectScanner();
  const isWhole = scanner.scan(bytes, 0, bytes.length) === bytes.length;
  return isWhole ? json.place(scanner.found.slice(0, keptWords), 0) : json;
}
