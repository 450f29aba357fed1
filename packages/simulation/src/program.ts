// A program in a world: a process of it runs, dies by a fault, and another one begins with nothing but what the server
// holds.

import type { Clock, HttpRequest, HttpService, Timer } from '@kube-rx/core';
import { type CrashMoment, SimulatedProcess, type WriteFate } from './simulated-process.ts';

/** The faults that only a program has. */
export type ProgramFault =
  /** It dies by its `write`-th write from now (0: at once), and comes back after `downMs` (default 1,000). */
  | {
      readonly type: 'crash';
      readonly write: number;
      readonly moment?: CrashMoment;
      readonly downMs?: number;
    }
  /** Its next `times` writes are carried out, and no answer comes. */
  | { readonly type: 'lose' }
  /** Somebody else changes an object right before the program updates or patches it, `times` times. */
  | { readonly type: 'contend' };

type Crash = ProgramFault & { readonly type: 'crash' };

/** Runs the program in a process, until the process dies. */
export type StartProcess = (process: SimulatedProcess) => void;

export interface ProgramOptions {
  readonly name: string;
  /** The resources that it watches, as `deployments.apps`: schedules make their views late. */
  readonly resources: readonly string[];
  readonly start: StartProcess;
}

interface Surroundings {
  readonly clock: Clock;
  readonly random: () => number;
  /** The network as the program sees it. */
  readonly service: HttpService;
  /** The server without the network. */
  readonly direct: HttpService;
  readonly note: (line: string) => void;
}

/**
 * @example
 * const world = new World(42);
 * const start: StartProcess = ({ client }) => void client.serverVersion();
 * const program = world.run({ name: 'mine', resources: ['configmaps'], start });
 * program.crash({ type: 'crash', write: 3, moment: 'unanswered' });
 */
export class Program {
  readonly name: string;
  readonly resources: readonly string[];
  readonly #start: StartProcess;
  readonly #world: Surroundings;
  readonly #answered = new WeakSet<HttpRequest>();
  // When it learned that no answer comes.
  readonly #unanswered = new WeakMap<HttpRequest, number>();
  readonly #crashes: { left: number; readonly crash: Crash }[] = [];
  #process: SimulatedProcess | undefined;
  #restart: Timer | undefined;
  #downMs = defaultDownMs;
  #ended = false;
  #starts = 0;
  #crashed = 0;
  #writes = 0;
  #contended = 0;
  #lost = 0;
  #touches = 0;

  constructor({ name, resources, start }: ProgramOptions, world: Surroundings) {
    this.name = name;
    this.resources = resources;
    this.#start = start;
    this.#world = world;
    this.#begin();
  }

  /** The one that runs; undefined while the program is down. */
  get process(): SimulatedProcess | undefined {
    return this.#process;
  }

  /** How often it was started. */
  get starts(): number {
    return this.#starts;
  }

  /** How often it has died. */
  get crashes(): number {
    return this.#crashed;
  }

  /** Writes that it has sent, by all processes. */
  get writes(): number {
    return this.#writes;
  }

  /** Whether it has got the answer to a write. */
  knows(request: HttpRequest): boolean {
    return this.#answered.has(request);
  }

  /** When it learned that it gets no answer to a write; undefined where it has got one, or still may. */
  unansweredAt(request: HttpRequest): number | undefined {
    return this.#answered.has(request) ? undefined : this.#unanswered.get(request);
  }

  /** Lets it die as the fault says. */
  crash(crash: Crash): void {
    if (crash.write > 0) {
      this.#crashes.push({ left: crash.write, crash });
      return;
    }
    this.#downMs = crash.downMs ?? defaultDownMs;
    this.#process?.kill();
  }

  /** Lets so many of its updates meet an object that has just been changed. */
  contend(times: number): void {
    this.#contended += times;
  }

  /** Lets so many of its writes be carried out without an answer. */
  lose(times: number): void {
    this.#lost += times;
  }

  /** Ends the faults to come. */
  calm(): void {
    this.#crashes.length = 0;
    this.#lost = 0;
    this.#contended = 0;
  }

  /** No process follows. The one that runs is left to end by itself. */
  end(): void {
    this.calm();
    this.#ended = true;
    this.#restart?.cancel();
  }

  #begin(): void {
    const { clock, random, service, note } = this.#world;
    this.#starts += 1;
    note(`${this.name} starts`);
    this.#process = new SimulatedProcess({
      clock,
      random,
      service,
      onWrite: (request) => this.#send(request),
      onAnswered: (request) => void this.#answered.add(request),
      onUnanswered: (request) => void this.#unanswered.set(request, clock.monotonic()),
      onKilled: () => {
        this.#process = undefined;
        this.#crashed += 1;
        note(`${this.name} is dead`);
        if (!this.#ended) this.#restart = clock.schedule(this.#downMs, () => this.#begin());
      },
    });
    this.#start(this.#process);
  }

  async #send(request: HttpRequest): Promise<WriteFate | undefined> {
    this.#writes += 1;
    const crash = this.#due();
    if (!crash) {
      await this.#compete(request);
      if (this.#lost === 0) return undefined;
      this.#lost -= 1;
      this.#world.note(`${this.name} gets no answer to ${request.method} ${request.path}`);
      return 'lost';
    }
    const { moment = 'unanswered', downMs = defaultDownMs } = crash;
    this.#world.note(`${this.name} dies by ${request.method} ${request.path}: ${moment}`);
    this.#downMs = downMs;
    return moment;
  }

  /** Counts a write; the crash that it leads to. */
  #due(): Crash | undefined {
    for (const armed of this.#crashes) armed.left -= 1;
    const index = this.#crashes.findIndex(({ left }) => left <= 0);
    return index === -1 ? undefined : this.#crashes.splice(index, 1)[0]?.crash;
  }

  async #compete({ method, path }: HttpRequest): Promise<void> {
    if (this.#contended === 0 || (method !== 'PUT' && method !== 'PATCH')) return;
    this.#contended -= 1;
    this.#touches += 1;
    const annotations = { [touchedAnnotation]: String(this.#touches) };
    await this.#world.direct({
      method: 'PATCH',
      // A subresource has no annotations of its own.
      path: path.replace(/\/(status|scale)$/, ''),
      query: [],
      headers: { 'content-type': 'application/merge-patch+json' },
      body: JSON.stringify({ metadata: { annotations } }),
    });
  }
}

const defaultDownMs = 1000;

/** What a competing writer changes. */
export const touchedAnnotation = 'simulation.kube-rx/touched';
