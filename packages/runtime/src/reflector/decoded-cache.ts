// An LRU cache of decoded objects, shared by all stores of the process. Stores keep bytes and are complete; an object
// that was evicted here is decoded again.

import type { KubeObject } from '@kube-rx/core';
import type { DecodedMemo } from '@kube-rx/core/encoding';
import { LRUCache } from 'lru-cache';

// An estimate: decoded Kubernetes objects take 1.5 to 2 bytes of heap for each byte of JSON.
const heapPerByte = 2;

/**
 * @example
 * decodedObjects.resize(256 * 1024 * 1024);
 */
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

  /** Evicts everything and sets another bound, in bytes of heap. 0 turns the cache off. */
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
    // The library does not accept 0. No object fits into one byte.
    maxSize: Math.max(1, maxBytes),
  });
}

/** The one that all stores share; 64 MiB until `resize` says otherwise. */
export const decodedObjects: DecodedCache = new DecodedCache(64 * 1024 * 1024);
