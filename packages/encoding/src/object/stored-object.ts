// An object in a store's memory. A cache has its decoded form, and may drop it.

import type { ExpectedType, KubeObject, ObjectMeta } from '@kube-rx/core';
import { metadataPlace } from '../json/places.ts';
import { JsonObject } from './json-object.ts';
import type { ObjectJson } from './object-json.ts';

/** Remembers decoded objects for as long as it sees fit. */
export interface DecodedMemo {
  /** A number to remember an object by; each is given once. */
  reserve(): number;
  get(id: number): KubeObject | undefined;
  /** `byteLength`: of the object's JSON. */
  set(id: number, object: KubeObject, byteLength: number): void;
  delete(id: number): void;
}

export interface StoredObjectOptions {
  readonly type: ExpectedType | undefined;
  readonly memo: DecodedMemo;
  /** By which the memo knows the object. */
  readonly id: number;
}

export class StoredObject<K extends KubeObject> extends JsonObject<K> {
  readonly #id: number;
  // Undefined once the object has left its store.
  #memo: DecodedMemo | undefined;
  // The decoded object, once it has left its store.
  #value: K | undefined;

  constructor(json: ObjectJson, { type, memo, id }: StoredObjectOptions) {
    super(json, type);
    this.#memo = memo;
    this.#id = id;
  }

  get value(): K | undefined {
    // Under this id the cache has this object.
    return this.#value ?? (this.#memo?.get(this.#id) as K | undefined);
  }

  get metadata(): ObjectMeta {
    const { value } = this;
    if (value) return value.metadata;
    // In a store the cache may drop a decoded object before the next read, so only metadata is decoded.
    return (this.#memo && this.parsePart<ObjectMeta>(metadataPlace)) ?? this.object.metadata;
  }

  leave(): this {
    this.#value = this.value;
    this.#memo?.delete(this.#id);
    this.#memo = undefined;
    return this;
  }

  protected remember(object: K): void {
    if (this.#memo) this.#memo.set(this.#id, object, this.byteLength);
    else this.#value = object;
  }
}
