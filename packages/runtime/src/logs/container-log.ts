// The log of one container over all its runs, as a pure machine: what to read next, and what to do when that ends.
//
//   pending    there is nothing to read: the container has not begun, or has ended and was read to its end
//   reading    a request is open, for a run of the container
//   retrying   the request broke off, and the next one is due after a delay
//   over       nothing will come any more
//
// A run is named by the number of restarts before it. After a break the container may have been restarted, and its status
// may be late to say so. So the rest of the run before is read first (`previous`); where there was no restart, that has no
// line that was not read. The server keeps no more than that one.

import type { LogParams } from '@kube-rx/core';
import type { ContainerInstance } from '../pods/container-instances.ts';
import { LogPosition } from './log-position.ts';

export type ContainerLogState =
  | { readonly type: 'pending' }
  | { readonly type: 'reading'; readonly run: number; readonly previous: boolean }
  /** `inOrder`: the request did not fail. It ended, though the container is said to run. */
  | { readonly type: 'retrying'; readonly run: number; readonly inOrder: boolean }
  | { readonly type: 'over' };

/** What the driver is to do; it replaces what was to be done before. */
export type ContainerLogEffect =
  | { readonly type: 'read'; readonly params: LogParams }
  /** Call `alarm` after the delay of this attempt, from 0. */
  | { readonly type: 'retry'; readonly attempt: number }
  | { readonly type: 'leave' };

type Seen = Pick<ContainerInstance, 'restarts' | 'hasStarted' | 'isRunning'>;

export interface ContainerLogOptions {
  readonly container: string;
  readonly follow: boolean;
  /** What the first run is asked for, as a tail. */
  readonly first: Pick<LogParams, 'since' | 'sinceTime' | 'tailLines' | 'previous'>;
}

/**
 * - `passing`: another try may help.
 * - `refused`: who reads may not.
 * - `missing`: there is no such run, or no such Pod.
 */
export type LogFailure = 'passing' | 'refused' | 'missing';

// Of a Pod that is gone or has finished.
const mostLastAttempts = 3;
/** A server that has just started may forbid for a moment what it allows. */
export const refusalsBelieved = 3;

export class ContainerLog {
  readonly position: LogPosition = new LogPosition();
  readonly #options: ContainerLogOptions;
  #state: ContainerLogState = { type: 'pending' };
  #seen: Seen = { restarts: 0, hasStarted: false, isRunning: false };
  // Runs below it are done with.
  #nextRun = 0;
  #firstRun: number | undefined;
  // The Pod is gone or has finished, so no further run comes.
  #isLast = false;
  // Requests in a row that brought no line.
  #attempt = 0;
  // Whether the server has let it be read.
  #wasAllowed = false;
  #refusals = 0;

  constructor(options: ContainerLogOptions) {
    this.#options = options;
  }

  get state(): ContainerLogState {
    return this.#state;
  }

  /** The Pod's status says how the container is. */
  observe(seen: Seen, isLast: boolean): ContainerLogEffect | undefined {
    this.#seen = seen;
    this.#isLast ||= isLast;
    const state = this.#state;
    if (state.type === 'pending') return this.#proceed();
    const isNews =
      state.type === 'retrying' && state.inOrder && (!seen.isRunning || seen.restarts > state.run);
    return isNews ? this.alarm() : undefined;
  }

  /** The Pod is gone. What is being read is read to its end. */
  gone(): ContainerLogEffect | undefined {
    this.#isLast = true;
    return this.#state.type === 'pending' || this.#state.type === 'retrying' ? this.#leave() : undefined;
  }

  /** A line came, so the server is well. */
  progress(): void {
    this.#attempt = 0;
    this.#allow();
  }

  /** The request ended as a log ends. */
  ended(): ContainerLogEffect | undefined {
    const state = this.#state;
    if (state.type !== 'reading') return undefined;
    const { run, previous } = state;
    this.#allow();
    if (!this.#options.follow) return this.#leave();
    if (previous) return this.#afterPrevious(run);
    if (this.#seen.restarts > run) return this.#readPrevious();
    // It may have ended just now, or something in between has closed the connection.
    if (this.#seen.isRunning && !this.#isLast) return this.#retry(run, true);
    return this.#proceedPast(run);
  }

  /** The request failed. */
  failed(failure: LogFailure): ContainerLogEffect | undefined {
    const state = this.#state;
    if (state.type !== 'reading') return undefined;
    if (!this.#options.follow) return this.#leave();
    // The server does not have that run. What is lost of it cannot be had.
    if (failure === 'missing' && state.previous) return this.#afterPrevious(state.run);
    if (failure === 'passing') this.#allow();
    if (failure === 'refused') this.#refusals += 1;
    const isRefused = this.#refusals >= (this.#wasAllowed ? refusalsBelieved : 1);
    const isGone = this.#isLast && (failure === 'missing' || this.#attempt >= mostLastAttempts);
    return isRefused || isGone ? this.#leave() : this.#retry(state.run, false);
  }

  /** The delay is over. */
  alarm(): ContainerLogEffect | undefined {
    const state = this.#state;
    if (state.type !== 'retrying') return undefined;
    if (this.#seen.restarts > state.run) return this.#readPrevious();
    // Before the first line, nobody knows which lines of the run before are wanted.
    return this.#read(state.run, this.position.time !== undefined);
  }

  /** The next run, if it has begun. */
  #proceed(): ContainerLogEffect | undefined {
    const { restarts, hasStarted } = this.#seen;
    this.#state = { type: 'pending' };
    if (hasStarted && restarts >= this.#nextRun) return this.#read(restarts, false);
    return this.#isLast || !this.#options.follow ? this.#leave() : undefined;
  }

  #afterPrevious(run: number): ContainerLogEffect | undefined {
    return this.#seen.restarts > run ? this.#proceedPast(run) : this.#read(run, false);
  }

  #proceedPast(run: number): ContainerLogEffect | undefined {
    this.#nextRun = run + 1;
    return this.#proceed();
  }

  /** The container was restarted while it was read: first the rest of the run before, the only one that is kept. */
  #readPrevious(): ContainerLogEffect {
    return this.#read(this.#seen.restarts - 1, true);
  }

  #read(run: number, previous: boolean): ContainerLogEffect {
    const { container, follow, first } = this.#options;
    this.#state = { type: 'reading', run, previous };
    this.#firstRun ??= run;
    const { time } = this.position;
    this.position.resume();
    const from = time !== undefined ? { sinceTime: time } : run === this.#firstRun ? first : {};
    return {
      type: 'read',
      params: {
        container,
        follow: follow && !previous,
        ...from,
        ...(previous && { previous }),
        timestamps: true,
      },
    };
  }

  #retry(run: number, inOrder: boolean): ContainerLogEffect {
    this.#state = { type: 'retrying', run, inOrder };
    const attempt = this.#attempt;
    this.#attempt += 1;
    return { type: 'retry', attempt };
  }

  #allow(): void {
    this.#wasAllowed = true;
    this.#refusals = 0;
  }

  #leave(): ContainerLogEffect {
    this.#state = { type: 'over' };
    return { type: 'leave' };
  }
}
