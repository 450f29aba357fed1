// One audit of a store: lists what the server has, compares, waits for what may be on its way, and tells what it found.

import { channel } from 'node:diagnostics_channel';
import { type KubeObject, onAbort, sleep, toError } from '@kube-rx/core';
import {
  type AuditResult,
  type StoreMessage,
  storeChannel,
  watchIdentity,
} from '../logging/watch-channel.ts';
import { WatchError } from '../watcher/classify.ts';
import { quoteKey, quoteVersion } from '../watcher/initial-versions.ts';
import type { ResolvedWatcherOptions } from '../watcher/options.ts';
import type { ListWatch } from '../watcher/source.ts';
import type { WatcherStatus } from '../watcher/status.ts';
import { Audit, type Drift, isOlder } from './audit.ts';
import { auditedView } from './audited-view.ts';
import { listMetadata } from './metadata-list.ts';
import { type ChangeBatch, isWithin, type StoreState } from './store-state.ts';

// What seems to differ is looked at so often, until the view has come to the version of the list. A view that has stood
// still for so long will not come there: a change that is on its way takes less. One that gets on is waited for.
const lookAgainMs = 5_000;
const standsStillMs = 30_000;
const longestWaitMs = 300_000;

export interface AuditedWatch {
  readonly status: WatcherStatus;
  /** The view is wrong: it shall be read anew. */
  drifted(error: WatchError): void;
  /** The server seems to have another history than the view: it shall be asked for its version. */
  doubtHistory(): void;
}

export interface AuditedStore<K extends KubeObject> {
  readonly source: ListWatch<K>;
  readonly options: ResolvedWatcherOptions;
  readonly state: StoreState<K>;
  /** The only namespace that is audited. Undefined: the store holds nothing but what the source has. */
  readonly namespace: string | undefined;
  readonly watch: AuditedWatch;
}

/** True if it came to an end. It does not where the signal fires, the watch is in trouble, or the list fails. */
export async function auditStore<K extends KubeObject>(
  store: AuditedStore<K>,
  signal: AbortSignal,
): Promise<boolean> {
  let result: AuditResult | undefined;
  try {
    result = await findDrift(store, signal);
  } catch (error) {
    if (!signal.aborted) result = { result: 'failed', error: toError(error) };
  }
  if (!result || signal.aborted) return false;
  publish(store, result);
  if (result.result === 'drifted') store.watch.drifted(driftError(result));
  return result.result !== 'failed';
}

/** Undefined where nothing can be said, as the watch is in trouble. */
async function findDrift<K extends KubeObject>(
  { source, options, state, namespace, watch }: AuditedStore<K>,
  signal: AbortSignal,
): Promise<AuditResult | undefined> {
  const { clock } = options;
  const begun = versionOf(watch);
  if (begun === undefined) return undefined;
  const audit = new Audit(auditedView(state, namespace), begun);
  const listener = (batch: ChangeBatch<K>): void => {
    for (const change of batch) if (isWithin(change.key, namespace)) audit.note(change);
  };
  state.listeners.add(listener);
  const stopListening = onAbort(signal, () => state.listeners.delete(listener));
  try {
    const listed = await listMetadata({
      source,
      options,
      signal,
      expected: state.contents.keys.size,
      take: (items) => {
        for (const item of items)
          if (namespace === undefined || item.namespace === namespace) audit.list(item);
      },
      leaveOut: (key) => audit.leaveOut(key),
    });
    if (isOlder(listed, begun)) {
      watch.doubtHistory();
      throw new Error(staleMessage(listed, begun));
    }
    audit.end(listed);
    await catchUp({ audit, listed, begun, watch }, (ms) => sleep(clock, ms, signal));
    if (audit.isOverrun) throw new Error('more changed during an audit than it can remember');
    if (versionOf(watch) === undefined) return undefined;
    const drift = audit.drift();
    const { objects } = audit;
    return drift ? { result: 'drifted', objects, ...drift } : { result: 'agreed', objects };
  } finally {
    stopListening();
    state.listeners.delete(listener);
  }
}

interface Behind<K extends KubeObject> {
  readonly audit: Audit<K>;
  /** The version of the list, and that of the view when the audit began. */
  readonly listed: string;
  readonly begun: string;
  readonly watch: AuditedWatch;
}

/** Waits until nothing seems to differ, or what differs is no longer on its way. @throws where that cannot be known. */
async function catchUp<K extends KubeObject>(
  { audit, listed, begun, watch }: Behind<K>,
  pause: (ms: number) => Promise<void>,
): Promise<void> {
  let last = begun;
  let stillMs = 0;
  for (let waitedMs = 0; audit.drift(); waitedMs += lookAgainMs) {
    if (waitedMs > 0 && hasReached(last, listed)) return;
    if (stillMs >= standsStillMs) return;
    if (waitedMs >= longestWaitMs)
      throw new Error(`the watch is too far behind the list for an audit: ${versions(listed, last)}`);
    await pause(lookAgainMs);
    const now = versionOf(watch);
    // Without an order nobody knows whether it gets on.
    stillMs = now === undefined || isOlder(last, now) ? 0 : stillMs + lookAgainMs;
    last = now ?? last;
  }
}

function hasReached(version: string, listed: string): boolean {
  return version === listed || isOlder(listed, version);
}

/** Of the view, while it is followed. */
function versionOf({ status }: AuditedWatch): string | undefined {
  return status.phase === 'live' ? status.resourceVersion : undefined;
}

function publish<K extends KubeObject>({ source, options }: AuditedStore<K>, result: AuditResult): void {
  const stores = channel(storeChannel);
  if (!stores.hasSubscribers) return;
  const message: StoreMessage = { type: 'audited', store: watchIdentity(source, options), ...result };
  stores.publish(message);
}

function driftError({
  objects,
  missing,
  outdated,
  leftover,
  key,
}: Drift & { readonly objects: number }): WatchError {
  const found = [
    missing > 0 && `${missing} missing`,
    outdated > 0 && `${outdated} outdated`,
    leftover > 0 && `${leftover} that the server does not have`,
  ];
  const what = found.filter((part) => part !== false).join(', ');
  return new WatchError('drifted', `an audit of ${objects} objects found ${what}, as ${quoteKey(key)}`);
}

function staleMessage(listed: string, begun: string): string {
  return `the list for an audit is stale, or the history went back: ${versions(listed, begun)}`;
}

function versions(listed: string, viewed: string): string {
  return `its version is ${quoteVersion(listed)}, that of the view ${quoteVersion(viewed)}`;
}
