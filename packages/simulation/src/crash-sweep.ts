// A program that dies by each of its writes in turn: the moments that chance may miss.

import { type SimulateOptions, type SimulationVerdict, simulate } from './simulate.ts';
import type { CrashMoment } from './simulated-process.ts';

/** A crash of a sweep, and what came of it. */
export interface CrashVerdict extends SimulationVerdict {
  /** By which of its writes the program died, counted from 1. */
  readonly write: number;
  readonly moment: CrashMoment;
}

/**
 * Runs a seed again and again, with a crash as the only fault: by the first write of its programs, then by the second, and
 * so on to the last one of `durationMs`. Where `moments` has several, each write is run with each of them.
 *
 * @example
 * const subjects = [reflectorSubject('reflecting')];
 * for await (const { write, violations } of crashSweep({ seed: 42, durationMs: 10_000, subjects }))
 *   if (violations.length > 0) throw new Error(`after a crash by write ${write}: ${violations.join('; ')}`);
 */
export async function* crashSweep(
  options: Omit<SimulateOptions, 'faults'>,
  moments: readonly CrashMoment[] = ['unanswered'],
): AsyncGenerator<CrashVerdict> {
  for (let write = 1; ; write += 1)
    for (const moment of moments) {
      const faults = [{ at: 0, fault: { type: 'crash', write, moment } }] as const;
      const verdict = await simulate({ ...options, faults });
      if (verdict.crashes === 0) return;
      yield { ...verdict, write, moment };
    }
}
