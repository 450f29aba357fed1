// What a person is told while a watch heals: one line when it is interrupted, one when it is well again.

import { ApiError } from '@kube-rx/core';
import type { InterruptedEvent, WatcherStatus } from '@kube-rx/runtime';
import { escapeControls } from '../table/table-text.ts';

/** Keeps what is needed to say how long trouble lasted and how it ended. */
export class TroubleText {
  #since: number | undefined;
  #relistsBefore = 0;

  /** `relists`: how often the watcher began anew so far. `now`: milliseconds since the Unix epoch. */
  interrupted(event: InterruptedEvent, relists: number, now: number): string {
    if (this.#since === undefined) {
      this.#since = now;
      this.#relistsBefore = relists;
    }
    const next = event.verdict === 'expired' ? 'listing again' : 'retrying';
    const tries = event.attempt > 1 ? ` (failed ${event.attempt} times)` : '';
    return escapeControls(
      `interrupted: ${whatHappened(event)}; ${next} in ${seconds(event.retryInMs)}${tries}`,
    );
  }

  /** The line to say when the watch is open again after trouble; undefined while there is nothing to say. */
  recovered({ phase, counters }: WatcherStatus, now: number): string | undefined {
    if (phase !== 'live' || this.#since === undefined) return undefined;
    const how =
      counters.relists > this.#relistsBefore
        ? 'everything was read again, and what had changed is above'
        : 'the watch goes on where it was';
    const line = `recovered after ${seconds(now - this.#since)}: ${how}`;
    this.#since = undefined;
    return line;
  }
}

// The advice that errors carry is for people who must act; here only what they may have to act on keeps it.
function whatHappened({ error, verdict }: InterruptedEvent): string {
  if (verdict === 'expired') return 'the server no longer has the changes since the last one seen';
  if (!(error instanceof ApiError) || verdict === 'denied' || verdict === 'missing') return error.message;
  const { code, reason, message } = error.status;
  return `the server answered ${[code, reason].filter(Boolean).join(' ')}: ${message ?? 'without a message'}`;
}

function seconds(millis: number): string {
  return `${(millis / 1000).toFixed(1)} s`;
}
