// How far a streamed initial state has come. A server that does not know of initial states sends what exists and then
// what changes, without a mark between: on a busy kind, frames never cease, and are no sign of progress.

import type { KubeObject } from '@kube-rx/core';
import type { Frame } from './message.ts';

/** How long it may rest, in ms: before its first object, and after each. */
export interface InitialLimits {
  readonly initialStartTimeout: number;
  readonly initialIdleTimeout: number;
}

// So many objects are looked at one by one: the key of each has to be read from its bytes.
const closeLooks = 256;

export class InitialProgress {
  readonly #openedAt: number;
  #objectAt: number;
  #frameAt: number;
  // Of the objects looked at.
  #highest = '';
  #looks = 0;
  #isOver = false;

  /** @param now when the watch was opened, in monotonic ms, as all times here. */
  constructor(now: number) {
    this.#openedAt = this.#objectAt = this.#frameAt = now;
  }

  /** When the last object came of what exists; before the first, when the watch was opened. */
  get objectAt(): number {
    return this.#objectAt;
  }

  get openedAt(): number {
    return this.#openedAt;
  }

  /** Whether something has changed since: all that follows are changes. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** The hot path of an initial state. Of a large one, mostly only the first object of a chunk of bytes is looked at. */
  note<K extends KubeObject>(frame: Frame<K>, now: number): void {
    this.#frameAt = now;
    if (frame.type === 'BOOKMARK' || this.#isOver) return;
    // What exists comes in key order, and before all that changes.
    if (frame.type !== 'ADDED') this.#isOver = true;
    else if (now !== this.#objectAt || this.#looks < closeLooks) this.#look(frame.encoded.key, now);
  }

  /** How long nothing at all may come after the last frame. */
  limitMs({ initialStartTimeout, initialIdleTimeout }: InitialLimits): number {
    const limitMs = this.#highest === '' ? initialStartTimeout : initialIdleTimeout;
    return limitMs - (this.#frameAt - this.#objectAt);
  }

  #look(key: string, now: number): void {
    this.#looks += 1;
    if (key <= this.#highest) return;
    this.#highest = key;
    this.#objectAt = now;
  }
}
