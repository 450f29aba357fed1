// The parts of a manager that run side by side, until they end: by themselves, by an error, or because they were told to.

import { type Clock, onAbort } from '@kube-rx/core';

interface Part {
  readonly name: string;
  /** Why it has not ended, where it knows. */
  readonly hangs: (() => string | undefined) | undefined;
}

export class RunningParts {
  readonly #clock: Clock;
  readonly #onError: (part: string, error: unknown) => void;
  readonly #parts = new Set<Part>();
  readonly #idle = new Set<() => void>();

  constructor(clock: Clock, onError: (part: string, error: unknown) => void) {
    this.#clock = clock;
    this.#onError = onError;
  }

  start(name: string, run: () => Promise<void>, hangs?: () => string | undefined): void {
    const part: Part = { name, hangs };
    this.#parts.add(part);
    void this.#run(part, run);
  }

  /** Waits until all have ended, for so many milliseconds at most. */
  async ended(withinMs: number): Promise<void> {
    if (this.#parts.size === 0) return;
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const end = (): void => resolve(undefined);
    const timer = this.#clock.schedule(withinMs, end);
    this.#idle.add(end);
    await promise;
    this.#idle.delete(end);
    timer.cancel();
  }

  /** Those that have not ended. */
  get hanging(): readonly string[] {
    return Array.from(this.#parts, ({ name, hangs }) => {
      const why = hangs?.();
      return why === undefined ? name : `${name} (${why})`;
    });
  }

  async #run(part: Part, run: () => Promise<void>): Promise<void> {
    try {
      await run();
    } catch (error) {
      this.#onError(part.name, error);
    }
    this.#parts.delete(part);
    if (this.#parts.size === 0) for (const tell of this.#idle) tell();
  }
}

/** Resolves when the signal has fired. */
export function fired(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => void onAbort(signal, resolve));
}
