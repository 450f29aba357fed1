// A program in a world: a process of it runs, dies by a fault, and another one begins with nothing but what the server
// holds.

import type { Clock, HttpRequest, HttpService, Timer } from '@kube-rx/core';
import type { DriftingClock } from './drifting-clock.ts';
import type { ProgramFault } from './program-fault.ts';
import { type CutMode, ProgramLine } from './program-line.ts';
import { SimulatedProcess, type WriteFate } from './simulated-process.ts';

type Crash = ProgramFault & { readonly type: 'crash' };
type Pause = ProgramFault & { readonly type: 'pause' };

/** Runs the program in a process, until the process dies. */
export type StartProcess = (process: SimulatedProcess) => void;

export interface ProgramOptions {
  readonly name: string;
  /** The resources that it watches, as `deployments.apps`: schedules make their views late. */
  readonly resources: readonly string[];
  readonly start: StartProcess;
  /** Ends what runs in its process, as a signal would; resolves when it has ended. Default: it is killed. */
  readonly stop?: (process: SimulatedProcess) => Promise<void>;
  /** Called with each write as it leaves a process of it. */
  readonly onSend?: (request: HttpRequest, process: SimulatedProcess) => void;
  /** Called when a process of it has the answer to a write, or learns that none comes. */
  readonly onSettled?: (request: HttpRequest, process: SimulatedProcess) => void;
  /** Whether a write that it gives up reaches the server all the same. Default false. */
  readonly abandonedArrive?: boolean;
  /** Its own time. Default: the world's. */
  readonly machine?: DriftingClock;
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
  readonly #options: ProgramOptions;
  readonly #world: Surroundings;
  readonly #line: ProgramLine;
  readonly #answered = new WeakSet<HttpRequest>();
  // When it learned that no answer comes.
  readonly #unanswered = new WeakMap<HttpRequest, number>();
  readonly #crashes: { left: number; readonly crash: Crash }[] = [];
  #process: SimulatedProcess | undefined;
  // The last one that was told to stop.
  #stopping: SimulatedProcess | undefined;
  #restart: Timer | undefined;
  // While the one that runs stands still.
  #wake: { readonly timer: Timer; readonly resume: () => void } | undefined;
  #downMs = defaultDownMs;
  #ended = false;
  #starts = 0;
  #crashed = 0;
  #writes = 0;
  #contended = 0;
  #lost = 0;
  #touches = 0;

  constructor(options: ProgramOptions, world: Surroundings) {
    this.name = options.name;
    this.resources = options.resources;
    this.#options = options;
    this.#world = world;
    this.#line = new ProgramLine(world.clock, world.service, options);
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

  /** The one that runs stands still, unless it does already. */
  pause(forMs: number, { first, sleeps = false }: Pause): void {
    if (!this.#process || this.#wake) return;
    this.#process.pause();
    if (sleeps) this.#options.machine?.sleep();
    const resume = (): void => {
      this.#wake?.timer.cancel();
      this.#wake = undefined;
      this.#options.machine?.wake();
      this.#process?.resume(first);
      this.#world.note(`${this.name} goes on`);
    };
    this.#wake = { resume, timer: this.#world.clock.schedule(forMs, resume) };
  }

  /** Whether no fault of its own keeps it from acting, nor is about to. */
  get isFree(): boolean {
    const isRunning =
      this.#process !== undefined && this.#process !== this.#stopping && !this.#process.isPaused;
    return isRunning && this.#line.isFree && this.#crashes.length + this.#lost + this.#contended === 0;
  }

  /** Cuts its network. */
  isolate(mode: CutMode, forMs: number): void {
    this.#line.cut(mode, forMs);
  }

  /** Lets its next writes reach the server so late. */
  late(times: number, delayMs: number): void {
    this.#line.late(times, delayMs);
  }

  /** Ends the one that runs as a signal would; another one follows. */
  async stop(downMs: number): Promise<void> {
    const process = this.#process;
    if (!process || this.#ended) return;
    this.#stopping = process;
    this.#world.note(`${this.name} is told to stop`);
    await this.#options.stop?.(process);
    if (this.#process !== process) return;
    this.#downMs = downMs;
    process.kill();
  }

  /** Sets its time of day. */
  setClock(aheadMs: number): void {
    if (this.#options.machine) this.#options.machine.skewMs = aheadMs;
  }

  /** Ends the faults, also those to come. */
  calm(): void {
    this.#line.calm();
    this.#wake?.resume();
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
    const { clock, random, note } = this.#world;
    this.#starts += 1;
    note(`${this.name} starts`);
    const process = new SimulatedProcess({
      clock: this.#options.machine ?? clock,
      random,
      service: this.#line.send,
      onWrite: (request) => {
        this.#options.onSend?.(request, process);
        return this.#send(request);
      },
      onAnswered: (request) => {
        this.#answered.add(request);
        this.#options.onSettled?.(request, process);
      },
      onUnanswered: (request) => {
        this.#unanswered.set(request, clock.monotonic());
        this.#options.onSettled?.(request, process);
      },
      onKilled: () => {
        this.#process = undefined;
        this.#wake?.resume();
        this.#crashed += 1;
        note(`${this.name} is dead`);
        if (!this.#ended) this.#restart = clock.schedule(this.#downMs, () => this.#begin());
      },
    });
    this.#process = process;
    this.#options.start(process);
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
