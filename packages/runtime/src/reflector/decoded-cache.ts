// Decoded objects that were asked for lately, of all stores of the process together. Stores keep bytes and are
// complete; this may forget, and then an object is decoded once more.

import type { KubeObject } from '@kube-rx/core';
import type { DecodedMemo } from '@kube-rx/encoding';
import { LRUCache } from 'lru-cache';

const mebibyte = 1024 * 1024;
// What V8 makes of a byte of JSON: objects as servers send them take 1.5 to 2 bytes of heap for each.
const heapPerByte = 2;

export class DecodedCache implements DecodedMemo {
  #objects: LRUCache<number, KubeObject>;
  #lastId = 0;

  /** `maxBytes`: of heap, by estimate. */
  constructor(maxBytes: number) {
    this.#objects = create(maxBytes);
  }

  /** The estimated bytes of heap in use. */
  get bytes(): number {
    return this.#objects.calculatedSize;
  }

  /** How many objects are remembered. */
  get size(): number {
    return this.#objects.size;
  }

  /** Forgets everything, and from now on keeps to another bound. 0 remembers nothing. */
  resize(maxBytes: number): void {
    this.#objects = create(maxBytes);
  }

  reserve(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  get(id: number): KubeObject | undefined {
    return this.#objects.get(id);
  }

  set(id: number, object: KubeObject, byteLength: number): void {
    this.#objects.set(id, object, { size: Math.max(1, byteLength * heapPerByte) });
  }

  delete(id: number): void {
    this.#objects.delete(id);
  }
}

function create(maxBytes: number): LRUCache<number, KubeObject> {
  return new LRUCache({
    // The library has no "nothing": a limit of one byte holds no object.
    maxSize: Math.max(1, maxBytes),
  });
}

/** The one that all stores share; 64 MiB until `resize` says otherwise. */
export const decodedObjects: DecodedCache = new DecodedCache(64 * mebibyte);
