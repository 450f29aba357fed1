// The IO of a second watch beside the first: its turn among those of the same client, its timer, and its end.

import { type Clock, IdleTimer } from '@kube-rx/core';
import type { Place } from './gate.ts';
import type { Effect } from './message.ts';
import type { SharedServer } from './shared-server.ts';

/** What ends a request that is under way: from here, or by its time. */
export interface Control {
  readonly abort: AbortController;
  readonly idleTimer: IdleTimer;
}

interface Run extends Control {
  readonly id: number;
  /** Sends the request, unless it was sent. */
  readonly send: () => void;
}

export class SecondRequest {
  readonly #clock: Clock;
  readonly #server: SharedServer;
  #run: Run | undefined;
  #place: Place | undefined;

  constructor(server: SharedServer, clock: Clock) {
    this.#server = server;
    this.#clock = clock;
  }

  /** Calls `send` once, when the delay is over and it is its turn, or when it is surrendered. */
  open({ id, delayMs }: Effect & { type: 'secondWatch' }, send: (control: Control) => void): void {
    this.drop();
    const control = { abort: new AbortController(), idleTimer: new IdleTimer(this.#clock) };
    let isSent = false;
    const run: Run = {
      ...control,
      id,
      send: () => {
        if (isSent) return;
        isSent = true;
        send(control);
      },
    };
    this.#run = run;
    if (delayMs > 0) control.idleTimer.after(delayMs, () => this.#enter(run));
    else this.#enter(run);
  }

  /** The head of an answer came. If it is the second watch's, that leaves its place to the next one. */
  noteHead(id: number): void {
    if (this.#run?.id === id) this.#leave();
  }

  /** Aborts it, if it is this one, as the server went silent on it. */
  condemn(id: number, reason: Error): void {
    if (this.#run?.id === id) this.#run.abort.abort(reason);
  }

  /** Hands the watch over to go on with. It is sent by then; undefined if there is none. */
  surrender(): Control | undefined {
    const run = this.#run;
    this.#run = undefined;
    this.#leave();
    run?.send();
    return run;
  }

  /** Ends it. Idempotent. */
  drop(): void {
    const run = this.#run;
    this.#run = undefined;
    this.#leave();
    run?.idleTimer.cancel();
    run?.abort.abort();
  }

  #enter(run: Run): void {
    const { secondWatchesAtOnce, secondWatchGate } = this.#server;
    if (secondWatchesAtOnce.take(this.#clock.monotonic())) run.send();
    else this.#place = secondWatchGate.enter(this.#clock, run.send);
    // The source may have closed the watcher when it was asked.
    if (this.#run !== run) this.#leave();
  }

  #leave(): void {
    this.#place?.leave();
    this.#place = undefined;
  }
}
