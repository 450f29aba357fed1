// How a cache of several namespaces is doing as a whole.

import { compareResourceVersions, isResourceVersion } from '@kube-rx/core';
import {
  noCounters,
  type WatcherCounters,
  type WatcherPhase,
  type WatcherStatus,
} from '../watcher/status.ts';

// From far behind to well.
const phases: readonly WatcherPhase[] = [
  'waiting',
  'queued',
  'listing',
  'streaming',
  'connecting',
  'live',
  'stopped',
];

/** What several watches are together; `whole` says what none of them knows. */
export function joinedStatus(
  parts: readonly WatcherStatus[],
  whole: Pick<WatcherStatus, 'phase' | 'synced' | 'since'>,
): WatcherStatus {
  const worst = parts.length > 0 ? parts.reduce(furtherBehind) : undefined;
  const versions = parts.flatMap(({ resourceVersion }) => resourceVersion ?? []);
  const newest = parts.flatMap(({ newestObject }) => newestObject ?? []);
  const failing = parts.find(({ lastError }) => lastError !== undefined);
  const retries = parts.flatMap(({ nextRetryAt }) => nextRetryAt ?? []);
  const events = parts.flatMap(({ lastEventAt }) => lastEventAt ?? []);
  return {
    phase: whole.phase === 'stopped' ? 'stopped' : (worst?.phase ?? whole.phase),
    mode: parts.some(({ mode }) => mode === 'list') ? 'list' : 'stream',
    synced: whole.synced,
    ...(versions.length > 0 && { resourceVersion: versions.reduce(older) }),
    ...(newest.length > 0 && newest.length === parts.length && { newestObject: newest.reduce(older) }),
    epoch: sum(parts.map(({ epoch }) => epoch)),
    since: worst?.since ?? whole.since,
    ...(events.length > 0 && { lastEventAt: Math.max(...events) }),
    attempt: Math.max(0, ...parts.map(({ attempt }) => attempt)),
    ...(retries.length > 0 && { nextRetryAt: Math.min(...retries) }),
    ...(failing?.lastError && { lastError: failing.lastError }),
    counters: parts.map(({ counters }) => counters).reduce(added, noCounters),
  };
}

/** The version up to which both are; of those without order, the first. */
export function older(one: string, other: string): string {
  if (!isResourceVersion(one) || !isResourceVersion(other)) return one;
  return compareResourceVersions(one, other) <= 0 ? one : other;
}

function furtherBehind(one: WatcherStatus, other: WatcherStatus): WatcherStatus {
  return phases.indexOf(other.phase) < phases.indexOf(one.phase) ? other : one;
}

function added(one: WatcherCounters, other: WatcherCounters): WatcherCounters {
  return {
    lists: one.lists + other.lists,
    watches: one.watches + other.watches,
    relists: one.relists + other.relists,
    expired: one.expired + other.expired,
    duplicates: one.duplicates + other.duplicates,
    skipped: one.skipped + other.skipped,
    violations: one.violations + other.violations,
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
