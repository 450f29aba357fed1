// Some candidates for one Lease, each in a process with a clock of its own, held to the promises L1 to L10.

import { targetOf } from '@kube-rx/apiserver';
import type { Client } from '@kube-rx/client';
import { type HttpRequest, objectKey, type Resource } from '@kube-rx/core';
import { type BuildController, startController } from '../controllers/running-controller.ts';
import { DriftingClock } from '../drifting-clock.ts';
import type { LedgerEntry } from '../ledger.ts';
import type { Program } from '../program.ts';
import type { Random } from '../random.ts';
import type { SimulatedProcess } from '../simulated-process.ts';
import type { StartSubject, Subject } from '../subject.ts';
import type { World } from '../world.ts';
import { type BuildElector, CandidateProcess } from './candidate-process.ts';
import { Disturbances } from './disturbances.ts';
import type { ElectionTimings } from './election-timings.ts';
import { ElectionWitness } from './election-witness.ts';
import { fencedWriter } from './fenced-writer.ts';
import { leaseStateOf } from './lease-state.ts';
import type { StartLed } from './led.ts';
import { LedRuns } from './led-runs.ts';

export interface ElectionSubjectOptions {
  /** The names of the programs that compete. */
  readonly programs: readonly string[];
  /** How many milliseconds of each program's clock pass in a true one, in their order. */
  readonly rates: readonly number[];
  /** Whether a program is the same candidate in each of its processes, as a Pod of a StatefulSet. */
  readonly isSameIdentity: boolean;
  readonly timings: ElectionTimings;
  readonly lease: { readonly name: string; readonly namespace: string };
  /** What is led. Default: a writer of three ConfigMaps. */
  readonly controller?: LedControllerOptions;
}

/** A controller that runs in each process, and acts in the one that leads. */
export interface LedControllerOptions {
  readonly name: string;
  readonly build: BuildController;
  /** What it reconciles. */
  readonly primary: Resource;
  /** What is still wrong, by a client that no fault hits; the subject has not caught up before it is nothing. */
  readonly desired?: (client: Client) => Promise<readonly string[]>;
}

/**
 * Candidates that write as long as they lead. They are held to these, besides what `simulate` asks of every subject:
 *
 * - L1: no write under the Lease leaves a process that does not lead by lease time, or has been replaced.
 * - L2: none is stored after another has taken over, unless it was under way for longer than the margin that the
 *   durations leave.
 * - L3: never do two say that they lead at one time, nor one whose time is over.
 * - L4: nobody takes a Lease over before it has stood still for as long as it says, by its own clock.
 * - L5: the Lease counts its moves as client-go does, and nobody but its holder is written into it.
 * - L6: nobody gives the Lease up while anything that was written under it is in flight.
 * - L7: once one that nothing disturbs can see the Lease, somebody takes over in time (`takeoverMs`).
 * - L8: where nothing is disturbed any more, leadership does not move.
 * - L9: in the end the Lease is given back.
 * - L10: runs of a controller begin only where somebody leads; under each leader, each object runs.
 *
 * Where somebody else edits the Lease, who led by it may go on until its own time is over: L2 and L3 leave it out then.
 *
 * @example
 * const subject = electionSubject((parts) => new LeaderElector({ ...parts, log: false }), {
 *   programs: ['a', 'b'],
 *   rates: [1, 1.1],
 *   isSameIdentity: false,
 *   timings: { leaseDurationMs: 15_000, renewDeadlineMs: 10_000, retryPeriodMs: 2000, jitter: 2.2, latencyMs: 10 },
 *   lease: { name: 'leader', namespace: 'default' },
 * });
 * await simulate({ seed: 42, subjects: [subject], faults: [] });
 */
export function electionSubject(build: BuildElector, options: ElectionSubjectOptions): StartSubject {
  return (world, random) => new ElectionSubject(world, random, { ...options, build });
}

type Settings = ElectionSubjectOptions & { readonly build: BuildElector };

class ElectionSubject implements Subject {
  readonly #world: World;
  readonly #random: Random;
  readonly #settings: Settings;
  readonly #witness: ElectionWitness;
  readonly #disturbances: Disturbances;
  readonly #programs: readonly Program[];
  readonly #violations: string[] = [];
  readonly #running = new Map<SimulatedProcess, CandidateProcess>();
  readonly #sent = new WeakMap<HttpRequest, { readonly by: string; readonly sentAt: number }>();
  readonly #leaseKey: string;
  readonly #runs: LedRuns | undefined;
  #starts = 0;
  #terms = 0;

  constructor(world: World, random: Random, settings: Settings) {
    const { programs, rates, timings, lease, controller } = settings;
    this.#world = world;
    this.#random = random;
    this.#settings = settings;
    this.#leaseKey = objectKey(lease.name, lease.namespace);
    this.#witness = new ElectionWitness(timings);
    this.#disturbances = new Disturbances(world);
    world.ledger.onEntry.add(this.#onEntry);
    const holding = (): string[] => this.#holding();
    this.#runs = controller && new LedRuns({ ...controller, world, holding });
    this.#programs = programs.map((name, index) => this.#run(name, rates[index] ?? 1));
  }

  get events(): number {
    return this.#terms;
  }

  violations(): readonly string[] {
    return [...this.#violations, ...this.#witness.violations, ...(this.#runs?.violations ?? [])];
  }

  async caughtUp(): Promise<boolean> {
    const holder = this.#witness.lease?.holder;
    const holding = this.#holding();
    const isCalm =
      holding.length === 1 && holding[0] === holder && this.#programs.every(({ isFree }) => isFree);
    return isCalm && (await this.#missing()).length === 0;
  }

  async #missing(): Promise<string[]> {
    const wrong = (await this.#settings.controller?.desired?.(this.#world.direct())) ?? [];
    return [...((await this.#runs?.missing()) ?? []), ...wrong.map((what) => `L10: ${what}`)];
  }

  async close(): Promise<void> {
    const { clock, ledger } = this.#world;
    const { moves } = this.#witness;
    await clock.advance(25_000);
    this.#witness.ended(clock.monotonic());
    if (this.#witness.moves > moves)
      this.#violations.push('L8: leadership moved though nothing was disturbed');
    this.#violations.push(...(await this.#missing()));
    for (const program of this.#programs) program.end();
    // So slow that whoever ends has something in flight.
    this.#world.inflict({ fault: { type: 'latency', maxMs: 1000 }, forMs: 30_000 });
    const state = { left: 0 };
    for (const candidate of this.#running.values()) {
      state.left += 1;
      void candidate.stop().then(() => (state.left -= 1));
      await clock.advance(this.#random.between(0, 3000));
    }
    await clock.advance(60_000);
    if (state.left > 0)
      this.#violations.push(`L9: ${state.left} candidates have not ended a minute after their signal`);
    const { lease } = this.#witness;
    if (lease?.holder !== '')
      this.#violations.push(`L9: the Lease was not given back: ${lease?.text ?? 'it is gone'}`);
    ledger.onEntry.delete(this.#onEntry);
    this.#disturbances.close();
    this.#runs?.close();
  }

  #run(name: string, rate: number): Program {
    const { clock } = this.#world;
    const machine = new DriftingClock(clock, {
      rate,
      startMs: this.#random.between(0, 1e9),
      skewMs: this.#random.between(-7_200_000, 7_200_000),
    });
    const program: Program = this.#world.run({
      name,
      resources: [],
      machine,
      abandonedArrive: true,
      start: (process) => this.#start(process, { name, rate }),
      stop: async (process) => this.#running.get(process)?.stop(),
      onSend: (request, process) => {
        if (!program.isFree) this.#disturbances.disturb(name);
        this.#onSend(request, process);
      },
      onSettled: (request, process) => this.#running.get(process)?.inFlight.delete(request),
    });
    return program;
  }

  #start(process: SimulatedProcess, { name, rate }: { readonly name: string; readonly rate: number }): void {
    const { build, isSameIdentity, lease } = this.#settings;
    const { clock } = this.#world;
    this.#starts += 1;
    const identity = isSameIdentity ? name : `${name}_${this.#starts}`;
    const startedAt = clock.monotonic();
    const freeSince = (): number | undefined => {
      const program = this.#world.programs.find((each) => each.name === name);
      if (program?.process !== process || !program.isFree) return undefined;
      return Math.max(startedAt, this.#disturbances.freeSince(name));
    };
    this.#witness.started(identity, { rate, freeSince });
    for (const other of this.#running.keys()) if (!other.alive) this.#running.delete(other);
    const candidate = new CandidateProcess(process, {
      identity,
      build,
      random: this.#random.fork(),
      lease,
      lead: this.#lead(),
      onTerm: () => {
        this.#terms += 1;
        this.#runs?.termBegan();
        this.#world.note(`${identity} leads`);
        this.#look();
      },
    });
    this.#running.set(process, candidate);
    candidate.ended.catch((error: unknown) => {
      if (process.alive) this.#violations.push(`L7: ${identity} ended: ${String(error)}`);
    });
  }

  #lead(): StartLed {
    const { controller } = this.#settings;
    if (!controller) return fencedWriter;
    const onEnded = (why: unknown): void =>
      void this.#violations.push(`L10: a controller ended: ${String(why)}`);
    return ({ process, ...parts }) => {
      const running = startController(this.#world, process, { ...controller, ...parts, onEnded });
      return { drain: () => running.stop() };
    };
  }

  #onSend(request: HttpRequest, process: SimulatedProcess): void {
    const candidate = this.#running.get(process);
    if (!candidate) return;
    const at = this.#world.clock.monotonic();
    const sent = { by: candidate.identity, sentAt: at };
    this.#sent.set(request, sent);
    if (targetOf(request).resource !== 'leases.coordination.k8s.io') {
      this.#witness.sent(sent);
      candidate.inFlight.add(request);
    } else if (isRelease(request)) {
      const { leaseDurationMs, renewDeadlineMs } = this.#settings.timings;
      const inFlight = candidate.unfinished(leaseDurationMs - renewDeadlineMs);
      this.#witness.givesUp(sent.by, { at, inFlight });
    }
    this.#look();
  }

  readonly #onEntry = ({ resource, key, request, gone, at }: LedgerEntry, answer: unknown): void => {
    const sent = this.#sent.get(request);
    if (resource !== 'leases.coordination.k8s.io') {
      if (sent) this.#witness.committed(sent, at);
    } else if (key === this.#leaseKey) {
      const lease = gone ? undefined : leaseStateOf((answer as { readonly spec?: unknown }).spec);
      this.#witness.stored({ at, by: sent?.by, sentAt: sent?.sentAt ?? at, lease });
    }
    this.#look();
  };

  #look(): void {
    this.#witness.holding(this.#holding(), this.#world.clock.monotonic());
  }

  #holding(): string[] {
    return [...this.#running.values()]
      .filter(({ process, holds }) => process.alive && holds)
      .map(({ identity }) => identity);
  }
}

/** Whether a write says that nobody holds the Lease any more. */
function isRelease({ body }: HttpRequest): boolean {
  const sent: unknown = typeof body === 'string' ? JSON.parse(body) : undefined;
  return leaseStateOf((sent as { readonly spec?: unknown } | undefined)?.spec).holder === '';
}
