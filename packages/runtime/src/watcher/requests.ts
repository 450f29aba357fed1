// What the watcher asks the server for.

import type { ListParams, WatchParams } from '@kube-rx/core';
import type { Knowledge } from './knowledge.ts';
import type { OpenOptions } from './source.ts';
import type { Listing, OpenWatch, Operation } from './state.ts';

type Connection = Pick<OpenOptions, 'connection'>;

/** A watch that is asked for, and for how long. */
export interface WatchRequest {
  readonly watch: OpenWatch;
  readonly params: WatchParams & Connection;
  /** How long it may be open. */
  readonly deadlineMs: number;
}

/** A page of an initial state, or a probe. It is counted. */
export function beginList(
  next: Operation & { kind: 'listing' | 'probing' },
  knowledge: Knowledge,
): ListParams & Connection {
  if (next.kind === 'probing') return probeParams(knowledge);
  if (next.continue === undefined) {
    knowledge.countInitialState();
    knowledge.counters.lists += 1;
  }
  return pageParams(next, knowledge);
}

/** A watch from the view; with `initial`, one that first sends what exists. It is counted. */
export function beginWatch(initial: boolean, knowledge: Knowledge, random: number): WatchRequest {
  if (initial) knowledge.countInitialState();
  knowledge.counters.watches += 1;
  const params = watchParams(initial, knowledge, random);
  const timeoutMs = params.timeoutSeconds * 1000;
  const resumedFrom = initial ? undefined : knowledge.watchedTo;
  const watch = { timeoutMs, resumedFrom, delivered: false, hasNews: false, advanced: false };
  return { watch, params, deadlineMs: timeoutMs + knowledge.options.watchGraceMs };
}

/** A watch beside one that is silent, over a connection that is not likely to be dead as well. */
export function beginSecondWatch(knowledge: Knowledge, random: number): WatchRequest {
  const request = beginWatch(false, knowledge, random);
  const connection = knowledge.silence.isOddlyQuiet ? 'another' : knowledge.secondWatch.connection;
  return { ...request, params: { ...request.params, connection } };
}

/** A page of an initial state. */
function pageParams({ unpaged, continue: token }: Listing, knowledge: Knowledge): ListParams & Connection {
  const { labelSelector, fieldSelector, pageSize } = knowledge.options;
  const page = {
    labelSelector,
    fieldSelector,
    ...(!unpaged && { limit: pageSize }),
    ...connectionOf(knowledge),
  };
  return token === undefined
    ? { ...page, ...notOlderThan(knowledge.initialVersion) }
    : { ...page, continue: token };
}

/** One object, to see whether the server knows the version of the view. */
function probeParams({ options, position }: Knowledge): ListParams {
  const { labelSelector, fieldSelector } = options;
  return { labelSelector, fieldSelector, limit: 1, ...notOlderThan(position.resourceVersion) };
}

function watchParams(
  initial: boolean,
  knowledge: Knowledge,
  random: number,
): WatchParams & Connection & { readonly timeoutSeconds: number } {
  const { position, initialVersion } = knowledge;
  const { labelSelector, fieldSelector, watchSeconds } = knowledge.options;
  const resourceVersion = initial ? initialVersion : position.resourceVersion;
  return {
    labelSelector,
    fieldSelector,
    timeoutSeconds: Math.floor(watchSeconds.min + random * (watchSeconds.max - watchSeconds.min)),
    ...(resourceVersion !== undefined && { resourceVersion }),
    ...(initial && { sendInitialEvents: true, ...connectionOf(knowledge) }),
  };
}

/** A further opinion must not come the way of the last one: a proxy may answer from what it kept. */
function connectionOf({ trust }: Knowledge): Connection {
  return trust.needsOpinion ? { connection: 'another' } : {};
}

/** Spares the server a quorum read for each client that comes back. Without a version: as new as the server itself. */
function notOlderThan(resourceVersion: string | undefined): ListParams {
  return resourceVersion === undefined ? {} : { resourceVersion, resourceVersionMatch: 'NotOlderThan' };
}
