import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import { DecodedCache, decodedObjects } from '../../src/reflector/decoded-cache.ts';
import { configMap } from '../support/objects.ts';
import { StoreBench } from '../support/options-store.ts';

const mebibyte = 1024 * 1024;
const object = configMap('a', 1);

beforeEach(() => decodedObjects.resize(64 * mebibyte));
afterAll(() => decodedObjects.resize(64 * mebibyte));

/** Which of the first `count` are remembered. */
function remembered(cache: DecodedCache, count: number): number[] {
  return Array.from({ length: count }, (_, index) => index + 1).filter((id) => cache.get(id) !== undefined);
}

function cacheOf(maxBytes: number, ...byteLengths: readonly number[]): DecodedCache {
  const cache = new DecodedCache(maxBytes);
  for (const byteLength of byteLengths) cache.set(cache.reserve(), object, byteLength);
  return cache;
}

describe('a cache of decoded objects', () => {
  test('takes two bytes of heap for each of JSON, and never more than it may', () => {
    const cache = cacheOf(1000, 100, 100, 100);
    expect([cache.bytes, cache.size]).toEqual([600, 3]);
    for (let more = 0; more < 100; more += 1) {
      cache.set(cache.reserve(), object, 1 + ((more * 37) % 400));
      expect(cache.bytes).toBeLessThanOrEqual(1000);
    }
  });

  test('is bounded by bytes and not by how many there are', () => {
    expect(cacheOf(1000, 400, 400).size).toBe(1);
    expect(cacheOf(20_000, ...new Array<number>(5000).fill(2)).size).toBe(5000);
    expect(remembered(cacheOf(1000, 100, 100, 100, 450), 4)).toEqual([4]);
  });

  test('has no room for what is larger than all of it', () => {
    const cache = cacheOf(1000, 100, 501);
    expect(remembered(cache, 2)).toEqual([1]);
  });

  test('forgets first what was not asked for the longest', () => {
    const cache = cacheOf(600, 100, 100, 100);
    cache.get(1);
    cache.set(cache.reserve(), object, 100);
    expect(remembered(cache, 4)).toEqual([1, 3, 4]);
    cache.delete(3);
    expect([remembered(cache, 4), cache.bytes]).toEqual([[1, 4], 400]);
  });

  test('forgets everything when it is resized, and remembers nothing at a size of 0', () => {
    const cache = cacheOf(1000, 100, 100);
    cache.resize(400);
    expect([cache.size, cache.bytes]).toEqual([0, 0]);
    for (let times = 0; times < 3; times += 1) cache.set(cache.reserve(), object, 100);
    expect(remembered(cache, 5)).toEqual([4, 5]);
    cache.resize(0);
    cache.set(cache.reserve(), object, 1);
    expect([cache.size, cache.bytes]).toEqual([0, 0]);
  });
});

describe('stores of the process', () => {
  const two = () => new StoreBench().list(10, configMap('a', 1), configMap('b', 2));

  test('give the same object while it is remembered, and an equal one after that', () => {
    const { store } = two();
    const before = store.get('shop/a');
    for (const again of [store.get('shop/a'), store.list()[0], store.encoded('shop/a')?.object])
      expect(again).toBe(before);
    decodedObjects.resize(64 * mebibyte);
    expect(store.get('shop/a')).not.toBe(before);
    expect(store.get('shop/a')).toEqual(before);
  });

  test('remember nothing of what is peeked at, and give what is remembered', () => {
    const { store } = two();
    const peeked = store.peek('shop/a');
    expect(peeked).toEqual(store.peek('shop/a'));
    expect(decodedObjects.size).toBe(0);
    const read = store.get('shop/a');
    expect(read).toEqual(peeked);
    expect(store.peek('shop/a')).toBe(read);
    expect(store.peek('shop/c')).toBeUndefined();
  });

  test('remember nothing at a size of 0, and read all the same', () => {
    decodedObjects.resize(0);
    const { store } = two();
    expect(store.get('shop/a')).not.toBe(store.get('shop/a'));
    expect(store.get('shop/a')).toEqual(configMap('a', 1));
    expect(decodedObjects.size).toBe(0);
  });

  test('share one cache: what one of them reads displaces what another has read', () => {
    const [one, other] = [two().store, two().store];
    const before = one.get('shop/a');
    // Both stores have an object of the same key.
    expect(other.get('shop/a')).not.toBe(before);
    expect(decodedObjects.size).toBe(2);
    const { bytes } = decodedObjects;
    decodedObjects.resize(bytes);
    const held = one.get('shop/a');
    other.list();
    expect(decodedObjects.size).toBe(2);
    expect(one.get('shop/a')).not.toBe(held);
  });

  test.each([
    ['replaced', (bench: StoreBench) => bench.apply(configMap('a', 11))],
    ['recreated', (bench: StoreBench) => bench.apply(configMap('a', 11, { uid: 'another' }))],
    ['deleted', (bench: StoreBench) => bench.delete(configMap('a', 11))],
    ['replaced by a relist', (bench: StoreBench) => bench.list(20, configMap('a', 11), configMap('b', 2))],
    ['missing from a relist', (bench: StoreBench) => bench.list(20, configMap('b', 2))],
  ])('forget an object that is %s', (_how, change) => {
    for (const isHeard of [false, true]) {
      decodedObjects.resize(64 * mebibyte);
      const bench = two();
      if (isHeard) bench.store.observe(() => undefined);
      bench.store.list();
      expect(decodedObjects.size).toBe(2);
      change(bench);
      expect(decodedObjects.size).toBe(1);
      expect(bench.store.get('shop/a')?.metadata.resourceVersion).not.toBe('1');
    }
  });

  test('still know an object that was replaced or deleted by whoever is told of it, and as the same', () => {
    const bench = two();
    const [a, b] = bench.store.list();
    const previous: unknown[] = [];
    bench.store.observe((change) => previous.push(change.previous));
    bench.apply(configMap('a', 11)).delete(configMap('b', 12));
    expect(previous[0]).toBe(a);
    expect(previous[1]).toBe(b);
  });
});
