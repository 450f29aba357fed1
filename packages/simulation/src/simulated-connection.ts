// One answer on its way from the server to the client, and the faults that can hit it.

import { type Fault, isBookmark, isEndMark, statusOfFault } from '@kube-rx/apiserver';
import { TransportError } from '@kube-rx/client';
import { type Clock, objectKey, PullQueue, type ResponseBody, type Timer } from '@kube-rx/core';

const utf8 = new TextDecoder();

/** How bytes travel at the moment. */
export interface Conditions {
  /** How long a chunk takes; called for each. Chunks of one connection keep their order. */
  latencyMs: () => number;
  /** How large a chunk may be before it is cut into pieces, in bytes. */
  pieceBytes: number;
  /** The pause between two pieces. */
  pieceEveryMs: number;
  /** Frames are sent this many times. */
  copies: number;
  /** Whether bookmarks are lost. */
  dropsBookmarks: boolean;
  /** Whether the ends of initial events are lost. */
  dropsEndMarks: boolean;
  /** Whether a frame is lost; called for each. */
  losesFrame: () => boolean;
  /** How long a frame waits for one of another object that comes before it; 0: frames keep their order. */
  reorderMs: number;
  /** Whether watches end cleanly as soon as they have sent one bookmark. */
  flaps: boolean;
}

/** The faults that hit an open connection. */
export type ConnectionFault = Fault & { readonly type: 'cut' | 'end' | 'silence' | 'garbage' | 'errorEvent' };

export interface ConnectionOptions {
  readonly onClose: () => void;
  /** What a chunk takes besides, on this connection alone. Default none. */
  readonly lagMs?: () => number;
}

/**
 * The body of an answer whose bytes arrive as the conditions of the network allow.
 *
 * @example
 * for (const connection of world.network.connections('watches')) connection.inflict({ type: 'cut', afterBytes: 10 });
 */
export class SimulatedConnection implements AsyncIterableIterator<Uint8Array>, ResponseBody {
  readonly #clock: Clock;
  readonly #conditions: Conditions;
  readonly #onClose: () => void;
  readonly #lagMs: () => number;
  readonly #arrived: Uint8Array[] = [];
  readonly #pulls = new PullQueue({ pull: () => this.#arrived.shift() });
  readonly #timers = new Set<Timer>();
  #lastAt = 0;
  #stalled = false;
  // A frame that lets the next one pass.
  #waiting: { readonly key: string; readonly frame: Uint8Array; readonly timer: Timer } | undefined;
  // What happens after so many more bytes have arrived, or frames have been sent.
  readonly #due = new Map<'bytes' | 'frames', { left: number; readonly act: () => void }>();

  constructor(clock: Clock, conditions: Conditions, { onClose, lagMs = () => 0 }: ConnectionOptions) {
    this.#clock = clock;
    this.#conditions = conditions;
    this.#onClose = onClose;
    this.#lagMs = lagMs;
  }

  get closed(): boolean {
    return this.#pulls.ended;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** Sends a whole frame, or a chunk of another body. */
  send(chunk: Uint8Array, isFrame: boolean): void {
    const { reorderMs } = this.#conditions;
    if (isFrame && this.#isLost(chunk)) return;
    if (isFrame && (reorderMs > 0 || this.#waiting)) this.#sendInTurn(chunk, reorderMs);
    else this.#send(chunk, isFrame);
  }

  #isLost(frame: Uint8Array): boolean {
    const { dropsBookmarks, dropsEndMarks, losesFrame } = this.#conditions;
    return losesFrame() || (dropsBookmarks && isBookmark(frame)) || (dropsEndMarks && isEndMark(frame));
  }

  /** Lets a frame wait for the next one, or pass the one that waits. */
  #sendInTurn(frame: Uint8Array, withinMs: number): void {
    const key = keyOfFrame(frame);
    const waiting = this.#waiting;
    if (waiting && key !== undefined && key !== waiting.key) {
      this.#stopWaiting();
      // In one piece: of two frames that changed places, no reader can miss the first where the second is lost.
      this.#later(0, () => this.#arrive(Buffer.concat([frame, waiting.frame]), true));
      this.#count('frames', 2);
      return;
    }
    this.#release();
    if (key === undefined || withinMs === 0) this.#send(frame, true);
    else {
      const timer = this.#clock.schedule(withinMs, () => this.#release());
      this.#timers.add(timer);
      this.#waiting = { key, frame, timer };
    }
  }

  /** Nothing came that could pass the frame that waits. */
  #release(): void {
    const frame = this.#waiting?.frame;
    this.#stopWaiting();
    if (frame) this.#send(frame, true);
  }

  #stopWaiting(): void {
    this.#waiting?.timer.cancel();
    if (this.#waiting) this.#timers.delete(this.#waiting.timer);
    this.#waiting = undefined;
  }

  #send(chunk: Uint8Array, isFrame: boolean): void {
    const { copies, pieceBytes, pieceEveryMs } = this.#conditions;
    for (let copy = 0; copy < (isFrame ? copies : 1); copy += 1)
      for (let at = 0; at < chunk.length; at += pieceBytes) {
        const piece = chunk.subarray(at, at + pieceBytes);
        this.#later(at === 0 ? 0 : pieceEveryMs, () => this.#arrive(piece));
      }
    if (isFrame) this.#count('frames', 1);
  }

  /** Ends the body, behind all that was sent. */
  finish(error?: Error): void {
    this.#release();
    this.#later(0, () => this.#close(error));
  }

  /** Makes a fault happen now, or after as many more bytes or frames as it says. */
  inflict(fault: ConnectionFault): void {
    switch (fault.type) {
      case 'cut':
        this.#after('bytes', fault.afterBytes, () => this.#close(connectionReset()));
        return;
      case 'end':
        if (fault.afterFrames === undefined) this.#after('bytes', fault.afterBytes, () => this.#close());
        else this.#after('frames', fault.afterFrames, () => this.finish());
        return;
      case 'silence':
        this.#after('bytes', fault.afterBytes, () => (this.#stalled = true));
        return;
      case 'garbage':
        this.#after('frames', fault.afterFrames, () => this.#sendLine(fault.line ?? 'this is no frame'));
        return;
      case 'errorEvent': {
        const line = JSON.stringify({ type: 'ERROR', object: statusOfFault(fault) });
        this.#after('frames', fault.afterFrames, () => this.#sendLine(line));
        return;
      }
      default:
        fault satisfies never;
    }
  }

  /** Ends the body because the client gave up. */
  abort(): void {
    this.#close(new DOMException('aborted', 'AbortError'));
  }

  next(): Promise<IteratorResult<Uint8Array, undefined>> {
    return this.#pulls.next();
  }

  return(): Promise<IteratorResult<Uint8Array, undefined>> {
    this.#close();
    return this.#pulls.return();
  }

  /** Overwrites each piece after it was lent, so that a reader that keeps one is found out. */
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

  #sendLine(line: string): void {
    this.send(new TextEncoder().encode(`${line}\n`), true);
  }

  #after(unit: 'bytes' | 'frames', left = 0, act: () => void): void {
    if (left === 0) act();
    else this.#due.set(unit, { left, act });
  }

  #count(unit: 'bytes' | 'frames', more: number): void {
    const due = this.#due.get(unit);
    if (!due) return;
    due.left -= more;
    if (due.left > 0) return;
    this.#due.delete(unit);
    due.act();
  }

  #arrive(piece: Uint8Array, isWhole = false): void {
    if (this.closed || this.#stalled) return;
    const rest = isWhole ? piece : piece.subarray(0, this.#due.get('bytes')?.left);
    if (rest.length > 0) this.#arrived.push(rest);
    this.#pulls.wake();
    this.#count('bytes', rest.length);
  }

  // What has arrived can still be read; what is under way is lost.
  #close(error?: Error): void {
    if (this.closed) return;
    if (error) this.#pulls.fail(error);
    else this.#pulls.end();
    for (const timer of this.#timers) timer.cancel();
    this.#timers.clear();
    this.#onClose();
  }

  #later(pauseMs: number, act: () => void): void {
    if (this.closed) return;
    const takesMs = this.#conditions.latencyMs() + this.#lagMs();
    const at = Math.max(this.#lastAt + pauseMs, this.#clock.monotonic() + takesMs);
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

/** The object that a frame tells of, or that it is a bookmark; undefined for what keeps its place. */
function keyOfFrame(frame: Uint8Array): string | undefined {
  if (isBookmark(frame)) return isEndMark(frame) ? undefined : '';
  try {
    const { type, object } = JSON.parse(utf8.decode(frame)) as WatchFrame;
    const { name, namespace = '' } = object.metadata ?? {};
    return type === 'ERROR' || name === undefined ? undefined : objectKey(name, namespace);
  } catch {
    // Garbage on purpose.
    return undefined;
  }
}

interface WatchFrame {
  readonly type: string;
  readonly object: { readonly metadata?: { readonly name?: string; readonly namespace?: string } };
}

export function connectionReset(): TransportError {
  return new TransportError('connection reset by the simulated network', { code: 'ECONNRESET' });
}
