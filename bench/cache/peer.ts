// What every peer written for Node does around its cache: says where it is, waits for a word, measures itself.
// The words are those of bench/peers/README.md.

import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

export interface PeerArguments {
  readonly server: string;
  readonly pods: number;
  readonly updates: number;
  readonly certificateAuthority: string | undefined;
  /** The share of the events whose object is read, 0 to 1. */
  readonly read: number;
}

export function peerArguments(): PeerArguments {
  const [server = '', pods, updates, certificateAuthority] = process.argv.slice(2);
  return {
    server,
    pods: Number(pods),
    updates: Number(updates),
    certificateAuthority: certificateAuthority || undefined,
    read: Number(process.env['BENCH_READ'] ?? 0),
  };
}

const words = createInterface(process.stdin)[Symbol.asyncIterator]();
const delay = monitorEventLoopDelay({ resolution: 1 });

/** Says a word with what was measured, and waits for the answer. */
export async function say(word: string, facts: object = {}): Promise<void> {
  console.log(`${word} ${JSON.stringify(facts)}`);
  await words.next();
}

/** Begins to measure the event loop's delay. */
export function watchLoop(): void {
  delay.reset();
  delay.enable();
}

/** The delay since, in milliseconds beyond the timer's own. */
export function loopDelay(): { p50: number; p99: number; max: number } {
  delay.disable();
  const ms = (nanoseconds: number): number => Math.max(0, Number((nanoseconds / 1e6 - 1).toFixed(2)));
  return { p50: ms(delay.percentile(50)), p99: ms(delay.percentile(99)), max: ms(delay.max) };
}

export interface Retained {
  readonly heap: number;
  /** Outside of it, as V8 counts: without shared memory. */
  readonly external: number;
  /** As Node counts, shared memory and all; what is not shared is in `external` too. */
  readonly arrayBuffers: number;
}

/** Bytes in use once all that can be collected is. */
export async function retained(): Promise<Retained> {
  for (let round = 0; round < 3; round += 1) {
    globalThis.gc?.();
    await sleep(100);
  }
  const { heapUsed, external, arrayBuffers } = process.memoryUsage();
  return { heap: heapUsed, external, arrayBuffers };
}

/** Microseconds of one call, the best of a few runs. */
export function cost(times: number, call: (index: number) => unknown): number {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 5; round += 1) {
    const started = performance.now();
    for (let index = 0; index < times; index += 1) call(index);
    best = Math.min(best, ((performance.now() - started) * 1000) / times);
  }
  return Number(best.toFixed(3));
}
