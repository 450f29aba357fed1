// The embedded API server beside the real one: the same client, the same requests, over TLS on loopback.
//
//   node --conditions=kube-rx:src bench/apiserver.ts [--quick]
//
// Rounds alternate, so that what else the machine does falls on both; medians are told. Takes some five minutes, with
// --quick one. Without Go and without a kube-apiserver at hand the embedded server is measured alone.

import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { type Contender, embedded, real } from './apiserver/contender.ts';
import { Measures, type Sizes } from './apiserver/measures.ts';

const { quick = false } = parseArgs({ options: { quick: { type: 'boolean' } } }).values;
const rounds = quick ? 1 : 3;
const sizes: Sizes = quick
  ? { roundMs: 1_000, watches: 200, fanOuts: 5, objects: 3_000, lists: 3 }
  : { roundMs: 3_000, watches: 1_000, fanOuts: 15, objects: 50_000, lists: 5 };

console.log(
  `${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${cpus().length} processors, Node ${process.version}`,
);

await using ours = await embedded();
await using theirs = await real();
const contenders: Contender[] = theirs ? [ours, theirs] : [ours];
if (!theirs) console.log('There is no kube-apiserver and no Go: the embedded server alone.');
const measures = contenders.map((one) => new Measures(one));

// Both are warm before the first round.
await each((one) => one.fill({ ...sizes, objects: 1_000 }));
console.log(`${''.padEnd(44)}${contenders.map(({ name }) => name.padStart(12)).join('')}`);
report('writes/s, one after the other', await alternate((one) => one.writes(1, sizes.roundMs)), true);
report('writes/s, 16 at once', await alternate((one) => one.writes(16, sizes.roundMs)), true);
const fanOuts = (await each((one) => one.fanOut(sizes))).map(median);
report(`ms from a write to the last of ${sizes.watches} watches`, fanOuts, false);
report(`bytes of memory for each of ${sizes.objects} objects`, await each((one) => one.fill(sizes)), false);
const lists = await each((one) => one.lists(sizes));
report(
  'ms to list all of them',
  lists.map(({ ms }) => median(ms)),
  false,
);
report(
  'bytes of that list',
  lists.map((one) => one.bytes),
  false,
);
for (const one of measures) one.close();

async function each<T>(measure: (one: Measures) => Promise<T>): Promise<T[]> {
  const found: T[] = [];
  for (const one of measures) found.push(await measure(one));
  return found;
}

async function alternate(measure: (one: Measures) => Promise<number>): Promise<number[]> {
  const found: number[][] = [];
  for (let round = 0; round < rounds; round += 1) found.push(await each(measure));
  return contenders.map((_, at) => median(found.map((round) => round[at] ?? Number.NaN)));
}

// `more`: whether more is better. The ratio says how many times better the embedded server is.
function report(what: string, [own = Number.NaN, other]: readonly number[], more: boolean): void {
  const ratio = other === undefined ? '' : `${(more ? own / other : other / own).toFixed(1)} x`.padStart(9);
  const figures = [own, other]
    .map((value) => (value === undefined ? '' : format(value)).padStart(12))
    .join('');
  console.log(`${what.padEnd(44)}${figures}${ratio}`);
}

function format(value: number): string {
  return value < 100 ? value.toFixed(1) : Math.round(value).toLocaleString('en');
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
