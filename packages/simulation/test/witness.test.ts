import { describe, expect, test } from '@jest/globals';
import type { WatcherStatus } from '@kube-rx/runtime';
import { Witness } from '../src/invariants.ts';

const error = new Error('away');

/** A watcher as its witness sees it, at a time in seconds. */
class Seen {
  readonly witness = new Witness();

  live(at: number, attempt = 0): this {
    return this.#status(at, { phase: 'live', attempt, ...(attempt > 0 && { lastError: error }) });
  }

  /** No second watch could be had beside the live one. */
  alone(at: number, attempt: number, retryInMs: number): this {
    return this.#interrupted(attempt, retryInMs).live(at, attempt);
  }

  waiting(at: number, attempt: number, retryInMs = 500): this {
    const nextRetryAt = at * 1000 + retryInMs;
    const status = { phase: 'waiting', attempt, lastError: error, nextRetryAt } as const;
    return this.#interrupted(attempt, retryInMs).#status(at, status);
  }

  connecting(at: number, attempt: number): this {
    return this.#status(at, { phase: 'connecting', attempt });
  }

  #interrupted(attempt: number, retryInMs: number): this {
    this.witness.event({ type: 'Interrupted', verdict: 'retry', error, attempt, retryInMs });
    return this;
  }

  #status(at: number, status: Pick<WatcherStatus, 'phase' | 'attempt'> & Partial<WatcherStatus>): this {
    const counters = {
      lists: 1,
      watches: 1,
      relists: 0,
      expired: 0,
      duplicates: 0,
      violations: 0,
      skipped: 0,
    };
    this.witness.status({ mode: 'list', synced: true, epoch: 0, since: at * 1000, counters, ...status });
    return this;
  }
}

describe('after a healthy watch, attempts are counted from 1 again', () => {
  test.each([
    ['one that lived for long', new Seen().live(0).waiting(31, 2)],
    ['one beside which no second could be had long ago', new Seen().live(0).alone(10, 1, 500).waiting(41, 2)],
    [
      'one that outlived a long delay',
      new Seen().waiting(0, 1, 60_000).connecting(60, 1).live(60, 1).waiting(121, 2),
    ],
  ])('%s', (_what, { witness }) => {
    expect(witness.violations).toEqual(['I9: attempt 2 after a healthy watch']);
  });

  test.each([
    ['none was healthy', new Seen().live(0).waiting(29, 2)],
    ['they were', new Seen().live(0).waiting(31, 1)],
    ['no second could be had a moment ago', new Seen().live(0).alone(30, 1, 60_000).waiting(59, 2)],
    ['it was too short for the delay', new Seen().live(0).alone(10, 1, 60_000).waiting(69, 2)],
  ])('or not, where %s', (_what, { witness }) => {
    expect(witness.violations).toEqual([]);
  });
});
