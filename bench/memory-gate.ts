// What a cached pod costs, against the figure that was committed: fails where it grew by more than a tenth.
//
//   npm run bench:memory               compares with bench/memory-gate.json
//   npm run bench:memory -- --update   writes it

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ListDecoder } from '@kube-rx/core';
import { jsonCodec } from '@kube-rx/core/encoding';
import type { Pod } from '@kube-rx/k8s/core/v1';
import { createStore, ObjectWatcherEvent, type Store, type StoreWriter } from '@kube-rx/runtime';
import { podText, printTemplates } from './cache/pod.ts';

const file = join(import.meta.dirname, 'memory-gate.json');
const pods = 20_000;
const updates = 50_000;

// The load's own templates are not the cache's, nor is what the first store leaves behind: code, and what it cost.
printTemplates();
const stores = [fill()];
const before = await used();
stores.push(fill());
const after = await used();
for (const { size } of stores) if (size !== pods) throw new Error(`${size} pods`);
const measured = {
  // To the next fifty: of less than that, a tenth is noise.
  heapBytesPerPod: Math.ceil((after.heap - before.heap) / pods / 50) * 50,
  totalBytesPerPod: Math.round((after.heap + after.external - before.heap - before.external) / pods),
};
console.log(`${pods} pods of ${podText(0, pods).length} bytes after ${updates} updates:`, measured);
if (process.argv.includes('--update')) writeFileSync(file, `${JSON.stringify(measured, null, 2)}\n`);
else compare(JSON.parse(readFileSync(file, 'utf8')) as typeof measured);

function fill(): Store<Pod> {
  const { store, writer } = createStore<Pod>();
  list(writer);
  for (let sent = 0; sent < updates; sent += 1) {
    const text = podText((sent * 7919) % pods, pods + sent + 1);
    const [encoded] = decoder().push(new TextEncoder().encode(`{"items":[${text}]}`));
    if (encoded) writer.apply(new ObjectWatcherEvent('Apply', encoded));
  }
  return store;
}

function list(writer: StoreWriter<Pod>): void {
  const lists = decoder();
  writer.apply({ type: 'Init' });
  const take = (text: string): void => {
    for (const encoded of lists.push(new TextEncoder().encode(text)))
      writer.apply(new ObjectWatcherEvent('InitApply', encoded));
  };
  take(`{"kind":"PodList","metadata":{"resourceVersion":"${pods}"},"items":[`);
  for (let index = 0; index < pods; index += 1) take(`${index === 0 ? '' : ','}${podText(index, index + 1)}`);
  take(']}');
  writer.apply({ type: 'InitDone', ...lists.end() });
}

function decoder(): ListDecoder<Pod> {
  return jsonCodec.createListDecoder<Pod>({ type: { apiVersion: 'v1', kind: 'Pod' } });
}

async function used(): Promise<{ heap: number; external: number }> {
  for (let round = 0; round < 3; round += 1) {
    globalThis.gc?.();
    await sleep(50);
  }
  // Of shared memory, as slabs are, V8 takes no account, but Node does; what is not shared counts twice.
  const { heapUsed, external, arrayBuffers } = process.memoryUsage();
  return { heap: heapUsed, external: external + arrayBuffers };
}

function compare(committed: typeof measured): void {
  for (const name of ['heapBytesPerPod', 'totalBytesPerPod'] as const)
    if (measured[name] > committed[name] * 1.1) {
      console.error(`${name} grew from ${committed[name]} to ${measured[name]}: by more than a tenth`);
      process.exitCode = 1;
    }
}
