// All objects of a list, page after page.

import {
  ApiError,
  afterPage,
  DecodeError,
  isExpired,
  type KubeObject,
  type ListParams,
  noPages,
  type ObjectList,
  objectKey,
  type PageProgress,
} from '@kube-rx/core';
import type { ReadOptions } from './read-options.ts';

/** Parameters of a listing of all pages. */
export type ListAllParams = Omit<ListParams, 'continue'>;

/** Asks for a page when its first object is asked for. */
export async function* listAll<K extends KubeObject>(
  list: (options: ListParams & ReadOptions) => Promise<ObjectList<K>>,
  options: ListAllParams & ReadOptions,
): AsyncGenerator<K, void, undefined> {
  // A continue token holds the moment that it belongs to; naming that again is an error.
  const { resourceVersion, resourceVersionMatch, limit = 500, ...rest } = options;
  const selection = { ...rest, limit };
  const moment = {
    ...(resourceVersion !== undefined && { resourceVersion }),
    ...(resourceVersionMatch && { resourceVersionMatch }),
  };
  let page = await list({ ...selection, ...moment });
  // What was given out cannot be taken back, so that the list cannot begin again in one page.
  for (let count = 0, progress: PageProgress = { ...noPages, inAnyOrder: true }; ; ) {
    yield* page;
    count += page.length;
    if (page.continue === undefined) return;
    const next = afterPage(progress, { continue: page.continue, last: lastKeyOf(page) });
    if (next instanceof DecodeError) throw next;
    progress = next;
    try {
      page = await list({ ...selection, continue: page.continue });
    } catch (error) {
      throw isExpired(error) ? cutShort(error, count) : error;
    }
  }
}

function lastKeyOf(page: readonly KubeObject[]): string | undefined {
  const last = page.at(-1);
  return last && objectKey(last.metadata.name, last.metadata.namespace);
}

function cutShort(error: unknown, count: number): unknown {
  if (!(error instanceof ApiError)) return error;
  return new ApiError(
    `${error.message}; the list expired after ${count} objects had been given out, which are no complete list: ` +
      'begin again, read faster, or use list() for all in one answer',
    { status: error.status, serverMessage: error.serverMessage, cause: error },
  );
}
