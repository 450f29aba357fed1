// The state of a server in a file while it runs: restored at the start, saved every few seconds and at the end.

import type { Clock, Timer } from '@kube-rx/core';
import { codeOf } from '../error-code.ts';
import type { StateLock } from './state-lock.ts';

export interface KeepStateOptions {
  /**
   * How long a change waits at most before it is saved, in ms; ten times the time that the last save took, where that
   * is longer. Default 2,000.
   */
  readonly saveMs?: number;
  /** Hears why a save has failed, once for each reason. Default: nobody; the last save tells by `close`. */
  readonly onSaveError?: (error: unknown) => void;
}

export interface KeptState extends AsyncDisposable {
  /** Whether there was a state to go back to. */
  readonly restored: boolean;
  /** Saves what has changed now, after a save that is under way. Rejects once it is closed. */
  save(): Promise<void>;
  /** Saves for the last time and lets the file go. */
  close(): Promise<void>;
}

interface Keeping extends KeepStateOptions {
  readonly clock: Clock;
  readonly lock: StateLock;
  readonly restored: boolean;
  /** Tells one state from any other: revisions come again where the server goes back. */
  readonly state: () => string;
  readonly write: () => Promise<void>;
}

// So that saving never takes more than a tenth of the time.
const pauseFactor = 10;

export class StateKeeper implements KeptState {
  readonly restored: boolean;
  readonly #keeping: Keeping;
  #saved: string | undefined;
  #saving: Promise<void> = Promise.resolve();
  #timer: Timer | undefined;
  #told = '';
  #closed: Promise<void> | undefined;

  constructor(keeping: Keeping) {
    this.#keeping = keeping;
    this.restored = keeping.restored;
    if (keeping.restored) this.#saved = keeping.state();
    this.#plan(0);
  }

  save(): Promise<void> {
    if (this.#closed) return Promise.reject(new Error('the state is closed, so nothing is saved any more'));
    return this.#save();
  }

  #save(): Promise<void> {
    this.#saving = this.#saving.then(
      () => this.#write(),
      () => this.#write(),
    );
    return this.#saving;
  }

  close(): Promise<void> {
    return (this.#closed ??= this.#close());
  }

  async #close(): Promise<void> {
    this.#timer?.cancel();
    this.#timer = undefined;
    const { lock } = this.#keeping;
    try {
      await this.#save();
    } catch (error) {
      // Why it is not saved matters more than a lock that stays.
      await lock.release().catch(() => undefined);
      throw error;
    }
    await lock.release();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #write(): Promise<void> {
    const { state, lock, write } = this.#keeping;
    const current = state();
    if (current === this.#saved) return;
    await lock.require();
    await write();
    this.#saved = current;
    this.#told = '';
  }

  #plan(tookMs: number): void {
    const { clock, saveMs = 2_000 } = this.#keeping;
    this.#timer = clock.schedule(Math.max(saveMs, tookMs * pauseFactor), () => void this.#savePlanned());
  }

  async #savePlanned(): Promise<void> {
    const { clock, onSaveError } = this.#keeping;
    const begun = clock.monotonic();
    try {
      await this.#save();
    } catch (error) {
      // The system's messages name the draft, which is another one each time.
      const why = String(codeOf(error) ?? error);
      const isNews = why !== this.#told;
      this.#told = why;
      if (isNews) onSaveError?.(error);
    } finally {
      if (this.#timer) this.#plan(clock.monotonic() - begun);
    }
  }
}
