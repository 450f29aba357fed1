// What the cache promises at its limits, without a network: the memory of a relist that finds nothing new, a
// consumer a thousand times too slow, and the longest standstill of a large list taking effect.
//
//   npm run bench:limits

import { setImmediate as turn } from 'node:timers/promises';
import { jsonCodec } from '@kube-rx/core/encoding';
import type { Pod } from '@kube-rx/k8s/core/v1';
import {
  changesOf,
  coalescedChanges,
  createStore,
  ObjectWatcherEvent,
  type StoreWriter,
} from '@kube-rx/runtime';
import { podText, printTemplates } from './cache/pod.ts';

const type = { apiVersion: 'v1', kind: 'Pod' };
const mb = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`;
printTemplates();

await relist(100_000);
await slowConsumer(2000, Number(process.argv[2] ?? 1_000_000));
await standstill(500_000);

async function relist(pods: number): Promise<void> {
  const { store, writer } = createStore<Pod>();
  await list(writer, pods);
  collect();
  const before = process.memoryUsage().rss;
  const peak = await list(writer, pods);
  const growth = ((peak / before - 1) * 100).toFixed(1);
  console.log(
    `relist of ${store.size} unchanged pods: ${mb(before)} before, ${mb(peak)} at the peak (+${growth} %)`,
  );
}

async function slowConsumer(pods: number, events: number): Promise<void> {
  const { store, writer } = createStore<Pod>();
  await list(writer, pods);
  const abort = new AbortController();
  let slow = 0;
  const consumer = (async () => {
    // A second for each change, as far as the others can tell: it never comes back.
    for await (const { type } of coalescedChanges(store, { signal: abort.signal }))
      if (type === 'added' && (slow += 1) > 10) break;
  })();
  const stuck = coalescedChanges(store, { signal: abort.signal });
  await stuck.next();
  let told = 0;
  const other = changesOf(store).subscribe({ next: () => (told += 1), error: () => undefined });
  await turn();
  const sizes: number[] = [];
  for (let sent = 0; sent < events; sent += 1) {
    const text = podText((sent * 7919) % pods, pods + sent + 1);
    for (const encoded of jsonCodec.createListDecoder<Pod>({ type }).push(Buffer.from(`{"items":[${text}]}`)))
      writer.apply(new ObjectWatcherEvent('Apply', encoded));
    if (sent % 1000 === 0) await turn();
    if (sent % Math.floor(events / 4) === 0) {
      collect();
      const { heapUsed, external, arrayBuffers } = process.memoryUsage();
      // Of shared memory V8 takes no account, but Node does.
      sizes.push(heapUsed + external + arrayBuffers);
    }
  }
  abort.abort();
  await consumer;
  other.unsubscribe();
  console.log(
    `${events} events past a stuck consumer: ${sizes.map(mb).join(', ')}; the other was told ${told - pods}`,
  );
}

async function standstill(pods: number): Promise<void> {
  const { store, writer } = createStore<Pod>();
  let told = 0;
  changesOf(store).subscribe({ next: () => (told += 1), error: () => undefined });
  await list(writer, pods, false);
  const started = performance.now();
  writer.apply({ type: 'InitDone', resourceVersion: '1' });
  const swap = performance.now() - started;
  let longest = 0;
  while (told < pods) {
    const began = performance.now();
    await turn();
    longest = Math.max(longest, performance.now() - began);
  }
  console.log(
    `${store.size} pods take effect in ${swap.toFixed(1)} ms; told in turns of ${longest.toFixed(1)} ms at most`,
  );
}

/** Takes a list in by chunks of 64 KiB, as from a socket. Returns the most memory that was resident. */
async function list(writer: StoreWriter<Pod>, pods: number, whole: boolean = true): Promise<number> {
  const decoder = jsonCodec.createListDecoder<Pod>({ type });
  let peak = 0;
  const take = async (text: string): Promise<void> => {
    for (const encoded of decoder.push(Buffer.from(text)))
      writer.apply(new ObjectWatcherEvent('InitApply', encoded));
    await turn();
    peak = Math.max(peak, process.memoryUsage.rss());
  };
  writer.apply({ type: 'Init' });
  await take(`{"kind":"PodList","metadata":{"resourceVersion":"${pods}"},"items":[`);
  for (let begin = 0; begin < pods; begin += 10)
    await take(
      `${begin === 0 ? '' : ','}${Array.from({ length: 10 }, (_, n) => podText(begin + n, begin + n + 1)).join(',')}`,
    );
  await take(']}');
  if (whole) writer.apply({ type: 'InitDone', ...decoder.end() });
  return peak;
}

function collect(): void {
  globalThis.gc?.();
  globalThis.gc?.();
}
