// Tells how a run went: to the counters of the status, to the log, and to those who observe runs.

import type { Clock, KubeObject } from '@kube-rx/core';
import type { LogLevel } from '@kube-rx/runtime';
import type { ActiveRun } from './active-run.ts';
import type { RunLog } from './controller-log.ts';
import type { Counters } from './controller-status.ts';
import { type Failure, failureOf } from './failure.ts';
import { FailureLimit } from './failure-limit.ts';
import { publishRun, type RunEnding, runsAreObserved } from './run-channel.ts';

const lingering = 'the run does not end though its signal has fired: others go on, and its key waits for it';

export interface RunReportOptions {
  readonly counters: Counters;
  readonly log: RunLog;
  readonly clock: Clock;
}

export class RunReport<K extends KubeObject> {
  readonly #options: RunReportOptions;
  readonly #limit = new FailureLimit();

  constructor(options: RunReportOptions) {
    this.#options = options;
  }

  began(run: ActiveRun<K>): void {
    this.#options.counters.runs += 1;
    if (run.isSelfTriggered) this.#options.counters.selfTriggered += 1;
    if (runsAreObserved()) publishRun({ type: 'began', run: run.identity });
  }

  /** By an Action, `terminal` aside. */
  succeeded(run: ActiveRun<K>, action: 'done' | 'requeueAfter' | 'backoff'): void {
    this.#publish(run, action);
    this.#log(run, { level: 'debug', message: 'the run has ended', fields: { action } });
  }

  terminal(run: ActiveRun<K>, reason: string): void {
    this.#options.counters.terminal += 1;
    this.#publish(run, 'terminal');
    const message = 'the run is terminal: the key waits until its object changes';
    this.#log(run, { level: 'error', message, fields: { reason } });
  }

  failed(run: ActiveRun<K>, thrown: unknown): void {
    const failure = failureOf(thrown);
    this.#publish(run, 'failed', failure);
    this.#fail(run, 'the run failed', failure);
  }

  /** It ended after its time was over. */
  late(run: ActiveRun<K>): void {
    this.#timedOut(run, 'the run took too long');
  }

  /** Its time is over, and it does not end. */
  givenUp(run: ActiveRun<K>): void {
    this.#timedOut(run, lingering);
  }

  /** It was aborted, and does not end. */
  lingers(run: ActiveRun<K>): void {
    this.#log(run, { level: 'error', message: lingering, fields: {} });
  }

  /** Its controller, its cluster or its term of leadership ends, so what it threw is no failure. */
  aborted(run: ActiveRun<K>, thrown: unknown): void {
    this.#publish(run, 'aborted');
    this.#log(run, { level: 'debug', message: 'the run was aborted', fields: failureOf(thrown) });
  }

  /** The key is held back, as nothing but its own writes leads to its runs. */
  loops(run: ActiveRun<K>, reason: string): void {
    this.#log(run, { level: 'warn', message: 'the key reconciles itself in a loop', fields: { reason } });
  }

  #timedOut(run: ActiveRun<K>, message: string): void {
    const failure = failureOf(run.lateness);
    this.#options.counters.timeouts += 1;
    this.#publish(run, 'timedOut', failure);
    this.#fail(run, message, failure);
  }

  #fail(run: ActiveRun<K>, what: string, failure: Failure): void {
    const { counters, clock } = this.#options;
    const { isLastAttempt } = run.context;
    counters.failures += 1;
    if (isLastAttempt) {
      counters.terminal += 1;
      const message = `${what}; it was the last attempt, and the key waits until its object changes`;
      this.#log(run, { level: 'error', message, fields: failure });
      return;
    }
    const unlogged = this.#limit.admit(failure, clock.monotonic());
    const level = unlogged === undefined ? 'debug' : 'error';
    const fields = unlogged ? { ...failure, unlogged } : failure;
    this.#log(run, { level, message: what, fields });
  }

  #publish(run: ActiveRun<K>, outcome: RunEnding, failure?: Failure): void {
    if (!runsAreObserved()) return;
    // Not rounded: most runs take less than a millisecond.
    const durationMs = this.#options.clock.monotonic() - run.beganAt;
    publishRun({ type: 'ended', run: run.identity, outcome, durationMs, ...(failure && { failure }) });
  }

  #log(
    run: ActiveRun<K>,
    { level, message, fields }: { level: LogLevel; message: string; fields: object },
  ): void {
    this.#options.log.write(level, message, () => ({
      ...run.context.fields,
      durationMs: this.#durationMs(run),
      ...fields,
    }));
  }

  #durationMs({ beganAt }: ActiveRun<K>): number {
    return Math.round(this.#options.clock.monotonic() - beganAt);
  }
}
