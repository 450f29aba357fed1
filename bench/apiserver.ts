// The embedded API server beside the real one: the same client, the same requests, over TLS on loopback.
//
//   node --conditions=kube-rx:src bench/apiserver.ts [--quick]
//
// The embedded server takes part twice: its client may do everything, or is a user with a token whose rights come from a
// role, as those of the real server's client. Rounds alternate, so that what else the machine does falls on all; medians
// are told. Takes some seven minutes, with --quick two. Without Go and without a kube-apiserver at hand the embedded server is measured alone.

import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { type Contender, embedded, real } from './apiserver/contender.ts';
import { Measures, type Sizes } from './apiserver/measures.ts';

const { quick = false } = parseArgs({ options: { quick: { type: 'boolean' } } }).values;
const rounds = quick ? 1 : 3;
const sizes: Sizes = quick
  ? { roundMs: 1_000, watches: 200, fanOuts: 10, objects: 3_000, lists: 3 }
  : { roundMs: 3_000, watches: 1_000, fanOuts: 60, objects: 50_000, lists: 5 };

console.log(
  `${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${cpus().length} processors, Node ${process.version}`,
);

await using open = await embedded();
await using guarded = await embedded({ rbac: true });
await using theirs = await real({ rbac: true });
const contenders: Contender[] = theirs ? [open, guarded, theirs] : [open, guarded];
if (!theirs) console.log('There is no kube-apiserver and no Go: the embedded server alone.');
const measures = contenders.map((one) => new Measures(one));

// All are warm before the first round.
await each((one) => one.fill({ ...sizes, objects: 1_000 }));
console.log(`${''.padEnd(48)}${contenders.map(({ name }) => name.padStart(12)).join('')}`);
for (const [what, writers] of [
  ['one after the other', 1],
  ['16 at once', 16],
] as const) {
  const writes = await alternate((one) => one.writes(writers, sizes.roundMs));
  report(
    `writes/s, ${what}`,
    writes.map((of) => median(of.map(({ perSecond }) => perSecond))),
  );
  report(
    '  ms of processor time for each',
    writes.map((of) => median(of.map(({ processorMs }) => processorMs))),
  );
}
for (const version of ['HTTP/1.1', 'HTTP/2'] as const) {
  const fanOuts = await each((one) => one.fanOut(sizes, version));
  for (const one of fanOuts) await one?.reach(sizes.fanOuts);
  const reached = await alternate(async (_, at) => await fanOuts[at]?.reach(sizes.fanOuts));
  for (const one of fanOuts) one?.close();
  const there = reached.map((of) => of.filter((one) => one !== undefined));
  report(
    `ms from a write to the last of ${sizes.watches} watches, ${version}`,
    there.map((of) => median(of.flatMap(({ delays }) => delays))),
  );
  report(
    '  ms of processor time for each such write',
    there.map((of) => median(of.map(({ processorMs }) => processorMs))),
  );
}
report(`bytes of memory for each of ${sizes.objects} objects`, await each((one) => one.fill(sizes)));
const lists = await each((one) => one.lists(sizes));
report(
  'ms to list all of them',
  lists.map(({ ms }) => median(ms)),
);
report(
  'bytes of that list',
  lists.map(({ bytes }) => bytes),
);
for (const one of measures) one.close();

async function each<T>(measure: (one: Measures, at: number) => Promise<T>): Promise<T[]> {
  const found: T[] = [];
  for (const [at, one] of measures.entries()) found.push(await measure(one, at));
  return found;
}

/** The rounds of each contender. */
async function alternate<T>(measure: (one: Measures, at: number) => Promise<T>): Promise<T[][]> {
  const found: T[][] = contenders.map(() => []);
  for (let round = 0; round < rounds; round += 1)
    for (const [at, figure] of (await each(measure)).entries()) found[at]?.push(figure);
  return found;
}

function report(what: string, figures: readonly (number | undefined)[]): void {
  const columns = figures.map((figure) =>
    (figure === undefined || Number.isNaN(figure) ? '-' : format(figure)).padStart(12),
  );
  console.log(`${what.padEnd(48)}${columns.join('')}`);
}

function format(value: number): string {
  return value < 100 ? value.toFixed(1) : Math.round(value).toLocaleString('en');
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
