import { describe, expect, test } from '@jest/globals';
import type { EncodedObject, KubeObject } from '@kube-rx/core';
import { ObjectArena } from '../../../src/encoding/memory/arena.ts';
import { DecodedObject } from '../../../src/encoding/object/decoded-object.ts';
import type { DecodedMemo } from '../../../src/encoding/object/json-object.ts';
import { decodeObject } from '../../../src/encoding/object/object-decoder.ts';
import { json } from '../../support/bytes.ts';
import { pod, podType } from '../../support/objects.ts';

function memo(): DecodedMemo & { readonly remembered: Map<number, KubeObject> } {
  const remembered = new Map<number, KubeObject>();
  let last = 2 ** 31 - 3;
  return {
    remembered,
    reserve: () => (last += 1),
    get: (id) => remembered.get(id),
    set: (id, object) => void remembered.set(id, object),
    delete: (id) => void remembered.delete(id),
  };
}

function encoded(name: string, padding: number = 0): EncodedObject {
  const object = pod(name, { annotations: { padding: 'x'.repeat(padding) } });
  return decodeObject(json({ ...object, metadata: { ...object.metadata, managedFields: [{}] } }), {
    type: podType,
  });
}

describe('an arena', () => {
  test('keeps an object without its managedFields, whatever becomes of the bytes it came in', () => {
    const object = pod('a', { labels: { app: 'web' } });
    const chunk = json({ ...object, metadata: { managedFields: [{ manager: 'x' }], ...object.metadata } });
    const arena = new ObjectArena(memo());
    const held = arena.at(arena.add(decodeObject(chunk, { type: podType })));
    chunk.fill(0);
    expect([held.key, held.name, held.namespace, held.uid, held.resourceVersion, held.labels]).toEqual([
      'shop/a',
      'a',
      'shop',
      'uid-of-a',
      '1',
      { app: 'web' },
    ]);
    expect(held.object).toEqual(object);
    expect(held.byteLength).toBe(json(object).length);
  });

  test.each([
    ['a name outside of ASCII', pod('n\u00e4me')],
    ['a name with an escape', pod('a"b')],
    ['no namespace', pod('node-1', { namespace: '' })],
  ])('keeps one with %s', (_what, object) => {
    const remembering = memo();
    const arena = new ObjectArena(remembering);
    const { metadata } = object;
    const managed = { ...object, metadata: { ...metadata, managedFields: [{}] } };
    const slot = arena.add(decodeObject(json(managed), { type: podType }));
    remembering.remembered.clear();
    const key = metadata.namespace ? `${metadata.namespace}/${metadata.name}` : metadata.name;
    expect([arena.at(slot).key, arena.at(slot).uid, arena.hasKey(slot, key)]).toEqual([
      key,
      metadata.uid,
      true,
    ]);
    expect(arena.hasKey(slot, `${key}x`)).toBe(false);
    expect(arena.object(slot)).toEqual(object);
  });

  test('is not needed by an object that is made its own: it survives the bytes it came in, with or without managedFields', () => {
    const object = pod('a', { labels: { app: 'web' } });
    const chunk = json({ ...object, metadata: { managedFields: [{ manager: 'x' }], ...object.metadata } });
    const own = decodeObject(chunk, { type: podType }).own();
    chunk.fill(0);
    expect([own.object, own.uid, own.labels]).toEqual([object, 'uid-of-a', { app: 'web' }]);
    expect(DecodedObject.from(object).own().object).toBe(object);
  });

  test('lets the memo remember what was decoded, before and after', () => {
    const remembering = memo();
    const arena = new ObjectArena(remembering);
    const early = encoded('a');
    const { object } = early;
    expect(arena.object(arena.add(early))).toBe(object);
    const late = arena.add(encoded('b'));
    expect(remembering.remembered.size).toBe(1);
    expect(arena.at(late).object).toBe(arena.at(late).object);
    expect(arena.object(late)).toBe(arena.at(late).object);
    expect(remembering.remembered.size).toBe(2);
  });

  test('forgets what was decoded, and decodes it again', () => {
    const remembering = memo();
    const arena = new ObjectArena(remembering);
    const slot = arena.add(encoded('a'));
    const object = arena.object(slot);
    arena.forget(slot);
    expect(remembering.remembered.size).toBe(0);
    expect(arena.object(slot)).toEqual(object);
  });

  test('gives an object up with what was decoded of it', () => {
    const remembering = memo();
    const arena = new ObjectArena(remembering);
    const slot = arena.add(encoded('a'));
    const object = arena.object(slot);
    const left = arena.at(slot).leave();
    arena.delete(slot);
    expect([left.object === object, remembering.remembered.size, arena.liveBytes]).toEqual([true, 0, 0]);
  });

  test('gives a slot another object, and leaves the one before to who has it', () => {
    const arena = new ObjectArena(memo());
    const slot = arena.add(encoded('a', 10));
    const before = arena.at(slot).leave();
    arena.replace(slot, arena.add(encoded('a', 20)));
    const padding = (object: KubeObject): number | undefined =>
      object.metadata.annotations?.['padding']?.length;
    expect([padding(before.object), padding(arena.object(slot))]).toEqual([10, 20]);
    expect(arena.add(encoded('b'))).toBe(slot + 1);
  });

  test('tells of a snapshot what was there, whatever became of it', () => {
    const arena = new ObjectArena(memo());
    const slots = ['a', 'b', 'c'].map((name) => arena.add(encoded(name)));
    const snapshot = arena.snapshot(slots);
    for (const slot of slots) arena.delete(slot);
    for (let index = 0; index < 2000; index += 1) arena.add(encoded(`other-${index}`, 1000));
    const keys = (): string[] => Array.from(snapshot, ({ object }) => object.metadata.name);
    expect([keys(), keys()]).toEqual([
      ['a', 'b', 'c'],
      ['a', 'b', 'c'],
    ]);
  });

  test('wastes a quarter at most, however its objects come and go, and loses none', () => {
    const arena = new ObjectArena(memo());
    const held = new Map<string, number>();
    let seed = 7;
    const random = (below: number): number => (seed = (seed * 48271) % 2147483647) % below;
    for (let step = 0; step < 20_000; step += 1) {
      const name = `pod-${random(2000)}`;
      const before = held.get(name);
      if (before === undefined) held.set(name, arena.add(encoded(name, random(4000))));
      else if (step % 5 > 0) arena.replace(before, arena.add(encoded(name, random(4000))));
      else {
        held.delete(name);
        arena.delete(before);
      }
      const { liveBytes, allocatedBytes } = arena;
      // What a small arena wastes is bounded by two slabs.
      expect(allocatedBytes - liveBytes).toBeLessThan(Math.max(liveBytes * 0.35, 2 * 1024 * 1024 + 4000));
    }
    const sizes = Array.from(held.values(), (slot) => arena.at(slot).byteLength);
    const json = sizes.reduce((sum, size) => sum + size, 0);
    expect(arena.liveBytes).toBeGreaterThan(json);
    expect(arena.liveBytes).toBeLessThan(json + held.size * 90);
    expect(arena.slots).toBeLessThanOrEqual(2001);
    for (const [name, slot] of held) expect(arena.object(slot).metadata.name).toBe(name);
  });

  test('moves none while many go together, and makes room with what comes after', () => {
    const arena = new ObjectArena(memo());
    const slots = Array.from({ length: 5000 }, (_, index) => arena.add(encoded(`pod-${index}`, 1000)));
    const before = arena.allocatedBytes;
    arena.together(() => {
      for (const [index, slot] of slots.entries()) if (index % 4 > 0) arena.delete(slot);
      expect(arena.allocatedBytes).toBe(before);
    });
    const failing = (): never => {
      throw new Error('no more');
    };
    expect(() => arena.together(failing)).toThrow('no more');
    for (let index = 0; index < 10; index += 1) arena.delete(arena.add(encoded('other', 10)));
    expect(arena.allocatedBytes - arena.liveBytes).toBeLessThan(3 * 1024 * 1024);
    for (const [index, slot] of slots.entries())
      if (index % 4 === 0) expect(arena.object(slot).metadata.name).toBe(`pod-${index}`);
  });

  test('gives an object larger than its slabs one of its own', () => {
    const arena = new ObjectArena(memo());
    const large = arena.add(encoded('large', 3 * 1024 * 1024));
    expect(arena.allocatedBytes).toBe(arena.liveBytes);
    arena.delete(large);
    expect(arena.allocatedBytes).toBe(0);
  });
});

describe('two states', () => {
  const state = (uid: string, managedFirst: boolean): EncodedObject => {
    const { metadata, ...object } = pod('a');
    const managedFields = [{ manager: 'x'.repeat(50) }];
    const all = managedFirst ? { managedFields, ...metadata, uid } : { ...metadata, uid, managedFields };
    return decodeObject(json({ ...object, metadata: all }), { type: podType });
  };

  test.each([
    [true, true],
    [true, false],
    [false, true],
    [false, false],
  ])('are of the same object where the uid is the same (managedFields first: %s, %s)', (one, other) => {
    const arena = new ObjectArena(memo());
    const held = arena.at(arena.add(state('uid-1', one)));
    expect(held.isSameAs(state('uid-1', other))).toBe(true);
    expect(state('uid-1', other).isSameAs(held)).toBe(true);
    expect(held.isSameAs(state('uid-2', other))).toBe(false);
    expect(held.isSameAs(state('uid-10', other))).toBe(false);
  });
});
