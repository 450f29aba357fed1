// What a key has asked the server about its writes. A question is asked once, and its answer goes to all who asked.

import type { LiveRead, OwnWrite } from './own-write.ts';

type Tell = (found: OwnWrite) => void;

type State =
  | { readonly type: 'asking'; readonly askers: Map<object, Tell> }
  | { readonly type: 'answered' }
  | { readonly type: 'failed'; readonly reason: string };

export class OpenQuestions {
  readonly #states = new Map<LiveRead, State>();
  #abort: AbortController | undefined;

  /** `tell` is called once for each `asker`; not where the question was answered before, or where it fails. */
  ask(read: LiveRead, asker: object, tell: Tell): void {
    const state = this.#states.get(read);
    if (state) {
      if (state.type === 'asking') state.askers.set(asker, tell);
      return;
    }
    const asking: State = { type: 'asking', askers: new Map([[asker, tell]]) };
    const states = this.#states.set(read, asking);
    this.#abort ??= new AbortController();
    const { signal } = this.#abort;
    read(signal).then(
      (found) => {
        if (signal.aborted) return;
        states.set(read, { type: 'answered' });
        for (const each of asking.askers.values()) each(found);
      },
      (error: unknown) => {
        if (signal.aborted) return;
        states.set(read, { type: 'failed', reason: error instanceof Error ? error.message : String(error) });
      },
    );
  }

  /** Why a question has no answer; undefined where it has, or may still have one. */
  failureOf(read: LiveRead): string | undefined {
    const state = this.#states.get(read);
    return state?.type === 'failed' ? state.reason : undefined;
  }

  /** Ends what is asked. No answer is told any more. */
  close(): void {
    this.#abort?.abort();
    this.#abort = undefined;
    this.#states.clear();
  }
}
