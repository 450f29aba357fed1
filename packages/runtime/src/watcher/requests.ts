// What the watcher asks the server for.

import type { ListParams, WatchParams } from '@kube-rx/core';
import type { ResolvedWatcherOptions } from './options.ts';

export interface ListRequest {
  /** The token of the page; absent for the first. */
  readonly continue?: string;
  /** All in one page, because a token expired. */
  readonly unpaged: boolean;
  /** The list may not be older than this; absent: it must be as new as the server itself. */
  readonly notOlderThan: string | undefined;
}

/** "Not older than seen" spares the server a quorum read for each client that comes back. */
export function listParams(request: ListRequest, options: ResolvedWatcherOptions): ListParams {
  const { labelSelector, fieldSelector, pageSize } = options;
  const page = { labelSelector, fieldSelector, ...(!request.unpaged && { limit: pageSize }) };
  if (request.continue !== undefined) return { ...page, continue: request.continue };
  if (request.notOlderThan === undefined) return page;
  return { ...page, resourceVersion: request.notOlderThan, resourceVersionMatch: 'NotOlderThan' };
}

/** A watch from `resourceVersion`; with `initial`, one that first sends what exists. */
export function watchParams(
  request: { readonly resourceVersion: string | undefined; readonly initial: boolean },
  options: ResolvedWatcherOptions,
  random: number,
): WatchParams & { readonly timeoutSeconds: number } {
  const { labelSelector, fieldSelector, watchSeconds } = options;
  return {
    labelSelector,
    fieldSelector,
    timeoutSeconds: Math.floor(watchSeconds.min + random * (watchSeconds.max - watchSeconds.min)),
    ...(request.resourceVersion !== undefined && { resourceVersion: request.resourceVersion }),
    ...(request.initial && { sendInitialEvents: true }),
  };
}
