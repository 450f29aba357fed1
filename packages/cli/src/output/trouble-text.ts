// What a person is told while a watch heals: one line when it is interrupted, one when it is well again.

import type { InterruptedEvent, WatcherStatus } from '@kube-rx/runtime';
import { escapeControls } from '../table/table-text.ts';

/** Keeps what is needed to say how long trouble lasted and how it ended. */
export class TroubleText {
  #since: number | undefined;
  #listsBefore = 0;

  /** `lists`: how many lists were begun so far. `now`: milliseconds since the Unix epoch. */
  interrupted({ error, verdict, retryInMs, attempt }: InterruptedEvent, lists: number, now: number): string {
    if (this.#since === undefined) {
      this.#since = now;
      this.#listsBefore = lists;
    }
    const what =
      verdict === 'expired' ? 'the server no longer has the changes since the last one seen' : error.message;
    const next = verdict === 'expired' ? 'listing again' : 'retrying';
    const tries = attempt > 1 ? ` (failed ${attempt} times)` : '';
    return escapeControls(`interrupted: ${what}; ${next} in ${seconds(retryInMs)}${tries}`);
  }

  /** The line to say when the watch is open again after trouble; undefined while there is nothing to say. */
  recovered({ phase, counters }: WatcherStatus, now: number): string | undefined {
    if (phase !== 'live' || this.#since === undefined) return undefined;
    const how =
      counters.lists > this.#listsBefore
        ? 'all objects were listed again, and what had changed is above'
        : 'the watch goes on where it was';
    const line = `recovered after ${seconds(now - this.#since)}: ${how}`;
    this.#since = undefined;
    return line;
  }
}

function seconds(millis: number): string {
  return `${(millis / 1000).toFixed(1)} s`;
}
