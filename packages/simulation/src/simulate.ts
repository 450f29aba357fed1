// One run: a seed makes a world, its writes and a schedule of faults; subjects run in it; the verdict says which
// promises were broken. The same seed gives the same run.

import { loadAudits } from '@kube-rx/runtime';
import { type ScheduledFault, scheduleFaults } from './fault.ts';
import { Random } from './random.ts';
import { reflectorSubject, type StartSubject, type Subject, watcherSubject } from './subject.ts';
import { World, type WorldOptions } from './world.ts';

export interface SimulateOptions extends WorldOptions {
  readonly seed: number;
  /** The time in which faults happen, in virtual milliseconds. Default 120,000. */
  readonly durationMs?: number;
  /** How long subjects may take to recover from the last fault. Default 1,200,000, or 3,600,000 where programs run. */
  readonly recoveryMs?: number;
  /** What runs in the world. Default: watchers with stores, streaming, listing and selecting by label, and a reflector. */
  readonly subjects?: readonly StartSubject[];
  /** The faults, in place of those that the seed makes, as to replay some of them. */
  readonly faults?: readonly ScheduledFault[];
}

export interface SimulationVerdict {
  readonly seed: number;
  /** The broken promises; empty if there are none. */
  readonly violations: readonly string[];
  readonly faults: readonly ScheduledFault[];
  readonly writes: number;
  readonly requests: number;
  readonly events: number;
  /** How often programs died. */
  readonly crashes: number;
  readonly virtualMs: number;
}

const defaultSubjects: readonly StartSubject[] = [
  watcherSubject('streaming'),
  watcherSubject('listing', {
    initialState: 'list',
    pageSize: 5,
    watchSeconds: { min: 15, max: 45 },
    labelIndexes: ['tier'],
  }),
  watcherSubject('selecting', { labelSelector: 'tier=web' }),
  reflectorSubject('reflecting'),
];

/**
 * Runs one seed: writes and faults for `durationMs`, then calm. Every subject must catch up with the server, and once
 * more after three more writes, and leave nothing behind when it is closed.
 *
 * @example
 * const { violations } = await simulate({ seed: 42 });
 * if (violations.length > 0) throw new Error(violations.join('\n'));
 */
export async function simulate(options: SimulateOptions): Promise<SimulationVerdict> {
  // What is loaded while it runs would come at another moment each time.
  await loadAudits();
  const { seed, durationMs = 120_000, subjects = defaultSubjects } = options;
  const random = new Random(seed);
  const [schedule, writing, worldSeed] = [random.fork(), random.fork(), random.below(2 ** 31)];
  const restores = schedule.chance(0.2);
  const world = new World(worldSeed, options);
  const violations: string[] = [];

  // A restore resets the versions; the new ones must stay below those that subjects have seen.
  for (let write = restores ? 150 : 10; write > 0; write -= 1) await world.write(writing);
  const running = subjects.map((start) => start(world, random.fork()));
  // A program that has caught up must stay quiet for long besides.
  const { recoveryMs = world.programs.length > 0 ? 3_600_000 : 1_200_000 } = options;
  const resources = [...new Set(world.programs.flatMap((program) => program.resources))];
  const faults =
    options.faults ??
    scheduleFaults(schedule, { count: 4 + schedule.below(12), durationMs, restores, resources });

  await runSchedule(world, faults, { random: writing, durationMs });
  world.calm();
  for (const round of ['the last fault', 'the last write']) {
    if (!(await recover(world, running, recoveryMs)))
      violations.push(`I1: not caught up with the server ${recoveryMs} ms after ${round}`);
    if (round === 'the last fault') for (let write = 0; write < 3; write += 1) await world.write(writing);
  }
  for (const subject of running) await subject.close();
  await world.endActors();
  violations.push(...(await leftovers(world)), ...running.flatMap((subject) => [...subject.violations()]));
  return {
    seed,
    violations,
    faults,
    writes: world.writes,
    requests: world.requests.length,
    events: running.reduce((sum, { events }) => sum + events, 0),
    crashes: world.programs.reduce((sum, { crashes }) => sum + crashes, 0),
    virtualMs: world.clock.monotonic(),
  };
}

/** Writes about every two seconds, and makes faults happen when they are due. */
async function runSchedule(
  world: World,
  faults: readonly ScheduledFault[],
  { random, durationMs }: { readonly random: Random; readonly durationMs: number },
): Promise<void> {
  const { clock } = world;
  const due = [...faults];
  let nextWrite = 0;
  while (clock.monotonic() < durationMs) {
    const nextFault = due[0]?.at ?? Number.POSITIVE_INFINITY;
    await clock.advance(Math.max(0, Math.min(nextWrite, nextFault, durationMs) - clock.monotonic()));
    if (nextFault <= nextWrite) {
      const fault = due.shift();
      if (fault) world.inflict(fault);
    } else {
      await world.write(random);
      nextWrite = clock.monotonic() + random.between(0, 4000);
    }
  }
}

async function recover(world: World, subjects: readonly Subject[], limitMs: number): Promise<boolean> {
  for (let waited = 0; waited <= limitMs; waited += 5000) {
    await world.clock.advance(5000);
    const caughtUp = await Promise.all(subjects.map((subject) => subject.caughtUp()));
    if (!caughtUp.includes(false)) return true;
  }
  return false;
}

/** I6: timers, connections and requests that remain when every subject has ended. */
async function leftovers(world: World): Promise<string[]> {
  const left: string[] = [];
  const requests = world.requests.length;
  await world.clock.advance(0);
  if (world.network.open > 0) left.push(`I6: ${world.network.open} connections open after the end`);
  await world.close();
  await world.clock.advance(0);
  if (world.clock.pending > 0) left.push(`I6: ${world.clock.pending} timers after the end`);
  await world.clock.advance(600_000);
  if (world.requests.length > requests)
    left.push(`I6: ${world.requests.length - requests} requests after the end`);
  return left;
}

/**
 * Removes faults from a failing schedule as long as it still fails.
 *
 * @example
 * const { violations, faults } = await simulate({ seed: 42 });
 * if (violations.length > 0) console.log(await shrink({ seed: 42 }, faults));
 */
export async function shrink(
  options: SimulateOptions,
  faults: readonly ScheduledFault[],
): Promise<readonly ScheduledFault[]> {
  let needed = faults;
  for (let size = Math.ceil(faults.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2))
    for (let from = 0; from < needed.length; ) {
      const fewer = needed.filter((_, index) => index < from || index >= from + size);
      const { violations } = await simulate({ ...options, faults: fewer });
      if (violations.length > 0) needed = fewer;
      else from += size;
    }
  return needed;
}
