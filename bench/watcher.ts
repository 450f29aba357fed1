// What the watcher costs on top of cutting and scanning frames, and what a thousand of them cost while nothing
// happens. docs/guide/watcher.md tells the figures; the first ratio must be 0.6 or more, the heap below 50 MB.
//
//   node --expose-gc --max-semi-space-size=256 --conditions=kube-rx:src bench/watcher.ts

import { cpus } from 'node:os';
import { ApiServer } from '@kube-rx/apiserver';
import { Api, Client } from '@kube-rx/client';
import { type Clock, type KubeObject, systemClock } from '@kube-rx/core';
import { jsonCodec } from '@kube-rx/core/encoding';
import { ConfigMap } from '@kube-rx/k8s';
import { type ListWatch, watcher } from '@kube-rx/runtime';

const collect = globalThis.gc;
if (!collect) throw new Error('run with --expose-gc');
const text = new TextEncoder();
const type = { apiVersion: 'v1', kind: 'ConfigMap' };
const chunkBytes = 64 * 1024;

/** A watch of `count` changes, as chunks of a socket. */
function changes(count: number, frameBytes: number): Uint8Array[] {
  const filler = 'x'.repeat(Math.max(0, frameBytes - 330));
  const lines = Array.from({ length: count }, (_, index) => {
    const name = `object-${index % 1000}`;
    const metadata = {
      name,
      namespace: 'shop',
      uid: `00000000-0000-0000-0000-${name.padStart(12, '0')}`,
      resourceVersion: String(1000 + index),
      creationTimestamp: '2026-01-01T00:00:00Z',
      labels: { app: 'web', tier: 'front' },
    };
    return `${JSON.stringify({ type: 'MODIFIED', object: { kind: 'ConfigMap', apiVersion: 'v1', metadata, data: { filler } } })}\n`;
  });
  const bytes = Buffer.from(lines.join(''));
  const chunks: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += chunkBytes) chunks.push(bytes.subarray(at, at + chunkBytes));
  return chunks;
}

async function* arrive(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array, void, undefined> {
  for (const chunk of chunks) yield await Promise.resolve(chunk);
}

/** The least that must be done: frames cut, and each looked at once. */
async function scan(chunks: readonly Uint8Array[]): Promise<number> {
  const splitter = jsonCodec.createFrameSplitter();
  const decoder = jsonCodec.createEventDecoder<KubeObject>({ type });
  let seen = 0;
  for await (const chunk of arrive(chunks))
    for (const frame of splitter.push(chunk)) if (decoder.decode(frame).type === 'MODIFIED') seen += 1;
  return seen;
}

/** The same bytes through a watcher, to a subscriber that counts. */
async function watch(chunks: readonly Uint8Array[], count: number): Promise<number> {
  const list = text.encode(
    JSON.stringify({
      kind: 'ConfigMapList',
      apiVersion: 'v1',
      metadata: { resourceVersion: '1' },
      items: [],
    }),
  );
  const source: ListWatch<ConfigMap> = {
    resource: ConfigMap,
    codec: jsonCodec,
    openList: () => Promise.resolve(arrive([list])),
    openWatch: () => Promise.resolve(arrive(chunks)),
  };
  return new Promise((resolve, reject) => {
    let seen = 0;
    const subscription = watcher(source, { initialState: 'list' }).subscribe({
      next: (event) => {
        if (event.type !== 'Apply') return;
        seen += 1;
        if (seen < count) return;
        subscription.unsubscribe();
        resolve(seen);
      },
      error: reject,
    });
  });
}

/** The shortest of several runs in seconds of the processor, and the bytes that one leaves to the collector, a frame. */
async function measure(
  run: () => Promise<number>,
  rounds: number,
): Promise<{ seconds: number; bytes: number }> {
  let [seconds, bytes] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let round = 0; round < rounds; round += 1) {
    collect?.();
    const heap = process.memoryUsage().heapUsed;
    // Of the processor, as others may use the machine too.
    const before = process.cpuUsage();
    const seen = await run();
    const { user, system } = process.cpuUsage(before);
    seconds = Math.min(seconds, (user + system) / 1e6);
    // Below zero where a collection came between.
    const grown = process.memoryUsage().heapUsed - heap;
    if (grown > 0) bytes = Math.min(bytes, grown / seen);
  }
  return { seconds, bytes };
}

async function hotPath(frameBytes: number): Promise<[string, Record<string, number | string>]> {
  const count = 100_000;
  const chunks = changes(count, frameBytes);
  // In turns, so that what else the machine does befalls both.
  let [raw, whole] = [await measure(() => scan(chunks), 2), await measure(() => watch(chunks, count), 2)];
  for (let round = 0; round < 6; round += 1) {
    const [nextRaw, nextWhole] = [
      await measure(() => scan(chunks), 1),
      await measure(() => watch(chunks, count), 1),
    ];
    raw = { seconds: Math.min(raw.seconds, nextRaw.seconds), bytes: Math.min(raw.bytes, nextRaw.bytes) };
    whole = {
      seconds: Math.min(whole.seconds, nextWhole.seconds),
      bytes: Math.min(whole.bytes, nextWhole.bytes),
    };
  }
  return [
    `frames of ${frameBytes} B`,
    {
      'scan, frames/s': Math.round(count / raw.seconds).toLocaleString('en'),
      'watcher, frames/s': Math.round(count / whole.seconds).toLocaleString('en'),
      'ratio (at least 0.6)': Number((raw.seconds / whole.seconds).toFixed(2)),
      'more heap, B/frame': Math.round(whole.bytes - raw.bytes),
    },
  ];
}

/** A thousand watchers of a kind that nobody writes, with the embedded server in the same process. */
async function idle(watchers: number): Promise<Record<string, number>> {
  let timers = 0;
  const clock: Clock = {
    ...systemClock,
    schedule(delayMs, callback) {
      timers += 1;
      let pending = true;
      const settle = (): void => {
        if (pending) timers -= 1;
        pending = false;
      };
      const timer = systemClock.schedule(delayMs, () => {
        settle();
        callback();
      });
      return {
        cancel: () => {
          settle();
          timer.cancel();
        },
      };
    },
  };
  await using server = new ApiServer();
  const client = new Client(server.service);
  const api = Api.all(client, ConfigMap);
  await started(api, 1, clock);
  collect?.();
  const [before, timersBefore] = [process.memoryUsage(), timers];
  const stop = await started(api, watchers, clock);
  await new Promise((resolve) => void setTimeout(resolve, 1000));
  collect?.();
  const after = process.memoryUsage();
  const facts = {
    'heap, MB (below 50)': Number(((after.heapUsed - before.heapUsed) / 1e6).toFixed(1)),
    'heap, KB each': Number(((after.heapUsed - before.heapUsed) / 1e3 / watchers).toFixed(1)),
    'buffers, MB': Number(((after.arrayBuffers - before.arrayBuffers) / 1e6).toFixed(1)),
    'timers each': (timers - timersBefore) / watchers,
  };
  stop();
  return facts;
}

/** Resolves when all of them have their initial state; the result ends them. */
async function started(api: Api<ConfigMap>, watchers: number, clock: Clock): Promise<() => void> {
  const ends: (() => void)[] = [];
  await Promise.all(
    Array.from(
      { length: watchers },
      () =>
        new Promise<void>((resolve, reject) => {
          const subscription = watcher(api, { clock }).subscribe({
            next: ({ type: told }) => {
              if (told === 'InitDone') resolve();
            },
            error: reject,
          });
          ends.push(() => subscription.unsubscribe());
        }),
    ),
  );
  return () => {
    for (const end of ends) end();
  };
}

console.log(`the watcher, ${cpus()[0]?.model.trim() ?? 'unknown processor'}, Node ${process.version}\n`);
console.table(Object.fromEntries([await hotPath(2000), await hotPath(500)]));
console.log('1,000 quiet watchers, the embedded server in the same process included');
console.table([await idle(1000)]);
process.exit(0);
