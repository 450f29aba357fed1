// Run as a program of its own, where a collection is quick and comes when it is asked for: an arena whose slabs are
// filled again and again, and objects that left it and are kept. Prints how often memory was filled again.

import { setImmediate as turn } from 'node:timers/promises';
import type { EncodedObject } from '@kube-rx/core';
import { ObjectArena } from '../../../src/encoding/memory/arena.ts';
import { SlabPool } from '../../../src/encoding/memory/slab-pool.ts';
import { decodeObject } from '../../../src/encoding/object/object-decoder.ts';

const text = (name: string): string => name.padEnd(3000, 'x');

function encoded(name: string): EncodedObject {
  const object = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, resourceVersion: '1', annotations: { text: text(name) } },
  };
  return decodeObject(new TextEncoder().encode(JSON.stringify(object)));
}

// Every slab's memory, as often as an array was made of it.
const made: ArrayBufferLike[] = [];
class WatchedPool extends SlabPool {
  override allocate(size: number, used: number): Uint8Array {
    const slab = super.allocate(size, used);
    made.push(slab.buffer);
    return slab;
  }
}

const forgetful = { reserve: () => 1, get: () => undefined, set: () => undefined, delete: () => undefined };
const arena = new ObjectArena(forgetful, new WatchedPool(1024 * 1024));
const current: number[] = [];
const kept: EncodedObject[] = [];
function update(index: number, round: number): void {
  const before = current[index];
  current[index] = arena.add(encoded(`pod-${index}-in-${round}`));
  if (before === undefined) return;
  if (index % 500 === 0) kept.push(arena.at(before));
  arena.delete(before);
}

for (let round = 0; round < 12; round += 1) {
  for (let index = 0; index < 1500; index += 1) update(index, round);
  globalThis.gc?.();
  for (let waited = 0; waited < 20; waited += 1) await turn();
}
for (const object of [...kept, ...current.map((slot) => arena.at(slot))])
  if (object.object.metadata.annotations?.['text'] !== text(object.name))
    throw new Error(`${object.name} has become ${object.object.metadata.name}`);
console.log(JSON.stringify({ kept: kept.length, filledAgain: made.length - new Set(made).size }));
