// Slabs are filled again when nobody can read them any more, and not before.

import { setImmediate as turn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from '@jest/globals';
import { ObjectArena } from '../../src/encoding/arena.ts';
import { EncodedObject } from '../../src/encoding/encoded-object.ts';
import { SlabPool } from '../../src/encoding/slab-pool.ts';
import { json } from '../support/bytes.ts';
import { pod, podType } from '../support/objects.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Lets the collector run and tell what it took. */
async function collected(): Promise<void> {
  // What a WeakRef was asked for lives until the turn has ended.
  await turn();
  collect();
  await turn();
  await turn();
}

const size = 1024 * 1024;

describe('a pool of slabs', () => {
  test('gives memory out again whose array nobody has any more', async () => {
    const pool = new SlabPool(size);
    const memory = (() => {
      const slab = pool.take(0);
      pool.giveUp(slab);
      return new WeakRef(slab.buffer);
    })();
    await collected();
    const next = pool.take(0);
    expect(next.length).toBe(size);
    expect(next.buffer === memory.deref()).toBe(true);
  });

  test('gives no memory out again that somebody may read', async () => {
    const pool = new SlabPool(size);
    const read = pool.take(0);
    pool.giveUp(read);
    await collected();
    expect(pool.take(0).buffer === read.buffer).toBe(false);
    expect(read.length).toBe(size);
  });

  test('keeps no more than its share, and nothing for ever', async () => {
    const pool = new SlabPool(size);
    const memories: WeakRef<ArrayBufferLike>[] = [];
    (() => {
      const slabs = Array.from({ length: 40 }, () => pool.take(0));
      for (const slab of slabs) {
        memories.push(new WeakRef(slab.buffer));
        pool.giveUp(slab);
      }
    })();
    await collected();
    const again = new Set(Array.from({ length: 40 }, () => pool.take(0).buffer));
    expect(memories.filter((memory) => again.has(memory.deref() as ArrayBufferLike)).length).toBe(32);
    again.clear();
    await collected();
    expect(memories.filter((memory) => memory.deref() !== undefined)).toEqual([]);
  });
});

describe('an arena over a pool', () => {
  const encoded = (name: string): EncodedObject =>
    EncodedObject.decode(json(pod(name, { annotations: { padding: name.padEnd(3000, 'x') } })), {
      type: podType,
    });

  test('never changes what somebody has of it, however often its slabs are filled again', async () => {
    const arena = new ObjectArena({ get: () => undefined, set: () => undefined, delete: () => undefined });
    const current = new Map<string, EncodedObject>();
    const kept: EncodedObject[] = [];
    for (let round = 0; round < 12; round += 1) {
      for (let index = 0; index < 1500; index += 1) {
        const name = `pod-${index}`;
        const before = current.get(name);
        const object = arena.hold(encoded(`${name}-in-${round}`));
        current.set(name, object);
        if (before) arena.release(before);
        if (before && index % 500 === 0) kept.push(before);
      }
      await collected();
    }
    expect(kept.length).toBe(33);
    for (const object of [...kept, ...current.values()])
      expect(object.object.metadata.annotations?.['padding']).toBe(object.name.padEnd(3000, 'x'));
  });
});
