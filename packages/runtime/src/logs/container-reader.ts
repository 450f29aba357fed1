// Reads the log of one container: does what the machine says, and tells it what came of it.

import type { LogStream } from '@kube-rx/client';
import {
  ApiError,
  type BackoffOptions,
  backoffMs,
  type Clock,
  IdleTimer,
  InvalidRequestError,
  isForbidden,
  isNotFound,
  isUnauthorized,
  type LogParams,
  toError,
} from '@kube-rx/core';
import type { ContainerInstance } from '../pods/container-instances.ts';
import type { ContainerLog, ContainerLogEffect, LogFailure } from './container-log.ts';
import { type TimedLine, timedLine } from './log-position.ts';
import type { Turns } from './turns.ts';

export interface ContainerReaderOptions {
  readonly machine: ContainerLog;
  readonly clock: Clock;
  readonly random: () => number;
  readonly backoff: BackoffOptions;
  readonly turns: Turns;
  /** Ends everything. */
  readonly leave: AbortSignal;
  readonly open: (params: LogParams) => LogStream;
  /** Resolves when the line was taken. */
  readonly write: (line: TimedLine) => Promise<void>;
  readonly onTrouble: (error: Error, retryInMs?: number) => void;
  /** There will be nothing more. */
  readonly onOver: () => void;
}

export class ContainerReader {
  readonly #options: ContainerReaderOptions;
  readonly #timer: IdleTimer;
  #reading: Promise<void> = Promise.resolve();

  constructor(options: ContainerReaderOptions) {
    this.#options = options;
    this.#timer = new IdleTimer(options.clock);
  }

  get isOver(): boolean {
    return this.#options.machine.state.type === 'over';
  }

  /** As the Pod's status has it. */
  observe(instance: ContainerInstance, isLast: boolean): void {
    this.#perform(this.#options.machine.observe(instance, isLast));
  }

  /** The Pod is gone. */
  gone(): void {
    this.#perform(this.#options.machine.gone());
  }

  /** Resolves when no request is open. The signal must have fired. */
  async close(): Promise<void> {
    this.#timer.cancel();
    await this.#reading;
  }

  #perform(effect: ContainerLogEffect | undefined): void {
    const { leave, random, backoff, machine, onOver } = this.#options;
    if (!effect || leave.aborted) return;
    this.#timer.cancel();
    switch (effect.type) {
      case 'read':
        this.#reading = this.#read(effect.params);
        break;
      case 'retry':
        this.#timer.after(backoffMs(effect.attempt, random(), backoff), () => this.#perform(machine.alarm()));
        break;
      case 'leave':
        onOver();
    }
  }

  async #read(params: LogParams): Promise<void> {
    const { machine, leave, turns, open, write } = this.#options;
    const release = await turns.take();
    try {
      if (leave.aborted) return;
      for await (const raw of open(params)) {
        const line = timedLine(raw);
        if (!machine.position.accept(line)) continue;
        machine.progress();
        await write(line);
      }
      this.#perform(machine.ended());
    } catch (thrown) {
      if (!leave.aborted) this.#fail(toError(thrown));
    } finally {
      release();
    }
  }

  #fail(error: Error): void {
    const { machine, onTrouble } = this.#options;
    const isPrevious = machine.state.type === 'reading' && machine.state.previous;
    const failure = failureOf(error, isPrevious);
    const effect = machine.failed(failure);
    // A Pod that is gone has no log, and that a run is not kept is no news.
    const isTold = failure !== 'missing';
    if (effect?.type === 'retry') {
      const { random, backoff } = this.#options;
      const delayMs = backoffMs(effect.attempt, random(), backoff);
      if (isTold) onTrouble(error, delayMs);
      this.#timer.after(delayMs, () => this.#perform(machine.alarm()));
      return;
    }
    if (isTold) onTrouble(error);
    this.#perform(effect);
  }
}

// A kubelet without the run before answers 400.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/kubelet/server/server.go (getContainerLogs)
function failureOf(error: Error, isPrevious: boolean): LogFailure {
  if (isNotFound(error) || (isPrevious && error instanceof ApiError && error.status.code === 400))
    return 'missing';
  const isRefused = isForbidden(error) || isUnauthorized(error) || error instanceof InvalidRequestError;
  return isRefused ? 'refused' : 'passing';
}
