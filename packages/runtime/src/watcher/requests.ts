// What the watcher asks the server for.

import type { ListParams, WatchParams } from '@kube-rx/core';
import type { Knowledge } from './knowledge.ts';
import type { OpenOptions } from './source.ts';
import type { Listing } from './state.ts';

type Connection = Pick<OpenOptions, 'connection'>;

/** A page of an initial state. */
export function pageParams(
  { unpaged, continue: token }: Listing,
  knowledge: Knowledge,
): ListParams & Connection {
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
export function probeParams({ options, position }: Knowledge): ListParams {
  const { labelSelector, fieldSelector } = options;
  return { labelSelector, fieldSelector, limit: 1, ...notOlderThan(position.resourceVersion) };
}

/** A watch that goes on from the view; with `initial`, one that first sends what exists. */
export function watchParams(
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
