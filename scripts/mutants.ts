// npm run mutants [-- --seeds 500] [--only 'a regular expression']: breaks the runtime and the controller in small ways, one at
// a time, and shows that the simulation finds each of them. A way that is not found means that the invariants are too weak.

import { parseArgs } from 'node:util';
import type * as Simulation from '@kube-rx/simulation';
import {
  lyingWorld,
  type Runtime,
  reflectorSubject,
  type SimulateOptions,
  simulate,
  watcherSubject,
} from '@kube-rx/simulation';
import type * as CompositeWorld from '../examples/operators/composite-world.ts';
import type * as LedWebsiteWorld from '../examples/operators/led-website-world.ts';
import type * as WebsiteWorld from '../examples/operators/website-world.ts';
import { type ControlledWorld, controllerMutations } from './mutants/controller-mutations.ts';
import { cutWorld } from './mutants/cut-world.ts';
import { electionMutations } from './mutants/election-mutations.ts';
import { loadMutant, type Mutable, type Mutation, problemOf } from './mutants/mutant.ts';
import { type RuntimeWorld, runtimeMutations } from './mutants/runtime-mutations.ts';

const { values } = parseArgs({
  options: { seeds: { type: 'string' }, only: { type: 'string', default: '' } },
});
Error.stackTraceLimit = 0;

// What RxJS reports of a consumer that throws; a mutant that does so is found.
const crashes: string[] = [];
process.on('uncaughtException', (error) => crashes.push(`threw ${error.message}`));

/** What a mutant runs in, by seed. */
type WorldOf = (seed: number) => SimulateOptions;

const runtime: Mutable = { sources: 'packages/runtime/src' };

async function runtimeWorld(mutation: Mutation, world: RuntimeWorld): Promise<WorldOf> {
  const mutant = (await loadMutant('packages/runtime/src/index.ts', mutation, runtime)) as Runtime;
  if (world === 'lying') return (seed) => lyingWorld(seed, mutant);
  if (world === 'cut') return (seed) => cutWorld(seed, [watcherSubject('watching', {}, mutant)]);
  const subjects = [
    watcherSubject('streaming', {}, mutant),
    watcherSubject(
      'listing',
      { initialState: 'list', pageSize: 5, watchSeconds: { min: 15, max: 45 } },
      mutant,
    ),
    watcherSubject('selecting', { labelSelector: 'tier=web' }, mutant),
    reflectorSubject('reflecting', {}, mutant),
  ];
  return (seed) => ({ seed, subjects });
}

const controller: Mutable = {
  sources: 'packages/controller/src',
  users: ['packages/kube-rx/src/index.ts', 'examples/operators/'],
};

async function controllerWorld(mutation: Mutation, world: ControlledWorld): Promise<WorldOf> {
  const load = (entry: string): Promise<unknown> =>
    loadMutant(`examples/operators/${entry}`, mutation, controller);
  if (world !== 'operator') {
    const concurrency = world === 'composite' ? 1 : 3;
    const { compositeWorld } = (await load('composite-world.ts')) as typeof CompositeWorld;
    return (seed) => compositeWorld(seed, concurrency);
  }
  const { websiteWorld } = (await load('website-world.ts')) as typeof WebsiteWorld;
  return (seed) => ({ seed, ...websiteWorld });
}

const electing: Mutable = {
  sources: 'packages/controller/src',
  users: ['packages/simulation/src/', 'packages/kube-rx/src/index.ts', 'examples/operators/'],
};

async function electionWorldOf(mutation: Mutation, led: 'writer' | 'operator'): Promise<WorldOf> {
  const load = (entry: string): Promise<unknown> => loadMutant(entry, mutation, electing);
  if (led === 'operator') {
    const entry = 'examples/operators/led-website-world.ts';
    return ((await load(entry)) as typeof LedWebsiteWorld).ledWebsiteWorld;
  }
  return ((await load('packages/simulation/src/index.ts')) as typeof Simulation).electionWorld;
}

interface Hunt {
  readonly mutation: Mutation;
  readonly mutable: Mutable;
  readonly seeds: number;
  readonly firstSeed: number;
  readonly load: () => Promise<WorldOf>;
}

const hunts: readonly Hunt[] = [
  ...runtimeMutations.map(({ world = 'watchers', ...mutation }) => ({
    mutation,
    mutable: runtime,
    seeds: 500,
    firstSeed: 1,
    load: () => runtimeWorld(mutation, world),
  })),
  ...controllerMutations.map(({ world = 'operator', firstSeed = 1, ...mutation }) => ({
    mutation,
    mutable: controller,
    seeds: 40,
    firstSeed,
    load: () => controllerWorld(mutation, world),
  })),
  ...electionMutations.map(({ led = 'writer', firstSeed = 1, ...mutation }) => ({
    mutation,
    mutable: electing,
    seeds: led === 'writer' ? 200 : 20,
    firstSeed,
    load: () => electionWorldOf(mutation, led),
  })),
].filter(({ mutation }) => new RegExp(values.only).test(mutation.name));

async function find({
  load,
  firstSeed,
  seeds,
}: Hunt): Promise<{ seed: number; violation: string } | undefined> {
  const worldOf = await load();
  const count = values.seeds === undefined ? seeds : Number(values.seeds);
  for (let seed = firstSeed; seed < firstSeed + count; seed += 1) {
    // A mutant may break anything, so what it throws counts as found too.
    const { violations } = await simulate(worldOf(seed)).catch((error: unknown) => ({
      violations: [`threw ${String(error)}`],
    }));
    // Where something is done twice or goes too early, much else follows that says less.
    const telling = violations.find((each) => !/^(I1|C1|C3):/.test(each)) ?? violations[0];
    const violation = crashes.splice(0)[0] ?? telling;
    if (violation !== undefined) return { seed, violation };
  }
  return undefined;
}

// Every text is looked for before a mutant runs: what throws later is taken for a find.
for (const { mutation, mutable } of hunts) {
  const problem = await problemOf(mutation, mutable);
  if (problem === undefined) continue;
  console.error(problem);
  process.exit(1);
}
// For whatever ends this early.
process.exitCode = 1;
let missed = 0;
for (const hunt of hunts) {
  const startedAt = performance.now();
  const found = await find(hunt);
  if (!found) missed += 1;
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  const outcome = found ? `found by seed ${found.seed}: ${found.violation.slice(0, 90)}` : 'NOT FOUND';
  console.log(`${hunt.mutation.name}: ${outcome} (${seconds} s)`);
}
console.log(`${hunts.length - missed} passed, ${missed} failed`);
process.exit(missed > 0 ? 1 : 0);
