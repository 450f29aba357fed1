// Slabs are filled again when nobody can read them any more, and not before.

import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { SlabPool } from '../../src/encoding/slab-pool.ts';

const size = 1024 * 1024;

/** A pool whose arrays are collected when the test says so. */
function pool(): { pool: SlabPool; collect: () => void; pressed: number[] } {
  const registered: ArrayBufferLike[] = [];
  const pressed: number[] = [];
  let onCollected: (memory: ArrayBufferLike) => void = () => undefined;
  return {
    pressed,
    pool: new SlabPool(size, {
      watch: (callback) => {
        onCollected = callback;
        return { register: (_array, memory) => void registered.push(memory) };
      },
      press: (bytes) => void pressed.push(bytes),
    }),
    collect: () => {
      for (const memory of registered.splice(0)) onCollected(memory);
    },
  };
}

describe('a pool of slabs', () => {
  test('gives memory out again once its array is collected, and no sooner', () => {
    const { pool: slabs, collect } = pool();
    const slab = slabs.take(size, 0);
    slabs.giveUp(slab);
    expect(slabs.take(size, 0).buffer).not.toBe(slab.buffer);
    collect();
    const next = slabs.take(size, 0);
    expect([next.length, next.buffer === slab.buffer, next === slab]).toEqual([size, true, false]);
    expect(slabs.take(size, 0).buffer).not.toBe(slab.buffer);
  });

  test('takes back no slab of another size', () => {
    const { pool: slabs, collect } = pool();
    const small = slabs.take(104, 0);
    slabs.giveUp(small);
    collect();
    expect(slabs.take(size, 0).buffer).not.toBe(small.buffer);
  });

  test.each([
    ['32 MiB', 0, 32],
    ['a quarter of what is in use, where that is more', 160 * size, 40],
  ])('keeps %s', (_what, used, most) => {
    const { pool: slabs, collect } = pool();
    const given = Array.from({ length: 50 }, () => slabs.take(size, used));
    for (const slab of given) slabs.giveUp(slab);
    collect();
    const memories = new Set(given.map(({ buffer }) => buffer));
    const again = Array.from({ length: 50 }, () => slabs.take(size, used).buffer);
    expect(again.filter((buffer) => memories.has(buffer)).length).toBe(most);
  });

  test.each([
    ['32 MiB', 0, 32],
    ['a quarter of what is in use, where that is more', 160 * size, 40],
  ])('asks for a collection when what was given up is %s', (_what, used, count) => {
    const { pool: slabs, pressed } = pool();
    const given = Array.from({ length: count }, () => slabs.take(size, used));
    for (const slab of given.slice(1)) slabs.giveUp(slab);
    expect(pressed).toEqual([]);
    for (const slab of given.slice(0, 1)) slabs.giveUp(slab);
    expect(pressed).toEqual([count * size]);
  });

  test('says what its last user may leave behind', () => {
    const { pool: slabs, pressed } = pool();
    slabs.giveUp(slabs.take(size, 0));
    slabs.close(3 * size);
    expect(pressed).toEqual([4 * size]);
  });

  test('never changes, under the real collector, what somebody has of an arena', async () => {
    const { stdout } = await promisify(execFile)(process.execPath, [
      '--expose-gc',
      '--conditions=kube-rx:src',
      '--disable-warning=ExperimentalWarning',
      join(import.meta.dirname, 'slab-churn.program.ts'),
    ]);
    const { kept, filledAgain } = JSON.parse(stdout) as Record<string, number>;
    expect(kept).toBe(33);
    expect(filledAgain).toBeGreaterThan(0);
  }, 30_000);
});
