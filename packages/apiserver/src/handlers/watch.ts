// Opens a watch: from which state it starts, and what the client is told before the changes.
// https://kubernetes.io/docs/reference/using-api/api-concepts/#semantics-for-watch

import { apiVersionOf } from '@kube-rx/core';
import { plainRepresentation, type ServedResource } from '../registry/served-resource.ts';
import type { ServerContext } from '../server-context.ts';
import { StatusError, tooOldRevision } from '../status-error.ts';
import { encodeFrame } from '../storage/change.ts';
import type { StoredObject } from '../storage/stored-object.ts';
import { WatchStream } from '../watch/watch-stream.ts';
import { type ListOptions, parseRevision, selects } from './list-options.ts';
import { awaitRevision } from './read.ts';

const utf8 = new TextEncoder();

/** Answers when the state to start from is reached, or when it is clear that it is not. */
export async function openWatch(
  server: ServerContext,
  served: ServedResource,
  namespace: string,
  options: ListOptions,
): Promise<WatchStream> {
  const wanted = parseRevision(options.resourceVersion, 'get');
  try {
    if (options.sendInitialEvents) {
      await awaitRevision(server, wanted);
      return watchFromState(server, served, namespace, options);
    }
    return watchFromRevision(server, served, namespace, { options, wanted });
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    return failedWatch(server, served, namespace, { options, error });
  }
}

type Start = Pick<ConstructorParameters<typeof WatchStream>[0], 'initial' | 'then' | 'sequence' | 'since'>;

function watchFromState(
  server: ServerContext,
  served: ServedResource,
  namespace: string,
  options: ListOptions,
): WatchStream {
  const { store } = served;
  const since = server.revisions.current;
  if (options.resourceVersion === '') store.noteProgress();
  const endMark = encodeFrame('BOOKMARK', bookmark(served, since, true));
  return open(server, served, namespace, {
    options,
    start: {
      initial: selected(served, namespace, options),
      then: options.allowWatchBookmarks ? [endMark] : [],
      sequence: store.history.end,
      since,
    },
  });
}

function* selected(
  { store }: ServedResource,
  namespace: string,
  options: ListOptions,
): Generator<StoredObject, undefined, undefined> {
  const matches = selects(options, namespace);
  const bounds: [string?, string?] = namespace === '' ? [] : [`${namespace}/`, `${namespace}0`];
  for (const [, stored] of store.snapshot.entries(...bounds)) if (matches(stored)) yield stored;
  return undefined;
}

function watchFromRevision(
  server: ServerContext,
  served: ServedResource,
  namespace: string,
  { options, wanted }: { options: ListOptions; wanted: number },
): WatchStream {
  const { history } = served.store;
  const since = wanted === 0 ? server.revisions.current : wanted;
  if (since < history.oldest) throw tooOldRevision(since, history.oldest);
  const start = { initial: nothing(), then: [], sequence: history.after(since), since };
  return open(server, served, namespace, { options, start });
}

function failedWatch(
  server: ServerContext,
  served: ServedResource,
  namespace: string,
  { options, error }: { options: ListOptions; error: StatusError },
): WatchStream {
  const frame = encodeFrame('ERROR', utf8.encode(JSON.stringify(error.status)));
  const start = { initial: nothing(), then: [frame], sequence: served.store.history.end, since: Infinity };
  const stream = open(server, served, namespace, { options, start });
  stream.finish();
  return stream;
}

function* nothing(): Generator<StoredObject, undefined, undefined> {
  yield* [];
  return undefined;
}

// https://github.com/kubernetes/apiserver/blob/v0.36.3/pkg/server/config.go (MinRequestTimeout)
const minTimeoutSeconds = 1_800;

function open(
  server: ServerContext,
  served: ServedResource,
  namespace: string,
  { options, start }: { options: ListOptions; start: Start },
): WatchStream {
  const { clock, random, watches } = server;
  const seconds = options.timeoutSeconds || minTimeoutSeconds * (1 + random());
  const quiet = !options.allowWatchBookmarks || !hasPeriodicBookmarks(served);
  const stream = new WatchStream({
    ...start,
    store: served.store,
    clock,
    random,
    selects: selects(options, namespace),
    as: plainRepresentation(served),
    bookmark: quiet ? undefined : (revision) => encodeFrame('BOOKMARK', bookmark(served, revision, false)),
    timeoutMs: seconds * 1000,
    onEnd: (ended) => watches.delete(ended),
  });
  watches.add(stream);
  // A negative timeout is over before anything could be sent.
  if (seconds < 0) stream.close();
  return stream;
}

// Events have no watch cache on the real server.
function hasPeriodicBookmarks({ resource }: ServedResource): boolean {
  return resource.plural !== 'events';
}

const initialEventsEnd = { 'k8s.io/initial-events-end': 'true' };

function bookmark(
  { resource, traits, custom }: ServedResource,
  revision: number,
  initialEnd: boolean,
): Uint8Array {
  const metadata = {
    resourceVersion: String(revision),
    ...(initialEnd && { annotations: initialEventsEnd }),
  };
  const [kind, apiVersion] = [resource.kind, apiVersionOf(resource)];
  const object = custom ? { apiVersion, kind, metadata } : { kind, apiVersion, metadata, ...traits.zero };
  return utf8.encode(JSON.stringify(object));
}
