// What of a source's ups and downs a person is told: its trouble once, and once that it is over. Pure: status and time
// come in. A watch that is cut and opened again is no trouble, and one that comes and goes is told once a minute.

import type { WatcherPhase } from '@kube-rx/runtime';

/** How a source is now. */
export interface HealthState {
  readonly phase: WatcherPhase;
  readonly synced: boolean;
  /** For how many milliseconds its watch has not been open. */
  readonly lagMs: number;
  /** What is wrong; undefined where it only takes its time. */
  readonly trouble: string | undefined;
}

/** Of a source: `trouble` with what is wrong, and `recovered` after that. */
export type HealthNews =
  | { readonly type: 'trouble'; readonly reason: string }
  | { readonly type: 'recovered' };

/** How long a watch that was open once may be away before that is told, in ms: no longer than a server restarts. */
const patienceMs = 10_000;
/** Between two troubles that are told, in ms. */
const pauseMs = 60_000;

export class SourceHealth {
  #isTold = false;
  #toldAt = Number.NEGATIVE_INFINITY;

  /** To be asked at each change of its status. `now`: monotonic ms. */
  look({ phase, synced, lagMs, trouble }: HealthState, now: number): HealthNews | undefined {
    if (phase === 'live') {
      if (!this.#isTold) return undefined;
      this.#isTold = false;
      return { type: 'recovered' };
    }
    if (trouble === undefined || this.#isTold) return undefined;
    if ((synced && lagMs < patienceMs) || now - this.#toldAt < pauseMs) return undefined;
    this.#isTold = true;
    this.#toldAt = now;
    return { type: 'trouble', reason: trouble };
  }
}
