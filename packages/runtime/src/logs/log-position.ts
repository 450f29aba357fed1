// How far a log was read, by the times of its lines, so that reading can go on there after a break.

import { Time } from '@kube-rx/core';

/** A line as the kubelet writes it with `timestamps`: its time, and the text. */
export interface TimedLine {
  /** Undefined for a later part of a line that was cut. */
  readonly time: string | undefined;
  readonly text: string;
}

export function timedLine(line: string): TimedLine {
  const space = line.indexOf(' ');
  const time = space === -1 ? line : line.slice(0, space);
  if (time.length > 40 || !rfc3339.test(time)) return { time: undefined, text: line };
  return { time, text: space === -1 ? '' : line.slice(space + 1) };
}

const rfc3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,12})?(?:Z|[+-]\d\d:\d\d)$/;

/**
 * The server can begin at a second only, so after a break it repeats lines. They are told by their times, and those of
 * the very last moment by their number.
 */
export class LogPosition {
  #time: string | undefined;
  // How many lines of that time were read.
  #count = 0;
  // While lines may be repeated: how many of the last moment are still to come again.
  #resuming: { left: number } | undefined;

  /** Where to begin again; undefined before the first line. */
  get time(): string | undefined {
    return this.#time;
  }

  /** What follows may repeat what was read. */
  resume(): void {
    this.#resuming = this.#time === undefined ? undefined : { left: this.#count };
  }

  /** Whether a line is new, and counts it. */
  accept({ time }: TimedLine): boolean {
    // The part of a line goes with its beginning.
    if (time === undefined) return this.#resuming === undefined;
    if (this.#resuming && this.#time !== undefined) {
      const order = compareTimes(time, this.#time);
      if (order < 0) return false;
      if (order === 0 && this.#resuming.left > 0) {
        this.#resuming.left -= 1;
        return false;
      }
      this.#resuming = undefined;
    }
    if (time === this.#time) this.#count += 1;
    else {
      this.#time = time;
      this.#count = 1;
    }
    return true;
  }
}

/** To the nanosecond. */
function compareTimes(a: string, b: string): number {
  const seconds = Time.parse(withoutFraction(a)) - Time.parse(withoutFraction(b));
  if (seconds !== 0) return seconds;
  const [first, second] = [fractionOf(a), fractionOf(b)];
  return first < second ? -1 : first > second ? 1 : 0;
}

function withoutFraction(time: string): string {
  return time.replace(/\.\d+/, '');
}

function fractionOf(time: string): string {
  return (/\.(\d+)/.exec(time)?.[1] ?? '').padEnd(12, '0');
}
