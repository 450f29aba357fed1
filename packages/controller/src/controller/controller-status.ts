// How a controller is doing: all that a probe, a dashboard or a metric needs.

import type { QueueSizes } from '../queue/run.ts';
import type { SourceStatus } from '../source/source-status.ts';

/**
 * - `idle`: not run yet, or ended.
 * - `syncing`: no cluster has all of its sources synced yet.
 * - `standby`: at least one cluster has, and runs begin when this process leads.
 * - `running`: runs of at least one cluster begin.
 * - `draining`: the signal has fired, and runs are still ending.
 */
export type ControllerPhase = 'idle' | 'syncing' | 'standby' | 'running' | 'draining';

/** A key that runs, or whose run has not come back. */
export interface RunningKey {
  /** `namespace/name`, or `name`; before it the cluster, where the controller has several. */
  readonly key: string;
  readonly ageMs: number;
  /** Whether its run was given up: it has lost its place, and its key waits until it settles. */
  readonly givenUp: boolean;
}

/** Numbers that only grow, since the controller was made. */
export interface ControllerCounters {
  readonly runs: number;
  /** Times a key began to wait for a run: by a change, a request, a time or a failure. */
  readonly queued: number;
  /** Runs that threw, or returned what is no Action; those that timed out as well. */
  readonly failures: number;
  readonly timeouts: number;
  /** Runs that ended by `Action.terminal`, or were the last attempt and failed. */
  readonly terminal: number;
  /** Times a run waited until the caches had the last run's writes. */
  readonly gateWaits: number;
  /** Times it waited for longer than `consistencyTimeout` and went ahead, or was not due for a minute and gave them up. */
  readonly gateTimeouts: number;
  /** Runs that only the key's own writes led to. */
  readonly selfTriggered: number;
}

/** A snapshot. */
export interface ControllerStatus {
  readonly name: string;
  readonly phase: ControllerPhase;
  readonly sources: readonly SourceStatus[];
  /** `running` counts keys whose run was given up as well. */
  readonly queue: QueueSizes;
  /** How many keys may run at once. */
  readonly concurrency: number;
  /** For how long all that runs has run, added up, in ms. */
  readonly runningMs: number;
  /** The key that has run for longest. Told also where the controller has ended, and a run ignores its signal. */
  readonly oldestRunning?: RunningKey;
  /** Objects that are paused by annotation. */
  readonly paused: number;
  readonly counters: ControllerCounters;
}

/** As a controller counts. */
export type Counters = { -readonly [Name in keyof ControllerCounters]: ControllerCounters[Name] };

const noRuns: ControllerCounters = {
  runs: 0,
  queued: 0,
  failures: 0,
  timeouts: 0,
  terminal: 0,
  gateWaits: 0,
  gateTimeouts: 0,
  selfTriggered: 0,
};

export function newCounters(): Counters {
  return { ...noRuns };
}

/** What is so while a controller runs. */
export type SessionStatus = Omit<ControllerStatus, 'name' | 'concurrency' | 'counters'>;

/** Of its runs. */
export type RunningStatus = Pick<SessionStatus, 'queue' | 'runningMs' | 'oldestRunning'>;

/** Of a controller that does not run. */
export const idleStatus: SessionStatus = {
  phase: 'idle',
  sources: [],
  queue: { ready: 0, waiting: 0, running: 0, held: 0 },
  runningMs: 0,
  paused: 0,
};
