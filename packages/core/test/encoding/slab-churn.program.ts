// Run as a program of its own, where a collection is quick and comes when it is asked for: an arena whose slabs are
// filled again and again, and objects that left it and are kept. Prints how often memory was filled again.

import { setImmediate as turn } from 'node:timers/promises';
import { ObjectArena } from '../../src/encoding/arena.ts';
import { EncodedObject } from '../../src/encoding/encoded-object.ts';

const text = (name: string): string => name.padEnd(3000, 'x');

function encoded(name: string): EncodedObject {
  const object = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, resourceVersion: '1', annotations: { text: text(name) } },
  };
  return EncodedObject.decode(new TextEncoder().encode(JSON.stringify(object)));
}

const arena = new ObjectArena({ get: () => undefined, set: () => undefined, delete: () => undefined });
const current: EncodedObject[] = [];
const kept: EncodedObject[] = [];
const memories = new WeakSet<ArrayBufferLike>();
let filledAgain = 0;
let last: ArrayBufferLike | undefined;

function update(index: number, round: number): void {
  const before = current[index];
  const object = arena.hold(encoded(`pod-${index}-in-${round}`));
  current[index] = object;
  const memory = object.home?.bytes.buffer;
  if (memory && memory !== last) {
    if (memories.has(memory)) filledAgain += 1;
    memories.add(memory);
    last = memory;
  }
  if (before) arena.release(before);
  if (before && index % 500 === 0) kept.push(before);
}

for (let round = 0; round < 12; round += 1) {
  for (let index = 0; index < 1500; index += 1) update(index, round);
  globalThis.gc?.();
  for (let waited = 0; waited < 20; waited += 1) await turn();
}
for (const object of [...kept, ...current])
  if (object.object.metadata.annotations?.['text'] !== text(object.name))
    throw new Error(`${object.name} has become ${object.object.metadata.name}`);
console.log(JSON.stringify({ kept: kept.length, filledAgain }));
