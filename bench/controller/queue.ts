// What the work queue of a controller costs: operations a second, and bytes for a key that waits.
//
//   node --expose-gc --conditions=kube-rx:src bench/controller/queue.ts [--keys=100000] [--rounds=5]

import { parseArgs } from 'node:util';
import { type Reason, WorkQueue } from '@kube-rx/controller';

const { values: options } = parseArgs({
  options: { keys: { type: 'string', default: '100000' }, rounds: { type: 'string', default: '5' } },
});
const count = Number(options.keys);
const rounds = Number(options.rounds);

const keys = Array.from({ length: count }, (_, index) => `namespace-${index % 50}/object-${index}`);
// As a source gives them: the object and the version of each are its own, the rest is shared.
const reasonOf = (key: string, version: number): Reason => ({
  type: 'updated',
  source: 'configmaps',
  object: key,
  resourceVersion: String(1_000_000 + version),
});

function heapBytes(): number {
  globalThis.gc?.();
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

// A time that passes: what the machine's own clock costs is no part of the queue.
let time = 0;
const tick = (): number => (time += 0.001);

/**
 * Operations: an add is one, a take with its done is one. A second is one of the thread's own, so that whatever else the
 * machine does counts for little.
 */
function operationsPerSecond(work: (queue: WorkQueue) => number): number {
  const queue = new WorkQueue({ random: Math.random });
  const begun = process.threadCpuUsage();
  const operations = work(queue);
  const { user, system } = process.threadCpuUsage(begun);
  return operations / ((user + system) / 1e6);
}

const cases: Readonly<Record<string, (queue: WorkQueue) => number>> = {
  'add all, then take and end all': (queue) => {
    for (const key of keys) queue.add(key, { priority: 'low', reason: reasonOf(key, 1) }, tick());
    for (let run = queue.take(tick()); run; run = queue.take(tick()))
      queue.done(run.key, { type: 'done' }, tick());
    return 2 * count;
  },
  'add, take and end one at a time': (queue) => {
    for (const key of keys) {
      queue.add(key, { reason: reasonOf(key, 1) }, tick());
      const run = queue.take(tick());
      if (run) queue.done(run.key, { type: 'done' }, tick());
    }
    return 2 * count;
  },
  'a storm over 1,000 keys, a run for each ten triggers': (queue) => {
    let operations = 0;
    for (let index = 0; index < count; index += 1) {
      const key = keys[index % 1000] ?? '';
      queue.add(key, { reason: reasonOf(key, index) }, tick());
      operations += 1;
      if (index % 10 > 0) continue;
      const run = queue.take(tick());
      if (run) queue.done(run.key, { type: 'done' }, tick());
      operations += 1;
    }
    return operations;
  },
  'all delayed by different times, then due': (queue) => {
    for (const [index, key] of keys.entries())
      queue.add(key, { at: 1e9 + ((index * 7919) % count), reason: reasonOf(key, 1) }, 0);
    for (let run = queue.take(2e9); run; run = queue.take(2e9)) queue.done(run.key, { type: 'done' }, 2e9);
    return 2 * count;
  },
};

const median = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[values.length >> 1] ?? NaN;

for (const [name, work] of Object.entries(cases)) {
  operationsPerSecond(work);
  const rates = Array.from({ length: rounds }, () => operationsPerSecond(work));
  console.log(`${name}: ${Math.round(median(rates)).toLocaleString('en')} operations a second`);
}

for (const [name, hasReason] of [
  ['without a reason', false],
  ['with a reason of its own', true],
] as const) {
  const queue = new WorkQueue({ random: Math.random });
  const before = heapBytes();
  for (const key of keys) queue.add(key, hasReason ? { reason: reasonOf(key, 1) } : {}, 0);
  const bytes = (heapBytes() - before) / count;
  console.log(`a key that waits ${name}: ${bytes.toFixed(1)} bytes besides the key`);
  if (queue.sizes.ready !== count) throw new Error(`${queue.sizes.ready} keys wait`);
}
