// One run of something, shared by all who ask for it meanwhile.

import { abortError, untilAborted } from './abort.ts';

interface Run<T> {
  readonly outcome: Promise<T>;
  readonly abort: AbortController;
  waiting: number;
}

/**
 * Whoever joins while a run is under way gets its outcome. A caller that is aborted leaves; when the last one has left,
 * the run is aborted.
 *
 * @example
 * const lists = new SharedRun((signal, limit: number) => pods.list({ signal, limit }));
 * const [first, second] = await Promise.all([lists.join(5), lists.join(5)]);   // one request
 */
export class SharedRun<T, Argument> {
  readonly #start: (signal: AbortSignal, argument: Argument) => Promise<T>;
  #run: Run<T> | undefined;

  constructor(start: (signal: AbortSignal, argument: Argument) => Promise<T>) {
    this.#start = start;
  }

  /** `argument` is that of a new run. Rejects as the run does, or with an `AbortError` once `signal` fires. */
  async join(argument: Argument, signal?: AbortSignal): Promise<T> {
    if (signal?.aborted) throw abortError(signal);
    const run = (this.#run ??= this.#begin(argument));
    run.waiting += 1;
    try {
      return await untilAborted(run.outcome, signal);
    } finally {
      run.waiting -= 1;
      if (run.waiting === 0) {
        this.#forget(run);
        run.abort.abort();
      }
    }
  }

  /** Whoever joins from now on begins anew. Those who wait get the outcome of their run. */
  leaveBehind(): void {
    this.#run = undefined;
  }

  #begin(argument: Argument): Run<T> {
    const abort = new AbortController();
    return { outcome: this.#start(abort.signal, argument), abort, waiting: 0 };
  }

  #forget(run: Run<T>): void {
    if (this.#run === run) this.#run = undefined;
  }
}
