import { describe, expect, test } from '@jest/globals';
import type { EncodedObject } from '@kube-rx/core';
import fc from 'fast-check';
import { ObjectArena } from '../../../src/encoding/memory/arena.ts';
import { KeyIndex } from '../../../src/encoding/memory/key-index.ts';
import { decodeObject } from '../../../src/encoding/object/object-decoder.ts';
import { json } from '../../support/bytes.ts';
import { pod } from '../../support/objects.ts';

function encoded(name: string, namespace: string): EncodedObject {
  return decodeObject(json(pod(name, { namespace })));
}

function create(): { arena: ObjectArena; keys: KeyIndex } {
  const arena = new ObjectArena({
    reserve: () => 1,
    get: () => undefined,
    set: () => undefined,
    delete: () => undefined,
  });
  return { arena, keys: new KeyIndex(arena) };
}

const name = fc.oneof(
  fc.constantFrom('a', 'ab', 'web-0', 'n\u00e4me', 'a"b'),
  fc.integer({ min: 0, max: 200 }).map((index) => `web-${index}`),
);
const operation = fc.record({
  adds: fc.boolean(),
  name,
  namespace: fc.constantFrom('', 'shop', 'bank'),
});

describe('an index of keys', () => {
  test('is as a Map, whatever comes and goes', () => {
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 300 }), (operations) => {
        const { arena, keys } = create();
        const model = new Map<string, number>();
        for (const { adds, name: named, namespace } of operations) {
          const object = encoded(named, namespace);
          const held = keys.findKeyOf(object);
          expect(held).toBe(model.get(object.key));
          expect([keys.find(object.key), keys.peek(object.key)]).toEqual([held, held]);
          if (adds && held === undefined) {
            const slot = arena.add(object);
            keys.add(slot, object);
            model.set(object.key, slot);
          } else if (!adds && held !== undefined) {
            keys.delete(held, object);
            arena.delete(held);
            model.delete(object.key);
          }
          expect(keys.size).toBe(model.size);
        }
        expect([...keys.slots()].sort()).toEqual([...model.values()].sort());
        for (const [key, slot] of model) expect([keys.find(key), keys.has(slot)]).toEqual([slot, true]);
      }),
      { numRuns: 60 },
    );
  });

  test('keeps the order in which its keys came while none goes', () => {
    const { arena, keys } = create();
    for (const each of ['c', 'a', 'b']) {
      const object = encoded(each, 'shop');
      keys.add(arena.add(object), object);
    }
    expect(Array.from(keys.slots(), (slot) => arena.at(slot).name)).toEqual(['c', 'a', 'b']);
  });

  test('does not have what has left it, though another one is in its slot', () => {
    const { arena, keys } = create();
    const object = encoded('a', 'shop');
    const slot = arena.add(object);
    keys.add(slot, object);
    keys.delete(slot, object);
    arena.delete(slot);
    expect([arena.add(encoded('b', 'shop')), keys.has(slot), keys.find('shop/b')]).toEqual([
      slot,
      false,
      undefined,
    ]);
  });

  test('tells a key without a namespace from one that only looks alike', () => {
    const { arena, keys } = create();
    const object = encoded('a', 'shop');
    keys.add(arena.add(object), object);
    expect([keys.find('shopa'), keys.find('a'), keys.find('shop/'), keys.find('/a'), keys.find('')]).toEqual(
      Array(5).fill(undefined),
    );
    expect(keys.findKeyOf(encoded('shop', 'a'))).toBeUndefined();
  });

  test('finds, lists and deletes keys that all have one hash, which nobody should be able to choose', () => {
    const { arena, keys } = create();
    const objects = Array.from({ length: 1000 }, (_, index) => withHash(encoded(`web-${index}`, 'shop'), 7));
    const slots = objects.map((object) => {
      const slot = arena.add(object);
      keys.add(slot, object);
      return slot;
    });
    expect(objects.map((object) => keys.findKeyOf(object))).toEqual(slots);
    for (const [index, object] of objects.entries())
      if (index % 3 > 0) {
        keys.delete(slots[index] ?? -1, object);
        arena.delete(slots[index] ?? -1);
      }
    expect(objects.map((object) => keys.findKeyOf(object))).toEqual(
      slots.map((slot, index) => (index % 3 > 0 ? undefined : slot)),
    );
    expect([...keys.slots()].length).toBe(keys.size);
  });
});

/** The same object, and what a key of it would be with a weak hash. */
function withHash(object: EncodedObject, keyHash: number): EncodedObject {
  return Object.defineProperty(object, 'keyHash', { value: keyHash });
}
