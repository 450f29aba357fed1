import { describe, expect, test } from '@jest/globals';
import { ObjectArena } from '../../src/encoding/arena.ts';
import { type DecodedMemo, EncodedObject } from '../../src/encoding/encoded-object.ts';
import type { KubeObject } from '../../src/resource/object.ts';
import { json } from '../support/bytes.ts';
import { pod, podType } from '../support/objects.ts';

function memo(): DecodedMemo & { readonly remembered: Map<EncodedObject, KubeObject> } {
  const remembered = new Map<EncodedObject, KubeObject>();
  return {
    remembered,
    get: (encoded) => remembered.get(encoded),
    set: (encoded, object) => void remembered.set(encoded, object),
    delete: (encoded) => void remembered.delete(encoded),
  };
}

function encoded(name: string, padding: number = 0): EncodedObject {
  const object = pod(name, { annotations: { padding: 'x'.repeat(padding) } });
  return EncodedObject.decode(json({ ...object, metadata: { ...object.metadata, managedFields: [{}] } }), {
    type: podType,
  });
}

describe('an arena', () => {
  test('keeps an object without its managedFields, whatever becomes of the bytes it came in', () => {
    const object = pod('a');
    const chunk = json({ ...object, metadata: { managedFields: [{ manager: 'x' }], ...object.metadata } });
    const held = new ObjectArena(memo()).hold(EncodedObject.decode(chunk, { type: podType }));
    chunk.fill(0);
    expect(held.object).toEqual(object);
    expect(held.byteLength).toBe(json(object).length);
  });

  test('is not needed by an object that is made its own: it survives the bytes it came in, with or without managedFields', () => {
    const object = pod('a', { labels: { app: 'web' } });
    const chunk = json({ ...object, metadata: { managedFields: [{ manager: 'x' }], ...object.metadata } });
    const own = EncodedObject.decode(chunk, { type: podType }).own();
    chunk.fill(0);
    expect([own.object, own.uid, own.labels]).toEqual([object, 'uid-of-a', { app: 'web' }]);
    expect(EncodedObject.from(object).own().object).toBe(object);
  });

  test('lets the memo remember what was decoded, before and after', () => {
    const remembering = memo();
    const arena = new ObjectArena(remembering);
    const early = encoded('a');
    const { object } = early;
    expect(arena.hold(early).object).toBe(object);
    const late = arena.hold(encoded('b'));
    expect([remembering.remembered.size, late.object === late.object]).toEqual([1, true]);
    expect(remembering.remembered.size).toBe(2);
  });

  test('gives an object up with what was decoded of it', () => {
    const remembering = memo();
    const arena = new ObjectArena(remembering);
    const held = arena.hold(encoded('a'));
    const { object } = held;
    arena.release(held);
    expect([held.object === object, remembering.remembered.size, arena.liveBytes]).toEqual([true, 0, 0]);
  });

  test('holds a copy of what another one holds', () => {
    const first = new ObjectArena(memo()).hold(encoded('a'));
    const second = new ObjectArena(memo()).hold(first);
    expect(second).not.toBe(first);
    expect([second.key, second.uid, second.labels, second.object]).toEqual([
      first.key,
      first.uid,
      first.labels,
      first.object,
    ]);
  });

  test('wastes a quarter at most, however its objects come and go, and loses none', () => {
    const arena = new ObjectArena(memo());
    const held = new Map<string, EncodedObject>();
    let seed = 7;
    const random = (below: number): number => (seed = (seed * 48271) % 2147483647) % below;
    for (let step = 0; step < 20_000; step += 1) {
      const name = `pod-${random(2000)}`;
      const before = held.get(name);
      if (before && step % 5 === 0) held.delete(name);
      else held.set(name, arena.hold(encoded(name, random(4000))));
      if (before) arena.release(before);
      const { liveBytes, allocatedBytes } = arena;
      // What a small arena wastes is bounded by two slabs.
      expect(allocatedBytes - liveBytes).toBeLessThan(Math.max(liveBytes * 0.35, 2 * 1024 * 1024 + 4000));
    }
    expect(arena.liveBytes).toBe([...held.values()].reduce((sum, { byteLength }) => sum + byteLength, 0));
    for (const [name, object] of held) expect(object.object.metadata.name).toBe(name);
  });

  test('gives an object larger than its slabs one of its own', () => {
    const arena = new ObjectArena(memo());
    const large = arena.hold(encoded('large', 3 * 1024 * 1024));
    expect(arena.allocatedBytes).toBe(large.byteLength);
    arena.release(large);
    expect(arena.allocatedBytes).toBe(0);
  });
});

describe('two states', () => {
  const state = (uid: string, managedFirst: boolean): EncodedObject => {
    const { metadata, ...object } = pod('a');
    const managedFields = [{ manager: 'x'.repeat(50) }];
    const all = managedFirst ? { managedFields, ...metadata, uid } : { ...metadata, uid, managedFields };
    return EncodedObject.decode(json({ ...object, metadata: all }), { type: podType });
  };

  test.each([
    [true, true],
    [true, false],
    [false, true],
    [false, false],
  ])('are of the same object where the uid is the same (managedFields first: %s, %s)', (one, other) => {
    const held = new ObjectArena(memo()).hold(state('uid-1', one));
    expect(held.isSameAs(state('uid-1', other))).toBe(true);
    expect(state('uid-1', other).isSameAs(held)).toBe(true);
    expect(held.isSameAs(state('uid-2', other))).toBe(false);
    expect(held.isSameAs(state('uid-10', other))).toBe(false);
  });
});
