// What a terminal shows while a watch heals: a line when it is interrupted, a line when it has recovered.

import { ApiError, type Clock, statusName, systemClock, type Timer } from '@kube-rx/core';
import type { InterruptedEvent, SkippedEvent, WatcherStatus } from '@kube-rx/runtime';
import { safeLine } from './safe-text.ts';

// A server that cannot resume a watch accepts it and ends it with an error at once. That is no recovery.
const stableMs = 300;

interface Trouble {
  readonly since: number;
  readonly relists: number;
}

export class TroubleReport {
  readonly #say: (line: string) => void;
  readonly #clock: Clock;
  #relists = 0;
  #trouble: Trouble | undefined;
  #recovery: Timer | undefined;

  constructor(say: (line: string) => void, clock: Clock = systemClock) {
    this.#say = say;
    this.#clock = clock;
  }

  interrupted(event: InterruptedEvent): void {
    this.#recovery?.cancel();
    this.#trouble ??= { since: this.#clock.monotonic(), relists: this.#relists };
    const next = event.verdict === 'expired' ? 'reading everything again' : 'retrying';
    const tries = event.attempt > 1 ? ` (failed ${event.attempt} times)` : '';
    const line = `interrupted: ${whatHappened(event)}; ${next} in ${seconds(event.retryInMs)}${tries}`;
    this.#say(safeLine(line));
  }

  skipped({ key, error }: SkippedEvent): void {
    this.#say(safeLine(`left out ${key ?? 'an object'}, which cannot be decoded: ${error.message}`));
  }

  /** Must see every status, to notice when the watch is open again. */
  follow({ phase, counters }: WatcherStatus): void {
    this.#relists = counters.relists;
    if (phase !== 'live' || !this.#trouble) return;
    const { since, relists } = this.#trouble;
    const after = seconds(this.#clock.monotonic() - since);
    const how =
      counters.relists > relists
        ? 'everything was read again, and what had changed is above'
        : 'the watch goes on where it was';
    this.#recovery?.cancel();
    this.#recovery = this.#clock.schedule(stableMs, () => {
      this.#trouble = undefined;
      this.#say(`recovered after ${after}: ${how}`);
    });
  }

  /** Stops reporting. */
  close(): void {
    this.#recovery?.cancel();
  }
}

// Errors carry advice on what to do. It is shown only where the user may have to act.
function whatHappened({ error, verdict }: InterruptedEvent): string {
  if (verdict === 'expired') return 'the server no longer has the changes since the last one seen';
  if (!(error instanceof ApiError) || verdict === 'denied' || verdict === 'missing') return error.message;
  return `the server answered ${statusName(error.status)}: ${error.serverMessage ?? 'without a message'}`;
}

function seconds(millis: number): string {
  return `${(millis / 1000).toFixed(1)} s`;
}
