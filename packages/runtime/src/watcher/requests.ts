// What the watcher asks the server for.

import type { ListParams, WatchParams } from '@kube-rx/core';
import type { Knowledge } from './knowledge.ts';
import type { Listing } from './state.ts';

/** A page of an initial state. */
export function pageParams({ unpaged, continue: token }: Listing, knowledge: Knowledge): ListParams {
  const { labelSelector, fieldSelector, pageSize } = knowledge.options;
  const page = { labelSelector, fieldSelector, ...(!unpaged && { limit: pageSize }) };
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
  { options, position, initialVersion }: Knowledge,
  random: number,
): WatchParams & { readonly timeoutSeconds: number } {
  const { labelSelector, fieldSelector, watchSeconds } = options;
  const resourceVersion = initial ? initialVersion : position.resourceVersion;
  return {
    labelSelector,
    fieldSelector,
    timeoutSeconds: Math.floor(watchSeconds.min + random * (watchSeconds.max - watchSeconds.min)),
    ...(resourceVersion !== undefined && { resourceVersion }),
    ...(initial && { sendInitialEvents: true }),
  };
}

/** Spares the server a quorum read for each client that comes back. Without a version: as new as the server itself. */
function notOlderThan(resourceVersion: string | undefined): ListParams {
  return resourceVersion === undefined ? {} : { resourceVersion, resourceVersionMatch: 'NotOlderThan' };
}
