import { describe, expect, test } from '@jest/globals';
import { TransportError } from '@kube-rx/client';
import { ApiError, type Clock } from '@kube-rx/core';
import type { InterruptedEvent, Verdict, WatcherPhase, WatcherStatus } from '@kube-rx/runtime';
import { TroubleReport } from '../../src/output/trouble-report.ts';

/** A clock with one timer, which is all that is needed here. */
class HandClock implements Clock {
  time = 0;
  #due: { readonly at: number; readonly callback: () => void } | undefined;

  now(): number {
    return this.time;
  }

  monotonic(): number {
    return this.time;
  }

  schedule(delayMs: number, callback: () => void): { cancel: () => void } {
    const due = { at: this.time + delayMs, callback };
    this.#due = due;
    return {
      cancel: () => {
        if (this.#due === due) this.#due = undefined;
      },
    };
  }

  advance(ms: number): void {
    this.time += ms;
    const due = this.#due;
    if (!due || due.at > this.time) return;
    this.#due = undefined;
    due.callback();
  }
}

function start(): { report: TroubleReport; clock: HandClock; said: string[] } {
  const said: string[] = [];
  const clock = new HandClock();
  return { report: new TroubleReport((line) => said.push(line), clock), clock, said };
}

function interrupted(verdict: Verdict, error: Error, attempt = 1): InterruptedEvent {
  return { type: 'Interrupted', verdict, error, attempt, retryInMs: 1234 };
}

function status(phase: WatcherPhase, relists = 0): WatcherStatus {
  const counters = {
    lists: 0,
    watches: 0,
    relists,
    expired: 0,
    duplicates: 0,
    skipped: 0,
    violations: 0,
    dropped: 0,
    poisoned: 0,
  };
  return { phase, mode: 'list', synced: true, epoch: 0, since: 0, attempt: 0, counters };
}

const reset = new TransportError('watch pods: the answer broke off (ECONNRESET)', { code: 'ECONNRESET' });
const busy = new ApiError('watch pods: the server answered 429; try again later', {
  status: { code: 429, reason: 'TooManyRequests', message: 'too many\nrequests' },
});

describe('a report of trouble', () => {
  test.each([
    ['a lost connection', interrupted('retry', reset), `interrupted: ${reset.message}; retrying in 1.2 s`],
    [
      'the third failure in a row',
      interrupted('retry', reset, 3),
      `interrupted: ${reset.message}; retrying in 1.2 s (failed 3 times)`,
    ],
    [
      'a history that is gone',
      interrupted('expired', busy),
      'interrupted: the server no longer has the changes since the last one seen; reading everything again in 1.2 s',
    ],
    [
      'a busy server, without advice that nobody need take, in one line',
      interrupted('throttled', busy),
      'interrupted: the server answered 429 TooManyRequests: too many\\nrequests; retrying in 1.2 s',
    ],
    [
      'a refusal, with its advice',
      interrupted('denied', busy),
      `interrupted: ${busy.message}; retrying in 1.2 s`,
    ],
  ])('tells %s', (_, event, line) => {
    const { report, said } = start();
    report.interrupted(event);
    expect(said).toEqual([line]);
  });

  test('tells a recovery once the watch has been open for a moment, and how long it took', () => {
    const { report, clock, said } = start();
    report.follow(status('live'));
    report.interrupted(interrupted('retry', reset));
    clock.advance(2500);
    report.follow(status('connecting'));
    report.follow(status('live'));
    expect(said).toHaveLength(1);
    clock.advance(300);
    expect(said[1]).toBe('recovered after 2.5 s: the watch goes on where it was');
    report.follow(status('live'));
    clock.advance(300);
    expect(said).toHaveLength(2);
  });

  test('does not take for a recovery what ends at once, and counts from the first trouble', () => {
    const { report, clock, said } = start();
    report.interrupted(interrupted('retry', reset));
    clock.advance(1000);
    report.follow(status('live'));
    report.interrupted(interrupted('expired', busy));
    clock.advance(1000);
    report.follow(status('live', 1));
    clock.advance(300);
    expect(said.map((line) => line.split(/[:;]/)[0])).toEqual([
      'interrupted',
      'interrupted',
      'recovered after 2.0 s',
    ]);
    expect(said[2]).toContain('everything was read again');
  });

  test('says nothing where there was no trouble, nor after its end', () => {
    const { report, clock, said } = start();
    report.follow(status('live'));
    clock.advance(300);
    expect(said).toEqual([]);
    report.interrupted(interrupted('retry', reset));
    report.follow(status('live'));
    report.close();
    clock.advance(300);
    expect(said).toHaveLength(1);
  });
});
