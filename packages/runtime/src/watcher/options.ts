// The options of a watcher, with every default in one place.

import {
  type BackoffOptions,
  type Clock,
  FieldQuery,
  type FieldSelectorInput,
  InvalidRequestError,
  LabelQuery,
  type LabelSelectorInput,
  systemClock,
} from '@kube-rx/core';
import type { Verdict } from './classify.ts';
import type { WatcherStatus } from './status.ts';

/** Every member is optional. Durations are milliseconds unless the name says seconds. */
export interface WatcherOptions {
  /** What logs call it; several watchers may have the same name. Default: none. */
  readonly name?: string;
  /** Only objects with these labels. Default: all. */
  readonly labelSelector?: LabelSelectorInput;
  /** Only objects with these fields. Default: all. */
  readonly fieldSelector?: FieldSelectorInput;
  /** Objects in a page of the list. Default 500, as kubectl and client-go. */
  readonly pageSize?: number;
  /**
   * How to read an initial state. `stream`: over the watch itself, which costs the server least
   * (`sendInitialEvents`, Kubernetes 1.34 and later). `list`: page by page. Default `auto`: stream, and list
   * where the server turns out not to be able to, which is remembered for an hour.
   */
  readonly initialState?: 'auto' | 'stream' | 'list';
  /** How long the server may send nothing of what exists before a streamed initial state begins. Default 15,000. */
  readonly initialStartTimeout?: number;
  /**
   * How long a streamed initial state that has begun may make no progress: what changes meanwhile is none, nor are fewer
   * than 4 KiB of one object. Default 15,000.
   */
  readonly initialIdleTimeout?: number;
  /**
   * Delays between tries that fail. Default 800 ms doubling up to 30 s, each shortened by up to half. Where the server
   * cannot be reached, they double with every other try, up to a third of that. The first failure of all, and the
   * first after all was well, is followed by a try within a quarter of `minMs`, if it may be passing, as a cut connection is.
   */
  readonly backoff?: Partial<BackoffOptions>;
  /**
   * The server ends each watch after a random time between these, in seconds. Default 240 to 290: below the
   * 300 s after which load balancers usually cut idle connections.
   */
  readonly watchSeconds?: { readonly min: number; readonly max: number };
  /** How much longer than that a watch may stay open before it is closed from here. Default 15,000. */
  readonly watchGraceMs?: number;
  /**
   * How often the server sends bookmarks to a watch that has had news: default 60,000, the API server's rate. Each watch
   * learns how often frames come; this is what it expects before. When a silence has become improbable (seconds in a busy
   * watch, one and a half intervals in one that has bookmarks, 47 s by default where nothing ever came), a second watch is
   * opened beside it, and whichever has something to tell first is gone on with. So is each watch once after the process
   * stood still. 0 turns both off.
   */
  readonly bookmarkIntervalMs?: number;
  /** How long the head of the answer to a watch may take. Default 30,000. */
  readonly headersTimeout?: number;
  /**
   * How long a list may make no progress, its head included: after its first bytes, fewer than 4 KiB are none. A page may
   * take ten times as long in all. Default 30,000.
   */
  readonly listIdleTimeout?: number;
  /**
   * Verdicts that shall end the observable with an error instead of being healed. Default: none. What this throws
   * ends it too.
   */
  readonly stopOn?: (verdict: Verdict) => boolean;
  /** Told of every change of phase and once of every error; not of every event. Must not throw. */
  readonly onStatus?: (status: WatcherStatus) => void;
  /**
   * Whether objects keep `metadata.managedFields`, often a third of their bytes. Default false: a server that can is
   * asked to leave them out, and what comes is dropped here.
   */
  readonly keepManagedFields?: boolean;
  /**
   * Ask for, and tell, apiVersion, kind and metadata of each object only. A server that sends whole objects all the same
   * is understood. Default false.
   */
  readonly metadataOnly?: boolean;
  readonly clock?: Clock;
  /** Uniform in [0, 1). Default `Math.random`. */
  readonly random?: () => number;
}

export interface ResolvedWatcherOptions
  extends Omit<Required<WatcherOptions>, 'name' | 'labelSelector' | 'fieldSelector' | 'backoff'> {
  readonly name?: string;
  readonly labelSelector: LabelQuery;
  readonly fieldSelector: FieldQuery;
  readonly backoff: BackoffOptions;
}

const defaults = {
  pageSize: 500,
  initialState: 'auto',
  initialStartTimeout: 15_000,
  initialIdleTimeout: 15_000,
  watchSeconds: { min: 240, max: 290 },
  watchGraceMs: 15_000,
  bookmarkIntervalMs: 60_000,
  headersTimeout: 30_000,
  listIdleTimeout: 30_000,
  stopOn: () => false,
  onStatus: () => undefined,
  keepManagedFields: false,
  metadataOnly: false,
  clock: systemClock,
  random: Math.random,
} satisfies Partial<ResolvedWatcherOptions>;

const durations = ['watchGraceMs', 'bookmarkIntervalMs'] as const;

// A limit of 0 ms would expire at once, so nothing could be read.
const limits = ['headersTimeout', 'listIdleTimeout', 'initialStartTimeout', 'initialIdleTimeout'] as const;

/** @throws InvalidRequestError for a bad selector or a number out of range. */
export function resolveWatcherOptions(options: WatcherOptions): ResolvedWatcherOptions {
  const resolved: ResolvedWatcherOptions = {
    ...defaults,
    ...options,
    labelSelector: LabelQuery.of(options.labelSelector ?? ''),
    fieldSelector: FieldQuery.of(options.fieldSelector ?? ''),
    backoff: { minMs: 800, maxMs: 30_000, ...options.backoff },
  };
  const { pageSize, watchSeconds, backoff } = resolved;
  if (!Number.isSafeInteger(pageSize) || pageSize < 1)
    refuse(`pageSize must be a whole number above 0, not ${pageSize}`);
  if (!(watchSeconds.min >= 1 && watchSeconds.min <= watchSeconds.max))
    refuse(`watchSeconds must be a range of at least 1 s, not ${watchSeconds.min} to ${watchSeconds.max}`);
  if (!(backoff.minMs > 0 && backoff.minMs <= backoff.maxMs))
    refuse(`backoff must be a range above 0 ms, not ${backoff.minMs} to ${backoff.maxMs}`);
  for (const name of durations)
    if (!(resolved[name] >= 0)) refuse(`${name} must be a duration in milliseconds, not ${resolved[name]}`);
  for (const name of limits)
    if (!(resolved[name] > 0)) refuse(`${name} must be a duration above 0 ms, not ${resolved[name]}`);
  return resolved;
}

function refuse(why: string): never {
  throw new InvalidRequestError(`watcher: ${why}`);
}
