// An object that was decoded before anybody asked: one that a user's function made, or one whose bytes the scanner gave
// up on. Its JSON is made when a store asks for it.

import type { ExpectedType, KubeObject, ObjectMeta, OwnerReference } from '@kube-rx/core';
import { compareResourceVersions, isResourceVersion, objectKey } from '@kube-rx/core';
import { objectScanner } from '../json/object-scanner.ts';
import { keptWords } from '../json/places.ts';
import { hashKey } from '../memory/key-hash.ts';
import type { EncodedObject } from './encoded-object.ts';
import { ObjectJson } from './object-json.ts';
import { findController, requireObject } from './raw-object.ts';

const toUtf8 = new TextEncoder();
export const noLabels: Readonly<Record<string, string>> = Object.freeze({});

export interface DecodedObjectOptions {
  readonly type?: ExpectedType | undefined;
  /** The bytes that the value was decoded from. */
  readonly json?: ObjectJson | undefined;
  /** Whether these may hold managedFields that the value has not. */
  readonly strips?: boolean;
}

export class DecodedObject<K extends KubeObject> implements EncodedObject<K> {
  readonly type: ExpectedType | undefined;
  readonly value: K;
  readonly strips: boolean;
  #json: ObjectJson | undefined;

  constructor(value: K, { type, json, strips = false }: DecodedObjectOptions = {}) {
    this.value = value;
    this.type = type;
    this.strips = strips;
    this.#json = json;
  }

  /**
   * Takes over a decoded value. `type` fills in apiVersion and kind where a list left them out.
   *
   * @throws DecodeError (`protocol`) without metadata, name or resourceVersion, where one of these, the
   * namespace or the uid is no string, or of another kind.
   */
  static from<K extends KubeObject>(value: unknown, type?: ExpectedType): DecodedObject<K> {
    return new DecodedObject(requireObject(value, type) as unknown as K, { type });
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

  get controller(): OwnerReference | undefined {
    return findController(this.value);
  }

  get json(): ObjectJson {
    this.#json ??= encode(this.value);
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

  own(): this {
    this.#json = this.#json?.copy();
    return this;
  }

  leave(): this {
    return this;
  }

  metadataOnly(): EncodedObject<K> {
    const { apiVersion, kind } = this.type ?? this.value;
    return DecodedObject.from<K>({ apiVersion, kind, metadata: this.metadata }, this.type);
  }
}

/** 0 for the same; undefined where two that differ have no order. */
export function compareVersions(one: string, other: string): number | undefined {
  if (one === other) return 0;
  if (!isResourceVersion(one) || !isResourceVersion(other)) return undefined;
  return compareResourceVersions(one, other);
}

function encode(value: KubeObject): ObjectJson {
  const bytes = toUtf8.encode(JSON.stringify(value));
  const scanner = objectScanner();
  const json = new ObjectJson(bytes, 0, bytes.length);
  const isWhole = scanner.scan(bytes, 0, bytes.length) === bytes.length;
  return isWhole ? json.place(scanner.found.slice(0, keptWords), 0) : json;
}
