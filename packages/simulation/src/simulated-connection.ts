// The way of one answer from the server to the client, and everything that can happen to it on the way.

import { TransportError } from '@kube-rx/client';
import type { Clock, ResponseBody, Timer } from '@kube-rx/core';

/** How bytes travel at the moment. */
export interface Conditions {
  /** How long a chunk takes, drawn anew for each; chunks of one connection keep their order. */
  latencyMs: () => number;
  /** How a chunk is cut up: the size of its next piece in bytes. */
  pieceBytes: () => number;
  /** Frames are sent this many times. */
  copies: number;
  /** Whether bookmarks are lost. */
  dropsBookmarks: boolean;
}

/** Bytes that arrive when the network says so, read by whoever has the answer. */
export class SimulatedConnection implements AsyncIterableIterator<Uint8Array>, ResponseBody {
  readonly #clock: Clock;
  readonly #conditions: Conditions;
  readonly #onClose: () => void;
  readonly #arrived: Uint8Array[] = [];
  readonly #timers = new Set<Timer>();
  #lastAt = 0;
  #stalled = false;
  #cutAfter: { bytes: number; how: 'reset' | 'end' } | undefined;
  #outcome: { readonly error?: Error } | undefined;
  #waiting: ((result: Promise<IteratorResult<Uint8Array, undefined>>) => void) | undefined;

  constructor(clock: Clock, conditions: Conditions, onClose: () => void) {
    this.#clock = clock;
    this.#conditions = conditions;
    this.#onClose = onClose;
  }

  get closed(): boolean {
    return this.#outcome !== undefined;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** What the server sends: whole frames, or the bytes of a list. */
  send(chunk: Uint8Array, isFrame: boolean): void {
    const { copies, dropsBookmarks, latencyMs, pieceBytes } = this.#conditions;
    if (isFrame && dropsBookmarks && new TextDecoder().decode(chunk.subarray(0, 24)).includes('BOOKMARK'))
      return;
    for (let copy = 0; copy < (isFrame ? copies : 1); copy += 1)
      for (let at = 0; at < chunk.length; ) {
        const size = Math.max(1, pieceBytes());
        const piece = chunk.subarray(at, at + size);
        at += size;
        this.#later(latencyMs(), () => this.#arrive(piece));
      }
  }

  /** The server has said all. */
  finish(error?: Error): void {
    this.#later(this.#conditions.latencyMs(), () => this.#close(error ? { error } : {}));
  }

  /** Ends at once, as by a reset, or as if the server had said all. */
  cut(how: 'reset' | 'end'): void {
    this.#close(how === 'reset' ? { error: connectionReset() } : {});
  }

  /** Ends after so many more bytes, wherever in a frame that is. */
  cutAfter(bytes: number, how: 'reset' | 'end'): void {
    this.#cutAfter = { bytes, how };
  }

  /** Nothing arrives any more, not even an end: a half-open connection. */
  stall(): void {
    this.#stalled = true;
  }

  /** Ends because the client gave up. */
  abort(): void {
    this.#close({ error: new DOMException('aborted', 'AbortError') });
  }

  next(): Promise<IteratorResult<Uint8Array, undefined>> {
    const chunk = this.#arrived.shift();
    if (chunk) return Promise.resolve({ value: chunk, done: false });
    if (this.#outcome?.error) return Promise.reject(this.#outcome.error);
    if (this.#outcome) return Promise.resolve({ value: undefined, done: true });
    return new Promise((resolve) => void (this.#waiting = resolve));
  }

  return(): Promise<IteratorResult<Uint8Array, undefined>> {
    this.#close({});
    return Promise.resolve({ value: undefined, done: true });
  }

  /** What was lent is spoilt at once, so that whoever keeps it shows. */
  async lend(take: (piece: Uint8Array) => boolean): Promise<void> {
    try {
      for (;;) {
        const { value, done } = await this.next();
        if (done) return;
        const lent = value.slice();
        const goesOn = take(lent);
        lent.fill(0xff);
        if (!goesOn) return;
      }
    } finally {
      await this.return();
    }
  }

  #arrive(piece: Uint8Array): void {
    if (this.closed || this.#stalled) return;
    const cut = this.#cutAfter;
    const rest = cut && cut.bytes < piece.length ? piece.subarray(0, cut.bytes) : piece;
    if (rest.length > 0) this.#arrived.push(rest);
    if (cut) cut.bytes -= rest.length;
    this.#wake();
    if (cut && cut.bytes <= 0) this.cut(cut.how);
  }

  // What arrived before the end is still read; what was under way is lost.
  #close(outcome: { readonly error?: Error }): void {
    if (this.#outcome) return;
    this.#outcome = outcome;
    for (const timer of this.#timers) timer.cancel();
    this.#timers.clear();
    this.#onClose();
    this.#wake();
  }

  #wake(): void {
    const waiting = this.#waiting;
    if (!waiting) return;
    this.#waiting = undefined;
    waiting(this.next());
  }

  #later(delayMs: number, act: () => void): void {
    if (this.closed) return;
    const at = Math.max(this.#lastAt, this.#clock.monotonic() + delayMs);
    this.#lastAt = at;
    if (at <= this.#clock.monotonic() && this.#timers.size === 0) {
      if (!this.#stalled) act();
      return;
    }
    const timer = this.#clock.schedule(at - this.#clock.monotonic(), () => {
      this.#timers.delete(timer);
      if (!this.#stalled) act();
    });
    this.#timers.add(timer);
  }
}

export function connectionReset(): TransportError {
  return new TransportError('connection reset by the simulated network', { code: 'ECONNRESET' });
}
