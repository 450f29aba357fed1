// npm run simulate -- --seeds 1000 [--from 1 | --from fresh] [--crashes] [--trace]
// [--subjects watchers | operator | composite | election | led | lying | all]: runs seeds, counts what was injected, and for the
// first broken promise prints the shrunk schedule and the command that replays it. A controller's seed takes as long as ten
// of the watchers, so with all there is one for every ten: of the operator, of the composite, and of several processes of
// the operator, one of which leads, in turn. One of an election is cheap. With --crashes a seed is run again and again,
// without other faults: the controller dies by its first write, by its second, and so on, before it, after it and after its
// answer. With --notice it measures instead how soon watchers notice (notice/notice.ts).

import { parseArgs } from 'node:util';
import {
  type CrashVerdict,
  crashSweep,
  electionWorld,
  lyingWorld,
  type SimulateOptions,
  type SimulationVerdict,
  shrink,
  simulate,
} from '@kube-rx/simulation';
import { compositeWorld } from '../examples/operators/composite-world.ts';
import { ledWebsiteWorld } from '../examples/operators/led-website-world.ts';
import { websiteWorld } from '../examples/operators/website-world.ts';
import { measureNotice } from './notice/notice.ts';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '100' },
    from: { type: 'string', default: '1' },
    subjects: { type: 'string', default: 'all' },
    crashes: { type: 'boolean', default: false },
    trace: { type: 'boolean', default: false },
    notice: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
  },
});
// Fresh seeds differ from second to second; they are printed, so that they can be replayed.
const from = values.from === 'fresh' ? Math.floor(Date.now() / 1000) : Number(values.from);
const seeds = Number(values.seeds);
if (!Number.isSafeInteger(from) || !Number.isSafeInteger(seeds) || seeds < 1) {
  console.error('simulate: --seeds and --from must be whole numbers (or --from fresh), --seeds at least 1');
  process.exit(2);
}

const names = ['watchers', 'operator', 'composite', 'election', 'led', 'lying', 'all'] as const;
const subjects = names.find((name) => name === values.subjects);
if (subjects === undefined) {
  console.error(`simulate: --subjects must be one of ${names.join(', ')}`);
  process.exit(2);
}

const worlds = {
  watchers: (seed: number): SimulateOptions => ({ seed }),
  operator: (seed: number): SimulateOptions => ({ seed, ...websiteWorld }),
  composite: (seed: number): SimulateOptions => compositeWorld(seed),
  election: (seed: number): SimulateOptions => electionWorld(seed),
  led: ledWebsiteWorld,
  lying: lyingWorld,
};

/** What runs under a seed. */
function subjectsOf(seed: number): readonly (keyof typeof worlds)[] {
  if (subjects !== undefined && subjects !== 'all') return [subjects];
  if (seed % 10 === 5) return ['watchers', 'election', 'lying'];
  if (seed % 10 !== 0) return ['watchers', 'election'];
  const controllers = ['composite', 'operator', 'led'] as const;
  return ['watchers', 'election', controllers[(seed / 10) % 3] ?? 'operator'];
}

// So many writes as a sweep takes a minute for.
const sweptMs = 20_000;

/** What comes of a seed: once, or for each crash of a sweep. */
async function* verdictsOf(world: SimulateOptions): AsyncGenerator<SimulationVerdict | CrashVerdict> {
  const options = { ...world, ...(values.trace && { trace: console.log }) };
  if (values.crashes)
    yield* crashSweep({ ...options, durationMs: sweptMs }, ['before', 'unanswered', 'answered']);
  else yield await simulate(options);
}

// Most errors here are meant to happen, and their stack costs more than all else of them.
Error.stackTraceLimit = 0;
if (values.notice) {
  await measureNotice({ from, seeds, only: values.only, print: console.log });
  process.exit(0);
}
const startedAt = performance.now();
const injected = new Map<string, number>();
let [events, requests, writes, virtualMs, failed] = [0, 0, 0, 0, 0];
let runs = 0;
for (let seed = from; seed < from + seeds; seed += 1)
  for (const name of subjectsOf(seed)) {
    const world = worlds[name](seed);
    for await (const verdict of verdictsOf(world)) {
      runs += 1;
      for (const { fault } of verdict.faults) injected.set(fault.type, (injected.get(fault.type) ?? 0) + 1);
      events += verdict.events;
      requests += verdict.requests;
      writes += verdict.writes;
      virtualMs += verdict.virtualMs;
      if (verdict.violations.length === 0) continue;
      failed += 1;
      const crash = 'write' in verdict ? `, which died by write ${verdict.write}: ${verdict.moment}` : '';
      console.log(`seed ${seed} (${name}${crash}):`);
      for (const violation of verdict.violations) console.log(`  ${violation}`);
      const swept = values.crashes ? ' --crashes' : '';
      console.log(
        `  replay: npm run simulate -- --subjects ${name} --seeds 1 --from ${seed}${swept} --trace`,
      );
      if (failed > 1 || values.crashes) continue;
      for (const fault of await shrink(world, verdict.faults))
        console.log(`  needs: ${JSON.stringify(fault)}`);
    }
  }

const seconds = (performance.now() - startedAt) / 1000;
const kinds = [...injected].sort(([, a], [, b]) => b - a).map(([kind, count]) => `${kind} ${count}`);
console.log(`faults: ${kinds.join(', ')}`);
console.log(
  `${seeds} seeds (${from} to ${from + seeds - 1}) in ${seconds.toFixed(1)} s (${(seeds / seconds).toFixed(1)} seeds/s, ` +
    `${(virtualMs / 3_600_000).toFixed(1)} h of virtual time): ${events} events, ${requests} requests, ${writes} writes`,
);
console.log(`${runs - failed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
