// What may be asked of the logs of many containers, and what they give.

import type { BackoffOptions, Duration, Time } from '@kube-rx/core';
import type { ContainerType } from '../pods/container-instances.ts';

/** A line, and where it comes from. */
export interface LogLine {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  readonly line: string;
  /** When it was written, in RFC 3339 with nanoseconds; only with `timestamps`. */
  readonly time?: string;
}

/** What keeps the log of one container, or the watch of Pods, from being read. Others go on. */
export interface LogTrouble {
  /** Absent where the Pods cannot be watched. */
  readonly pod?: string;
  readonly container?: string;
  readonly error: Error;
  /** When it is tried again, in ms from now; absent where it is given up. */
  readonly retryInMs?: number;
}

export interface LogsOptions {
  /** Go on with what is written from now on, by Pods that come later too. Default: only what is there. */
  readonly follow?: boolean;
  /** Which containers: a name, or what says so of each. Default: all, those that initialize and those for debugging too. */
  readonly container?:
    | string
    | ((container: { readonly name: string; readonly type: ContainerType }) => boolean);
  /** Only lines of so long ago at most: in ms, or as `5m`. */
  readonly since?: Duration | number;
  /** Only lines of this moment and later. */
  readonly sinceTime?: Time;
  /** Of each container that runs at the beginning, only so many lines of the end. */
  readonly tailLines?: number;
  /** Give the time of each line. Default false. */
  readonly timestamps?: boolean;
  /** How many containers are read at once; others wait for their turn. Default 50 with `follow`, else 5. */
  readonly maxStreams?: number;
  /** A line of more bytes comes in pieces of about so many. Default 1 MiB. */
  readonly maxLineBytes?: number;
  /**
   * Told of trouble, also of such that heals. Must not throw. Default: what heals is not told, and what is given up ends
   * the stream with its error.
   */
  readonly onTrouble?: (trouble: LogTrouble) => void;
  /** Delays between tries that fail. Default 800 ms doubling up to 30 s, each shortened by up to half. */
  readonly backoff?: BackoffOptions;
  /** Uniform in [0, 1). Default `Math.random`. */
  readonly random?: () => number;
  /** Ends it with an `AbortError`. */
  readonly signal?: AbortSignal | undefined;
}
