// What a container has written: the newest lines, each with its time, and whoever follows.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/staging/src/k8s.io/cri-client/pkg/logs/logs.go

import { abortError, type Clock, InvalidRequestError, onAbort, PullQueue, trimTextEnd } from '@kube-rx/core';
import type { LogEntry } from './container.ts';
import { LogBody } from './log-body.ts';

interface Line {
  /** ms since 1970. */
  readonly time: number;
  readonly text: string;
  readonly stream: 'Stdout' | 'Stderr';
}

/** What a reader asks for. */
export interface LogView {
  readonly follow: boolean;
  readonly timestamps: boolean;
  /** Undefined: all of it. */
  readonly tailLines: number | undefined;
  /** Only lines of this time, in ms, and later. */
  readonly since: number | undefined;
  readonly limitBytes: number | undefined;
  readonly stream: 'All' | 'Stdout' | 'Stderr';
}

// As the kubelet does before it rotates: containerLogMaxSize.
const mostBytes = 10 * 1024 * 1024;
// A reader who reads nothing loses lines rather than that the server keeps them for ever.
const mostWaiting = 100_000;

const utf8 = new TextEncoder();

export class ContainerLog {
  readonly #clock: Clock;
  // Those before #first are dropped: cutting them off in large pieces keeps a write at constant cost.
  #lines: Line[] = [];
  #first = 0;
  readonly #followers = new Set<Follower>();
  #bytes = 0;
  #ended = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** @throws InvalidRequestError for a time that is none. */
  write(entry: LogEntry): void {
    const {
      text,
      time = this.#clock.now(),
      stream = 'Stdout',
    } = typeof entry === 'string' ? { text: entry } : entry;
    const millis = typeof time === 'number' ? time : Date.parse(time);
    if (!Number.isFinite(millis))
      throw new InvalidRequestError(`${JSON.stringify(time)} is no time of a log entry`);
    for (const one of text.split('\n')) this.#add({ time: millis, text: one, stream });
  }

  /** The container has stopped: followers get their end. */
  end(): void {
    this.#ended = true;
    for (const follower of this.#followers) follower.end();
    this.#followers.clear();
  }

  /** The bytes that a reader gets. */
  read(view: LogView): LogBody {
    const leaving = new AbortController();
    return new LogBody(limited(this.#read(view, leaving.signal), view.limitBytes), leaving);
  }

  #add(line: Line): void {
    this.#lines.push(line);
    this.#bytes += sizeOf(line);
    while (this.#bytes > mostBytes && this.#first < this.#lines.length - 1) {
      this.#bytes -= sizeOf(this.#lines[this.#first]);
      this.#first += 1;
    }
    if (this.#first > this.#lines.length / 2) {
      this.#lines = this.#lines.slice(this.#first);
      this.#first = 0;
    }
    for (const follower of this.#followers) follower.write(line);
  }

  // No line is lost between what is there and what comes: both are taken in one turn.
  async *#read(
    { follow, timestamps, tailLines, since, stream }: LogView,
    leaving: AbortSignal,
  ): AsyncGenerator<Uint8Array, void, undefined> {
    const follower = follow && !this.#ended ? new Follower() : undefined;
    if (follower) {
      this.#followers.add(follower);
      onAbort(leaving, () => follower.fail(abortError(leaving)));
    }
    const start = this.#lines.length - (tailLines ?? this.#lines.length);
    const there = this.#lines.slice(Math.max(this.#first, start));
    const print = (line: Line): Uint8Array | undefined => {
      if ((since !== undefined && line.time < since) || (stream !== 'All' && line.stream !== stream))
        return undefined;
      return utf8.encode(`${timestamps ? `${goTime(line.time)} ` : ''}${line.text}\n`);
    };
    try {
      for (const line of there) {
        const bytes = print(line);
        if (bytes) yield bytes;
      }
      if (!follower) return;
      for await (const line of follower.lines) {
        const bytes = print(line);
        if (bytes) yield bytes;
      }
    } finally {
      if (follower) this.#followers.delete(follower);
    }
  }
}

// Before each line a file of a kubelet has its time, its stream and whether it is whole.
const lineHeadBytes = 40;

function sizeOf(line: Line | undefined): number {
  return line === undefined ? 0 : lineHeadBytes + line.text.length;
}

class Follower {
  readonly #waiting: Line[] = [];
  readonly lines = new PullQueue<Line>({ pull: () => this.#waiting.shift() });

  write(line: Line): void {
    if (this.#waiting.length < mostWaiting) this.#waiting.push(line);
    this.lines.wake();
  }

  end(): void {
    this.lines.end();
  }

  fail(failure: Error): void {
    this.lines.fail(failure);
  }
}

async function* limited(
  pieces: AsyncIterable<Uint8Array>,
  most: number | undefined,
): AsyncGenerator<Uint8Array, void, undefined> {
  let left = most ?? Number.POSITIVE_INFINITY;
  for await (const piece of pieces) {
    yield piece.length > left ? piece.subarray(0, left) : piece;
    left -= piece.length;
    if (left <= 0) return;
  }
}

// As Go prints RFC3339Nano: without the zeros at the end.
function goTime(millis: number): string {
  const [seconds = '', fraction = ''] = new Date(millis).toISOString().slice(0, -1).split('.');
  const digits = trimTextEnd(fraction, '0');
  return `${seconds}${digits && `.${digits}`}Z`;
}
