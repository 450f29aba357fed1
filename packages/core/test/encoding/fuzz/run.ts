// Compares the scanner with JSON.parse on as many cases as are asked for, from a new seed each time, on all
// processors.
//
//   npm run fuzz -- [cases] [seed]

import { availableParallelism } from 'node:os';
import { isMainThread, Worker, workerData } from 'node:worker_threads';
import { kinds, runCase } from './cases.ts';

interface Share {
  readonly first: number;
  readonly cases: number;
}

if (isMainThread) await main();
else run(workerData as Share);

async function main(): Promise<void> {
  const cases = Number(process.argv[2] ?? 1_000_000);
  const first = Number(process.argv[3] ?? Date.now() % 2 ** 31);
  const workers = availableParallelism();
  const share = Math.ceil(cases / workers);
  const started = performance.now();
  await Promise.all(
    Array.from({ length: workers }, (_, index) => {
      const worker = new Worker(new URL(import.meta.url), {
        workerData: { first: first + index * share, cases: share } satisfies Share,
      });
      return new Promise<void>((resolve, reject) => {
        worker.once('error', reject).once('exit', () => resolve());
      });
    }),
  );
  const seconds = (performance.now() - started) / 1000;
  console.log(
    `${cases.toLocaleString('en')} cases from seed ${first} in ${seconds.toFixed(1)} s: all agree with JSON.parse`,
  );
}

function run({ first, cases }: Share): void {
  // Half of the cases throw, and nobody reads where.
  Error.stackTraceLimit = 0;
  for (let index = 0; index < cases; index += 1) {
    const kind = kinds[index % kinds.length] ?? 'value';
    try {
      runCase(kind, first + index);
    } catch (error) {
      throw new Error(`case ${kind} ${first + index}: ${String(error)}`);
    }
  }
}
