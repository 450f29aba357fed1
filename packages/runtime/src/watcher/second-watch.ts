// The second watch, which is opened beside a live one that has become suspiciously silent. Whichever brings something
// first is gone on with, so that nothing is told twice or missed: both begin where the view is.

import { type Failure, failureOf, type Verdict, WatchError } from './classify.ts';
import type { OpenWatch } from './state.ts';

// How long a second watch that is open may have nothing to tell, before it takes over all the same.
const graceMs = 2_000;

/** A watch under way beside the first. */
export interface Second {
  readonly id: number;
  readonly watch: OpenWatch;
  /** When its head came; undefined before. */
  readonly openedAt: number | undefined;
  /** It is there because the first one is suspected, and not because the process stood still. */
  readonly suspects: boolean;
}

export class SecondWatch {
  #current: Second | undefined;
  // When the next try is due, after one that failed.
  #retryAt: number | undefined;
  #isRenewing = false;

  /** The one under way. */
  get current(): Second | undefined {
    return this.#current;
  }

  /** Whether there is something that a frame of the first watch ends: a second watch, or the trouble after one failed. */
  get isUnsettled(): boolean {
    return this.#current !== undefined || this.#retryAt !== undefined;
  }

  /** When to look at the first watch. `suspectAt`: when its silence becomes suspicious. */
  lookAt(suspectAt: number): number {
    if (this.#isRenewing) return -Infinity;
    return this.#current ? Infinity : (this.#retryAt ?? suspectAt);
  }

  /** Whether a new initial state is due, as the first watch is lost. */
  get isRenewing(): boolean {
    return this.#isRenewing;
  }

  /** When it takes over, if neither has brought anything by then; Infinity where it has no head yet. */
  get takesOverAt(): number {
    const openedAt = this.#current?.openedAt;
    return openedAt === undefined ? Infinity : openedAt + graceMs;
  }

  /**
   * Over which connection the next one goes. `alive`: one that is known to work, as pings are answered. `another`, after
   * one that failed: a proxy may answer pings, and hold a watch back.
   */
  get connection(): 'alive' | 'another' {
    return this.#retryAt === undefined ? 'alive' : 'another';
  }

  begin(second: Omit<Second, 'openedAt'>): void {
    this.#current = { ...second, openedAt: undefined };
    this.#retryAt = undefined;
  }

  noteHead(now: number): void {
    if (this.#current) this.#current = { ...this.#current, openedAt: now };
  }

  /** The second watch is over; another try is due at `retryAt`. */
  fail(retryAt: number): void {
    this.#current = undefined;
    this.#retryAt = retryAt;
  }

  /** The second watch has taken over, and a new initial state is due as soon as what it brings now is told. */
  renew(): void {
    this.#isRenewing = true;
  }

  /** Forgets all of it. */
  settle(): void {
    this.#current = undefined;
    this.#retryAt = undefined;
    this.#isRenewing = false;
  }
}

// After these the first watch is the best that there is. Any other holds for the first watch as well.
const firstStays: readonly Verdict[] = ['retry', 'faulty', 'throttled', 'notKubernetes', 'damped'];

/** Whether the first watch is kept when a second one failed so. */
export function staysBeside(verdict: Verdict): boolean {
  return firstStays.includes(verdict);
}

/** What is told while the first watch is silent and no second one can be had. */
export function troubleBeside({ error }: Failure, silentMs: number): Failure {
  const seconds = Math.round(silentMs / 1000);
  const message = `nothing came for ${seconds} s, and a second watch failed: ${error.message}`;
  return failureOf(new WatchError('silent', message));
}
