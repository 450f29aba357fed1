// How a watcher is doing: all that a dashboard or a readiness probe needs.

/**
 * - `queued`: an initial state waits for its turn, as others of the same client are read. Nothing was sent.
 * - `listing`: an initial state is being read, page by page.
 * - `streaming`: an initial state is being read, over a watch that then goes on.
 * - `connecting`: a watch was asked for.
 * - `live`: the watch is open.
 * - `waiting`: something failed, and the next try is due at `nextRetryAt`.
 * - `stopped`: over.
 */
export type WatcherPhase = 'queued' | 'listing' | 'streaming' | 'connecting' | 'live' | 'waiting' | 'stopped';

/** How initial states are read: over a watch (`sendInitialEvents`), or page by page. */
export type InitialMode = 'stream' | 'list';

export interface WatcherCounters {
  /** Lists that were started, the first included. */
  readonly lists: number;
  /** Watches that were started. */
  readonly watches: number;
  /** Initial states begun after the first complete one, in either mode. */
  readonly relists: number;
  /** Times the server's history was gone (410). */
  readonly expired: number;
  /** Frames dropped because they said nothing new. */
  readonly duplicates: number;
  /** Objects that could not be decoded, and were left out. */
  readonly skipped: number;
  /** Answers that the API does not allow. */
  readonly violations: number;
}

/** Of a watcher that has done nothing yet. */
export const noCounters: WatcherCounters = {
  lists: 0,
  watches: 0,
  relists: 0,
  expired: 0,
  duplicates: 0,
  skipped: 0,
  violations: 0,
};

/** A snapshot; times are milliseconds since the Unix epoch. */
export interface WatcherStatus {
  readonly phase: WatcherPhase;
  readonly mode: InitialMode;
  /** Whether a whole initial state has been told. Stays true while the watcher heals. */
  readonly synced: boolean;
  /** The version of the consumer's view; absent before the first `InitDone`. */
  readonly resourceVersion?: string;
  /**
   * The newest version of an object that was told; absent before the first. A bookmark and a list move `resourceVersion`
   * to what the server claims, an object to what there has been.
   */
  readonly newestObject?: string;
  /** Grows when the server's versions went back for good, as after an etcd restore. */
  readonly epoch: number;
  /** When the phase began. */
  readonly since: number;
  /** When the last frame or page came; absent before the first. */
  readonly lastEventAt?: number;
  /** Tries in a row that failed; 0 when all is well. */
  readonly attempt: number;
  readonly nextRetryAt?: number;
  /**
   * The trouble being healed; absent when all is well. Who is told of each status is told of each error once: it is
   * absent from the statuses that follow, while `attempt` stays above 0.
   */
  readonly lastError?: Error;
  readonly counters: WatcherCounters;
  /** Of a cache with the option `namespaces`: all else is then what its watches are together. */
  readonly scope?: ScopeStatus;
}

/** Which namespaces a cache holds. */
export interface ScopeStatus {
  /**
   * - `pending`: not known yet.
   * - `cluster`: all of them, by one watch.
   * - `namespaces`: each by a watch of its own.
   * - `off`: none, as none is allowed.
   */
  readonly kind: 'pending' | 'cluster' | 'namespaces' | 'off';
  /** Why it is not the whole cluster, or not known yet; absent where nothing keeps it from what was asked for. */
  readonly reason?: string;
  /** The watch of each namespace. */
  readonly namespaces: ReadonlyMap<string, WatcherStatus>;
  /** Why a namespace is left out, by its name: what the server said. Each is tried again. */
  readonly refused: ReadonlyMap<string, string>;
}

/** Whether a status has nothing to tell after the one before: another time or version alone is no news. */
export function isSameStatus(status: WatcherStatus, before: WatcherStatus): boolean {
  return (
    status.phase === before.phase &&
    status.mode === before.mode &&
    status.synced === before.synced &&
    status.epoch === before.epoch &&
    status.attempt === before.attempt &&
    status.nextRetryAt === before.nextRetryAt &&
    status.lastError === before.lastError &&
    status.counters.relists === before.counters.relists
  );
}

/** Gives each status in turn, without an error that was told. A failure leads to `waiting`, so there it is always new. */
export function withErrorsOnce(): (status: WatcherStatus) => WatcherStatus {
  let told: Error | undefined;
  return (status) => {
    const { lastError, ...rest } = status;
    if (lastError !== undefined && lastError === told && status.phase !== 'waiting') return rest;
    told = lastError;
    return status;
  };
}
