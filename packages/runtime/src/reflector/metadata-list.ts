// Reads a list of metadata alone, page by page, as new as the server itself, over a connection of its own.

import { DeadlineError } from '@kube-rx/client';
import {
  afterPage,
  apiVersionOf,
  DecodeError,
  type EncodedObject,
  IdleTimer,
  type KubeObject,
  type ListParams,
  noPages,
  onAbort,
  type PageProgress,
  resourceName,
} from '@kube-rx/core';
import { ByteProgress } from '../watcher/byte-progress.ts';
import type { Place } from '../watcher/gate.ts';
import type { ResolvedWatcherOptions } from '../watcher/options.ts';
import { SharedServer } from '../watcher/shared-server.ts';
import type { ListWatch } from '../watcher/source.ts';

// A server may give smaller pages than were asked for, and filter what it has paged. And a cache may have lost all that
// there is, which is what audits are for.
const pages = { least: 1000, forEach: 10 };

export interface MetadataListOptions<K extends KubeObject> {
  readonly source: ListWatch<K>;
  /** Selectors, the size of a page, and how long it may make no progress. */
  readonly options: ResolvedWatcherOptions;
  readonly signal: AbortSignal;
  /** About how many objects there should be: a list that goes on for far more pages than these need is given up. */
  readonly expected: number;
  /** Takes the next objects. Nothing of them may be kept. */
  readonly take: (items: readonly EncodedObject<K>[]) => void;
  /** An object could not be decoded; its key, where that can be read. */
  readonly leaveOut: (key: string | undefined) => void;
}

/** What is used while the pages are read. */
interface Reading {
  readonly timer: IdleTimer;
  readonly place: Place;
  readonly signal: AbortSignal;
}

/**
 * Resolves with the version of the list. It waits for its turn, as initial states do.
 *
 * @throws what the source throws, DecodeError (also of a list without an end), DeadlineError, or the signal's reason.
 */
export async function listMetadata<K extends KubeObject>(list: MetadataListOptions<K>): Promise<string> {
  const { source, options, signal } = list;
  const { clock, listIdleTimeout: limitMs } = options;
  const abort = new AbortController();
  const stopListening = onAbort(signal, () => abort.abort(signal.reason));
  const timer = new IdleTimer(clock);
  const turn = Promise.withResolvers<undefined>();
  const place = SharedServer.of(source).gate.enter(clock, () => turn.resolve(undefined));
  const stopWaiting = onAbort(abort.signal, () => turn.resolve(undefined));
  try {
    await turn.promise;
    abort.signal.throwIfAborted();
    const expire = (idleMs: number): void => {
      const timeoutMs = idleMs >= limitMs ? limitMs : 10 * limitMs;
      const message = `the list of ${resourceName(source.resource)} for an audit was not complete for ${timeoutMs} ms`;
      abort.abort(new DeadlineError(message, { timeoutMs }));
    };
    timer.start({ idleLimitMs: () => limitMs, endsInMs: 10 * limitMs, expire });
    return await readPages(list, { timer, place, signal: abort.signal });
  } catch (thrown) {
    throw abort.signal.aborted ? abort.signal.reason : thrown;
  } finally {
    stopWaiting();
    stopListening();
    timer.cancel();
    place.leave();
  }
}

async function readPages<K extends KubeObject>(
  list: MetadataListOptions<K>,
  reading: Reading,
): Promise<string> {
  const { labelSelector, fieldSelector, pageSize: limit } = list.options;
  const mostPages = pages.least + pages.forEach * Math.ceil(list.expected / Math.max(1, limit));
  let version: string | undefined;
  let progress: PageProgress = { ...noPages, inAnyOrder: true };
  let params: ListParams = { labelSelector, fieldSelector, limit };
  for (;;) {
    const page = await readPage(list, params, reading);
    version ??= page.resourceVersion;
    if (page.continue === undefined) return version;
    const next = afterPage(progress, { continue: page.continue, last: page.last });
    if (next instanceof DecodeError) throw next;
    if (next.pages >= mostPages)
      throw new DecodeError(`the list comes to no end: ${next.pages} pages for ${list.expected} objects`, {
        fault: 'protocol',
      });
    progress = next;
    params = { ...params, continue: page.continue };
    reading.place.asks();
  }
}

/** What there is to know of a page besides its objects. */
interface PageRead {
  readonly resourceVersion: string;
  readonly continue?: string | undefined;
  readonly last: string | undefined;
}

async function readPage<K extends KubeObject>(
  { source, take, leaveOut }: MetadataListOptions<K>,
  params: ListParams,
  { timer, place, signal }: Reading,
): Promise<PageRead> {
  const { resource, codec } = source;
  const representation = { metadataOnly: true, keepManagedFields: false };
  const body = await source.openList({ ...params, ...representation, signal, connection: 'another' });
  place.flows();
  let last: string | undefined;
  const decoder = codec.createListDecoder<K>({
    type: { apiVersion: apiVersionOf(resource), kind: resource.kind },
    ...representation,
    onUndecodable: ({ object }) => {
      last = object?.key ?? last;
      leaveOut(object?.key);
    },
  });
  const tell = (items: readonly EncodedObject<K>[]): void => {
    last = items.at(-1)?.key ?? last;
    if (items.length > 0) take(items);
  };
  const progress = new ByteProgress({ first: true });
  for await (const chunk of body) {
    if (progress.note(chunk.length)) timer.progress();
    tell(decoder.push(chunk));
    signal.throwIfAborted();
  }
  // The end of a page is progress, too, however small its rest.
  timer.progress();
  const { items, ...page } = decoder.end();
  tell(items);
  return { ...page, last };
}
