// What goes wrong in a function that a program gave to a source: told at once, then now and then, never for each object.

import { type Clock, printable, quotedText } from '@kube-rx/core';

/** For the log. */
export interface SourceTrouble {
  readonly source: string;
  readonly cluster: string;
  /** Names source and object, and says what happened. */
  readonly message: string;
  /** What was thrown, if anything was. */
  readonly cause?: unknown;
}

/** Something that went wrong. */
export interface Incident {
  /** Names the trouble, and no object: `the mapper threw`. There are few of them. */
  readonly what: string;
  /** The key of the object. */
  readonly object?: string;
  /** What is done about it. */
  readonly so?: string;
  /** What was thrown. */
  readonly cause?: unknown;
}

interface Told {
  at: number;
  untold: number;
}

export interface TroublesOptions {
  readonly source: string;
  readonly cluster: string;
  readonly clock: Clock;
  readonly tell: (trouble: SourceTrouble) => void;
}

/** Between two messages about the same, in milliseconds. */
const pauseMs = 60_000;

export class Troubles {
  readonly #options: TroublesOptions;
  readonly #told = new Map<string, Told>();

  constructor(options: TroublesOptions) {
    this.#options = options;
  }

  /** Tells it, unless the same was told within a minute: then it is counted, and the next message says how often. */
  report({ what, object, so, cause }: Incident): void {
    const { source, cluster, clock, tell } = this.#options;
    const now = clock.monotonic();
    const told = this.#told.get(what);
    if (told && now - told.at < pauseMs) {
      told.untold += 1;
      return;
    }
    this.#told.set(what, { at: now, untold: 0 });
    const where = cluster === '' ? source : `${source} of the cluster ${quotedText(cluster)}`;
    const about = object === undefined ? '' : ` on ${quotedText(object, 300)}`;
    const result = so === undefined ? '' : `, so ${so}`;
    const why = cause === undefined ? '' : `: ${textOf(cause)}`;
    const more = told?.untold ? ` (and ${told.untold} times more since this was told last)` : '';
    const message = `source ${where}: ${what}${about}${result}${why}${more}`;
    tell({ source, cluster, message, ...(cause !== undefined && { cause }) });
  }
}

function textOf(thrown: unknown): string {
  try {
    return printable(thrown instanceof Error ? thrown.message : String(thrown), 300);
  } catch {
    return 'something that cannot be printed';
  }
}
