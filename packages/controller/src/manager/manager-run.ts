// A manager from `run` to its end. What each part does is told in its own file; here is the order.

import { DeadlineError } from '@kube-rx/client';
import { isAbortError, onAbort, printable, untilAborted } from '@kube-rx/core';
import type { LogLevel } from '@kube-rx/runtime';
import { RunLog, silentLog, standardLog } from '../controller/controller-log.ts';
import { failureOf } from '../controller/failure.ts';
import type { LeaderElector } from '../election/leader-elector.ts';
import { NotLeaderError } from '../election/leader-layer.ts';
import { cacheCheck, controllerCheck, electionCheck } from './checks.ts';
import { Elections, type NamedElector } from './elections.ts';
import { Endpoints } from './endpoints.ts';
import type { NamedCheck } from './health-check.ts';
import { openHttpServer, type RunningServer } from './http-server.ts';
import type { ManagedController } from './managed.ts';
import {
  type ManagerAddress,
  type ManagerOptions,
  type ResolvedManagerOptions,
  resolveManagerOptions,
} from './manager-options.ts';
import type { ManagerParts } from './manager-parts.ts';
import { checkParts } from './part-names.ts';
import { type Runnable, runLed, runOnce } from './runnable.ts';
import { fired, RunningParts } from './running-parts.ts';
import { onTermination } from './signals.ts';

/** Under which election, if under any. */
interface Led<Part> {
  readonly part: Part;
  readonly elector: LeaderElector | undefined;
}

export class ManagerRun {
  readonly #options: ResolvedManagerOptions;
  readonly #parts: ManagerParts;
  readonly #log: RunLog;
  readonly #elections: Elections;
  readonly #controllers: readonly Led<ManagedController>[];
  readonly #runnables: readonly Led<Runnable>[];
  readonly #stopping = new AbortController();
  readonly #failures: Error[] = [];
  readonly #work: RunningParts;
  readonly #electors: RunningParts;
  readonly #endings: RunningParts;
  #server: RunningServer | undefined;

  private constructor(options: ResolvedManagerOptions, parts: ManagerParts, log: RunLog) {
    const { clock, leaderElection: usual } = options;
    const client = parts.controllers[0]?.part.client;
    this.#options = options;
    this.#parts = parts;
    this.#log = log;
    this.#elections = new Elections({ usual, client, clock, log: options.log === false ? false : log.log });
    this.#controllers = parts.controllers.map(({ part, options }) => ({
      part,
      elector: this.#elections.of(options),
    }));
    this.#runnables = parts.runnables.map(({ part, options }) => ({
      part,
      elector: this.#elections.of(options),
    }));
    const onError = (part: string, error: unknown): void => this.#fail(part, error);
    this.#work = new RunningParts(clock, onError);
    this.#electors = new RunningParts(clock, onError);
    this.#endings = new RunningParts(clock, onError);
  }

  /** @throws InvalidRequestError for options and parts that cannot be. */
  static async create(options: ManagerOptions, parts: ManagerParts): Promise<ManagerRun> {
    const resolved = resolveManagerOptions(options);
    checkParts(parts);
    const { log = await standardLog() } = resolved;
    return new ManagerRun(resolved, parts, new RunLog(log === false ? silentLog : log));
  }

  get address(): ManagerAddress | undefined {
    return this.#server && { host: this.#server.host, port: this.#server.port };
  }

  async run(signal: AbortSignal | undefined): Promise<void> {
    const stopListening = onAbort(signal, () => this.#stop({ reason: 'the signal of run has fired' }));
    const forgetSignals = this.#options.signals
      ? onTermination((name) => this.#stop({ reason: name }))
      : () => undefined;
    try {
      await this.#start();
      await fired(this.#stopping.signal);
    } catch (error) {
      // The start was given up.
      if (!this.#stopping.signal.aborted || !isAbortError(error)) this.#fail('the manager', error);
    }
    try {
      await this.#end();
    } finally {
      stopListening();
      forgetSignals();
    }
    this.#throwFailures();
  }

  async #start(): Promise<void> {
    const { http, caches } = this.#options;
    const { signal } = this.#stopping;
    if (signal.aborted) return;
    if (http !== false) await this.#listen(http.port, http.host);
    for (const cache of Object.values(caches))
      await untilAborted(Promise.resolve(cache.ready?.({ signal })), signal);
    signal.throwIfAborted();
    for (const elector of this.#elections.all) this.#compete(elector);
    for (const { part, elector: leadership } of this.#controllers)
      this.#work.start(
        `controller ${part.name}`,
        () => part.run({ signal, leadership }),
        () => runningKey(part),
      );
    for (const { part, elector } of this.#runnables)
      this.#work.start(`runnable ${part.name}`, () =>
        elector ? runLed(part, elector, signal) : runOnce(part, signal),
      );
    this.#write('info', 'the manager has started', {
      controllers: this.#controllers.map(({ part }) => part.name),
    });
  }

  async #listen(port: number, host: string | undefined): Promise<void> {
    const { clock, metrics } = this.#options;
    const endpoints = new Endpoints({
      clock,
      metrics: metrics === false ? undefined : metrics,
      liveness: () => this.#liveness,
      readiness: () => this.#readiness,
    });
    this.#server = await openHttpServer({ port, host, answer: (target) => endpoints.answer(target) });
    this.#write('info', 'health is served', { ...this.address });
  }

  get #liveness(): readonly NamedCheck[] {
    return [
      ...this.#elections.all.map(electionCheck),
      ...this.#parts.checks.filter(({ liveness }) => liveness),
    ];
  }

  get #readiness(): readonly NamedCheck[] {
    const shutdown: NamedCheck = {
      name: 'shutdown',
      check: () => {
        if (this.#stopping.signal.aborted) throw new Error('the process ends');
      },
    };
    const caches = Object.entries(this.#options.caches).map(([name, cache]) => cacheCheck(name, cache));
    const controllers = this.#controllers.map(({ part }) => controllerCheck(part));
    return [shutdown, ...caches, ...controllers, ...this.#parts.checks];
  }

  #compete({ name, elector }: NamedElector): void {
    const { signal } = this.#stopping;
    const { stopTimeout: drainTimeout } = this.#options;
    this.#electors.start(`election ${name}`, async () => {
      const beforeRelease = (): Promise<void> => this.#lastWrite();
      const outcome = await elector.run({ signal, drainTimeout, beforeRelease });
      if (outcome === 'lost')
        throw new NotLeaderError(`the Lease ${name} was lost, and onLost of its election is 'end'`);
    });
  }

  /** Until then a Lease is renewed, and after that it is given back. Rejects where something goes on: then it runs out. */
  async #lastWrite(): Promise<void> {
    await this.#work.ended(this.#workMs);
    const hanging = [...this.#work.hanging, ...this.#leftRuns];
    if (hanging.length > 0) throw new Error(`it has not ended: ${hanging.join(', ')}`);
  }

  /** Of controllers that have ended: runs that ignore their signals, which nobody waits for any more. */
  get #leftRuns(): readonly string[] {
    const ended = this.#controllers.filter(({ part }) => part.status.phase === 'idle');
    return ended.flatMap(({ part }) => {
      const why = runningKey(part);
      return why === undefined ? [] : [`controller ${part.name} (${why})`];
    });
  }

  /** The end begins. */
  #stop(fields: object): void {
    if (this.#stopping.signal.aborted) return;
    this.#write('info', 'the manager ends', fields);
    this.#stopping.abort(new DOMException('the manager ends', 'AbortError'));
  }

  #fail(part: string, thrown: unknown): void {
    const error = thrown instanceof Error ? thrown : new Error(failureOf(thrown).error, { cause: thrown });
    this.#failures.push(error);
    this.#write('error', 'a part of the manager failed', { part, ...failureOf(error) });
    this.#stop({ reason: `${part} failed` });
  }

  /** What work may take of the time that there is; the rest is for Leases, caches and connections. */
  get #workMs(): number {
    const { stopTimeout } = this.#options;
    return stopTimeout - Math.min(3000, stopTimeout / 10);
  }

  async #end(): Promise<void> {
    const { clock, stopTimeout, caches } = this.#options;
    const until = clock.monotonic() + stopTimeout;
    const leftMs = (): number => until - clock.monotonic();
    await this.#work.ended(this.#workMs);
    await this.#electors.ended(leftMs());
    for (const [name, cache] of Object.entries(caches))
      this.#endings.start(`cache ${name}`, () => cache.close());
    await this.#endings.ended(leftMs());
    await this.#server?.close();
    this.#server = undefined;
    const hanging = [this.#work, this.#electors, this.#endings].flatMap((parts) => parts.hanging);
    if (hanging.length > 0) {
      const problem = `manager: not all has ended within ${stopTimeout} ms: ${hanging.join(', ')}`;
      this.#fail('the end', new DeadlineError(problem, { timeoutMs: stopTimeout }));
    } else if (this.#leftRuns.length > 0) {
      const problem = `manager: runs ignore their signals: ${this.#leftRuns.join(', ')}`;
      this.#fail('the end', new DeadlineError(problem, { timeoutMs: stopTimeout }));
    } else this.#write('info', 'the manager has ended', {});
  }

  #throwFailures(): void {
    const [first, ...others] = this.#failures;
    if (!first) return;
    if (others.length === 0) throw first;
    const messages = this.#failures.map(({ message }) => printable(message));
    throw new AggregateError(this.#failures, `manager: ${messages.join('; ')}`);
  }

  #write(level: LogLevel, message: string, fields: object): void {
    this.#log.write(level, message, () => fields);
  }
}

function runningKey({ status }: ManagedController): string | undefined {
  const key = status.oldestRunning?.key;
  return key === undefined ? undefined : `its run of ${printable(key)} goes on`;
}
