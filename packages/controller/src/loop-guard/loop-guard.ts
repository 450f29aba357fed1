// Keeps the keys of a controller from reconciling themselves in a loop: it knows the echoes of their own writes, and
// tells for how long to hold a key that nothing else drives. It swallows no change: an echo leads to a run like any
// other change, and whatever is no echo ends the hold.

import { channel } from 'node:diagnostics_channel';
import { printable } from '@kube-rx/core';
import type { OwnWrite } from '../consistency/own-write.ts';
import type { Reason } from '../queue/reason.ts';
import type { Run } from '../queue/run.ts';
import { type LoopMessage, loopChannel } from './loop-channel.ts';
import { LoopingPaths } from './looping-paths.ts';
import { type ObservedChange, OwnVersions } from './own-versions.ts';
import { afterRun, causeOf, type LoopState, quiet, type RunCause } from './self-trigger.ts';

/** A change that a source tells, before the key is added to the queue. */
export interface SourceChange extends ObservedChange {
  readonly source: string;
  /** The object before and after; called only for keys that may be in a loop. */
  readonly states?: () => readonly [before: object | undefined, after: object];
}

/** What follows from a run. */
export interface LoopVerdict {
  /** No run of the key shall begin for so long, unless something else changes; 0: as it comes. */
  readonly holdMs: number;
  /** To be logged as a warning; absent where it has been said. */
  readonly warning?: string;
  /** Whether every change that came while it ran is known to be one of its own writes. */
  readonly onlyEchoes: boolean;
}

interface KeyLoop {
  readonly versions: OwnVersions;
  state: LoopState;
  paths?: LoopingPaths | undefined;
  /** Of the run that goes on. */
  cause: RunCause;
  wrote: boolean;
  /** Changes since the last run began that are no echoes, as far as is known. Undefined: too many to remember. */
  unknown: ObservedChange[] | undefined;
  lastWriteAt: number;
  warnedAt?: number;
}

// An echo overtakes its answer by a moment, in which not much more happens.
const mostUnknown = 16;
const notKnown: LoopVerdict = { holdMs: 0, onlyEchoes: false };
// An echo that takes longer counts as a change by somebody else.
const keptMs = 60_000;
// Somebody who reads the log has seen it by then, or will not.
const warnEveryMs = 3_600_000;

/**
 * Of one controller. For each key: `isEcho` for every change that leads to a run of it, then `begin`, then `wrote` for what
 * the run writes, then `end`. Times are monotonic, in ms.
 */
export class LoopGuard {
  readonly #controller: string;
  readonly #channel = channel(loopChannel);
  // Those that wrote within a minute. The key that wrote longest ago is first.
  readonly #keys = new Map<string, KeyLoop>();
  // Of the others those that were warned, apart: a program may have a loop in all of its keys, and each run sweeps.
  readonly #warned = new Map<string, KeyLoop>();

  constructor(controller: string) {
    this.#controller = controller;
  }

  /** How many keys it remembers. */
  get size(): number {
    return this.#keys.size + this.#warned.size;
  }

  /** A run of the key wrote. */
  wrote(key: string, write: OwnWrite, now: number): void {
    this.#sweep(now);
    const loop: KeyLoop = this.#loopOf(key) ?? {
      versions: new OwnVersions(),
      state: quiet,
      cause: 'foreign',
      wrote: false,
      // What came before its first write, nobody has noted.
      unknown: undefined,
      lastWriteAt: now,
    };
    if (loop.versions.add(write)) loop.wrote = true;
    loop.lastWriteAt = now;
    this.forget(key);
    this.#keys.set(key, loop);
  }

  /** Whether a change that leads to a run of the key is the echo of one of its own writes. */
  isEcho(key: string, change: SourceChange): boolean {
    const loop = this.#loopOf(key);
    if (!loop) return false;
    if (loop.state.type !== 'quiet' && change.type === 'updated') {
      const [before, after] = change.states?.() ?? [];
      loop.paths ??= new LoopingPaths();
      if (before && after) loop.paths.add(`${change.source} ${change.object}`, before, after);
    }
    if (loop.versions.includes(change)) return true;
    const { type, object, uid, resourceVersion } = change;
    if (loop.unknown && loop.unknown.push({ type, object, uid, resourceVersion }) > mostUnknown)
      loop.unknown = undefined;
    return false;
  }

  /** A run of the key begins. Gives what has led to it. */
  begin(key: string, run: Pick<Run, 'echoesOnly' | 'reasons' | 'triggerCount'>): RunCause {
    const loop = this.#loopOf(key);
    if (!loop) return 'foreign';
    // By now the answers have come that an echo has overtaken.
    loop.cause = causeOf(run, (reason: Reason) => loop.versions.includes(reason));
    loop.wrote = false;
    loop.unknown = [];
    loop.versions.turn();
    loop.paths?.turn();
    return loop.cause;
  }

  /** The run of the key ended, however. */
  end(key: string, now: number): LoopVerdict {
    const verdict = this.#judge(key, now);
    // Also where no key writes any more.
    this.#sweep(now);
    return verdict;
  }

  #judge(key: string, now: number): LoopVerdict {
    const loop = this.#loopOf(key);
    if (!loop) return notKnown;
    // By now all answers of the run have come.
    const onlyEchoes = loop.unknown?.every((change) => loop.versions.includes(change)) ?? false;
    const goOn = { holdMs: 0, onlyEchoes };
    const { cause, wrote, state: before } = loop;
    const state = afterRun(before, { cause, wrote, now });
    loop.state = state;
    // Of a run that has not begun nothing is known.
    loop.cause = 'foreign';
    if (state.type === 'quiet') {
      loop.paths = undefined;
      return goOn;
    }
    if (state === before) return goOn;
    if (state.type === 'streak') {
      this.#tell({ type: 'selfTriggered', key });
      return goOn;
    }
    // What somebody else changed during the run does not wait.
    const holdMs = onlyEchoes ? state.holdMs : 0;
    const paths = loop.paths?.paths ?? [];
    this.#tell({ type: 'held', key, holdMs, paths });
    const isSaid = loop.warnedAt !== undefined && now - loop.warnedAt < warnEveryMs;
    if (isSaid) return { holdMs, onlyEchoes };
    loop.warnedAt = now;
    return { holdMs, onlyEchoes, warning: warningOf(state.runs, paths) };
  }

  /** The key is no longer there. */
  forget(key: string): void {
    this.#keys.delete(key);
    this.#warned.delete(key);
  }

  /** Forgets every key of which `isGone` says so. */
  forgetAll(isGone: (key: string) => boolean): void {
    for (const keys of [this.#keys, this.#warned])
      for (const key of keys.keys()) if (isGone(key)) keys.delete(key);
  }

  #loopOf(key: string): KeyLoop | undefined {
    return this.#keys.get(key) ?? this.#warned.get(key);
  }

  // Forgets of whom no echo is expected any more. Who was warned, and may be held, is remembered as long as that counts.
  #sweep(now: number): void {
    for (const [key, loop] of this.#keys) {
      if (now - loop.lastWriteAt < keptMs) break;
      this.#keys.delete(key);
      if (loop.warnedAt !== undefined) this.#warned.set(key, loop);
    }
    // One that was warned before those in front of it is remembered a little longer.
    for (const [key, { warnedAt = now }] of this.#warned) {
      if (now - warnedAt < warnEveryMs) return;
      this.#warned.delete(key);
    }
  }

  #tell(message: Omit<LoopMessage, 'controller'>): void {
    if (!this.#channel.hasSubscribers) return;
    this.#channel.publish({ controller: this.#controller, ...message } satisfies LoopMessage);
  }
}

// A reader wants to know the field. The first few are enough.
const mostShown = 5;

function warningOf(runs: number, paths: readonly string[]): string {
  const what =
    paths.length === 0
      ? 'what changes is not known'
      : `what changes each time is ${paths.slice(0, mostShown).join(', ')}${paths.length > mostShown ? ` and ${paths.length - mostShown} more` : ''}`;
  return printable(
    `${runs} runs in a row were caused by nothing but the writes of the run before, and wrote again; ${what}; ` +
      'the key is held back, ever longer, until something else changes: write only what differs from what is there',
  );
}
