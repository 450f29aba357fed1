// Slabs are filled again when nobody can read them any more, and not before.

import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { SlabMemory } from '../../../src/encoding/memory/slab-memory.ts';
import { SlabPool } from '../../../src/encoding/memory/slab-pool.ts';

const size = 1024 * 1024;

/** Memory whose arrays are collected when the test says so, in the order in which they were registered. */
function scripted(heapBytes = 0): { memory: SlabMemory; collect: () => void; pressed: () => number } {
  const collected: (() => void)[] = [];
  let presses = 0;
  const memory = new SlabMemory({
    watch: (callback) => ({ register: (_target, held) => void collected.push(() => callback(held)) }),
    press: () => void (presses += 1),
    heapBytes: () => heapBytes,
  });
  return {
    memory,
    pressed: () => presses,
    collect: () => {
      for (const call of collected.splice(0)) call();
    },
  };
}

function pool(): { pool: SlabPool; collect: () => void; pressed: () => number } {
  const { memory, collect, pressed } = scripted();
  return { pool: new SlabPool(size, memory), collect, pressed };
}

describe('a pool of slabs', () => {
  test('gives memory out again once its array is collected, and no sooner', () => {
    const { pool: slabs, collect } = pool();
    const slab = slabs.allocate(size, 0);
    slabs.giveUp(slab, 0);
    expect(slabs.allocate(size, 0).buffer).not.toBe(slab.buffer);
    collect();
    const next = slabs.allocate(size, 0);
    expect([next.length, next.buffer === slab.buffer, next === slab]).toEqual([size, true, false]);
    expect(slabs.allocate(size, 0).buffer).not.toBe(slab.buffer);
  });

  test('takes back no slab of another size', () => {
    const { pool: slabs, collect } = pool();
    const small = slabs.allocate(104, 0);
    slabs.giveUp(small, 0);
    collect();
    expect(slabs.allocate(size, 0).buffer).not.toBe(small.buffer);
  });

  test.each([
    ['16 MiB', 0, 16],
    ['an eighth of what is in use, where that is more', 320 * size, 40],
  ])('keeps %s', (_what, used, most) => {
    const { pool: slabs, collect } = pool();
    const given = Array.from({ length: 50 }, () => slabs.allocate(size, used));
    for (const slab of given) slabs.giveUp(slab, used);
    collect();
    const memories = new Set(given.map(({ buffer }) => buffer));
    const again = Array.from({ length: 50 }, () => slabs.allocate(size, used).buffer);
    expect(again.filter((buffer) => memories.has(buffer)).length).toBe(most);
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

describe('memory for slabs', () => {
  test('asks for a collection when 16 MiB were given up, or an eighth of all', () => {
    const { memory, pressed } = scripted();
    memory.allocate(10 * size);
    memory.giveUp(15 * size);
    expect(pressed()).toBe(0);
    memory.giveUp(size);
    expect(pressed()).toBe(1);
    for (let taken = 0; taken < 23; taken += 1) memory.allocate(10 * size);
    const before = pressed();
    memory.giveUp(29 * size);
    expect(pressed()).toBe(before);
    memory.giveUp(size);
    expect(pressed()).toBe(before + 1);
  });

  test('asks less often where the heap is large, as all of that is looked through', () => {
    const { memory, pressed } = scripted(480 * size);
    memory.giveUp(59 * size);
    expect(pressed()).toBe(0);
    memory.giveUp(size);
    expect(pressed()).toBe(1);
    for (let taken = 0; taken < 239; taken += 1) memory.allocate(size);
    expect(pressed()).toBe(1);
    memory.allocate(size);
    expect(pressed()).toBe(2);
  });

  test('asks less and less often while it grows, as what was taken may be garbage too', () => {
    const { memory, pressed, collect } = scripted();
    for (let taken = 0; taken < 2048; taken += 1) memory.allocate(size);
    expect(pressed()).toBeGreaterThan(4);
    expect(pressed()).toBeLessThan(12);
    expect(memory.bytes).toBe(2048 * size);
    collect();
    expect(memory.bytes).toBe(0);
    const before = pressed();
    for (let taken = 0; taken < 63; taken += 1) memory.allocate(size);
    expect(pressed()).toBe(before);
    memory.allocate(size);
    expect(pressed()).toBe(before + 1);
  });
});
