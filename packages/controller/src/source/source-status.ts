// How a source is doing, for readiness, metrics and people.

import { printable, quotedText } from '@kube-rx/core';
import { classify, type Verdict, type WatcherPhase, type WatcherStatus } from '@kube-rx/runtime';

/** A source in one cluster. */
export interface SourceStatus {
  readonly name: string;
  /** `''` unless the controller has several, and for a source of `triggers`. */
  readonly cluster: string;
  /** Of its watch. A source of `triggers` is `live`, `waiting` after an error, or `stopped`. */
  readonly phase: WatcherPhase;
  /** Whether its whole initial state is there. Stays true while it heals. */
  readonly synced: boolean;
  /** What is wrong with it, or what it waits for; absent when all is well. */
  readonly reason?: string;
  /** For how many milliseconds its watch has not been open; 0 while it is. */
  readonly lagMs: number;
  /**
   * How many milliseconds ago its server last gave a sign of life: a frame, a bookmark, a page, or the answer that opened
   * the watch. Absent before the first, and for `triggers`.
   */
  readonly quietMs?: number;
  /** The version that its cache has; absent before its first list, and for `triggers`. */
  readonly resourceVersion?: string;
}

const meanings: Readonly<Record<Verdict, string>> = {
  retry: 'the server cannot be reached',
  faulty: 'the server failed',
  throttled: 'the server is busy',
  expired: 'the history is gone',
  tooLarge: 'the server is behind',
  regressed: 'the server went back in time',
  drifted: 'the view differs from what the server has',
  violation: 'the server gave an answer that the API does not allow',
  silent: 'the server is silent',
  damped: 'the server ends each watch at once',
  denied: 'denied',
  missing: 'the server has no such resource',
  notKubernetes: 'something else than Kubernetes answers',
};

/** What is wrong with a watch, or what it waits for. */
export function reasonOf(status: WatcherStatus): string | undefined {
  const { phase, synced, lastError, scope } = status;
  const error = lastError && `${meanings[classify(lastError).verdict]}: ${printable(lastError.message, 500)}`;
  if (phase === 'stopped')
    return `its watch was ended by another user of its cache${error === undefined ? '' : `: ${error}`}`;
  if (error !== undefined) return error;
  if (!synced && scope?.reason !== undefined) return printable(scope.reason, 500);
  if (synced) return undefined;
  return phase === 'queued' ? 'its first list waits for those of others' : 'its first list is not complete';
}

/**
 * When the server last gave a sign of life on a watch: by an event, a bookmark, a page, or by opening it. Where there is a
 * watch for each namespace, that of the one that is quiet for longest. Undefined before the first.
 */
export function lastSignOf({ phase, since, lastEventAt, scope }: WatcherStatus): number | undefined {
  if (scope && scope.namespaces.size > 0) {
    const signs = Array.from(scope.namespaces.values(), lastSignOf).filter((at) => at !== undefined);
    return signs.length > 0 ? Math.min(...signs) : undefined;
  }
  return phase === 'live' ? Math.max(since, lastEventAt ?? since) : lastEventAt;
}

/** What keeps these sources from being synced, in one line; undefined where all are. */
export function unsynced(statuses: Iterable<SourceStatus>): string | undefined {
  const lines: string[] = [];
  for (const { name, cluster, synced, reason } of statuses) {
    if (synced) continue;
    const where = cluster === '' ? '' : ` of the cluster ${quotedText(cluster)}`;
    lines.push(`${name}${where}: ${reason ?? 'not synced'}`);
  }
  return lines.length === 0 ? undefined : lines.join('; ');
}
