// Opens a watch: from which state it starts, and what the client is told before the changes.
// https://kubernetes.io/docs/reference/using-api/api-concepts/#semantics-for-watch

import { apiVersionOf } from '@kube-rx/core';
import type { JsonObject } from '../json/json.ts';
import type { Negotiated } from '../negotiation/accept.ts';
import { partialObject, representation, table } from '../negotiation/representations.ts';
import { encodeJson } from '../registry/codec.ts';
import type { ServedResource } from '../registry/served-resource.ts';
import type { ServerContext } from '../server-context.ts';
import { StatusError, tooManyRequests, tooOldRevision } from '../status-error.ts';
import { encodeFrame } from '../storage/stored-change.ts';
import type { StoredObject } from '../storage/stored-object.ts';
import { WatchBody } from '../watch/watch-body.ts';
import { type ListOptions, parseRevision, selects } from './list-options.ts';
import { awaitRevision } from './read.ts';

const utf8 = new TextEncoder();

export interface WatchCall {
  readonly server: ServerContext;
  readonly served: ServedResource;
  readonly namespace: string;
  readonly negotiated: Negotiated;
}

/** Answers when the state to start from is reached, or when it is clear that it is not. */
export async function openWatch(call: WatchCall, options: ListOptions): Promise<WatchBody> {
  const wanted = parseRevision(options.resourceVersion, 'get');
  call.server.readiness.require();
  try {
    if (options.sendInitialEvents) {
      await awaitRevision(call.server, wanted);
      return watchFromState(call, options);
    }
    return watchFromRevision(call, { options, wanted });
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    return failedWatch(call, { options, error });
  }
}

type Start = Pick<ConstructorParameters<typeof WatchBody>[0], 'initial' | 'then' | 'sequence' | 'since'>;

function watchFromState(call: WatchCall, options: ListOptions): WatchBody {
  const { server, served, namespace } = call;
  const { store } = served;
  const since = server.revisions.current;
  if (options.resourceVersion === '') store.noteProgress();
  return open(call, {
    options,
    start: {
      initial: selected(served, namespace, options),
      then: options.allowWatchBookmarks ? [encodeFrame('BOOKMARK', bookmark(call, since, true))] : [],
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
  call: WatchCall,
  { options, wanted }: { options: ListOptions; wanted: number },
): WatchBody {
  const { server, served } = call;
  const { history } = served.store;
  const since = wanted === 0 ? server.revisions.current : wanted;
  if (since < history.oldest) throw tooOldRevision(since, history.oldest);
  const start = { initial: nothing(), then: [], sequence: history.after(since), since };
  return open(call, { options, start });
}

function failedWatch(
  call: WatchCall,
  { options, error }: { options: ListOptions; error: StatusError },
): WatchBody {
  const frame = encodeFrame('ERROR', utf8.encode(JSON.stringify(error.status)));
  const start = {
    initial: nothing(),
    then: [frame],
    sequence: call.served.store.history.end,
    since: Infinity,
  };
  const stream = open(call, { options, start });
  stream.finish();
  return stream;
}

function* nothing(): Generator<StoredObject, undefined, undefined> {
  yield* [];
  return undefined;
}

// https://github.com/kubernetes/apiserver/blob/v0.36.3/pkg/server/config.go (MinRequestTimeout)
const minTimeoutSeconds = 1_800;

function open(call: WatchCall, { options, start }: { options: ListOptions; start: Start }): WatchBody {
  const { server, served, namespace, negotiated } = call;
  const { clock, random, watches } = server;
  if (watches.size >= server.maxWatches) throw tooManyRequests();
  const seconds = options.timeoutSeconds || minTimeoutSeconds * (1 + random());
  const quiet = !options.allowWatchBookmarks || served.kind.uncached === true;
  const stream = new WatchBody({
    ...start,
    store: served.store,
    clock,
    random,
    selects: selects(options, namespace),
    as: representation(server, served, { ...negotiated, first: false }),
    first: representation(server, served, negotiated),
    bookmark: quiet ? undefined : (revision) => encodeFrame('BOOKMARK', bookmark(call, revision, false)),
    timeoutMs: seconds * 1000,
    onEnd: (ended) => watches.delete(ended),
  });
  watches.add(stream);
  // A negative timeout is over before anything could be sent.
  if (seconds < 0) stream.close();
  return stream;
}

const initialEventsEnd = { 'k8s.io/initial-events-end': 'true' };

function bookmark(
  { server, served, negotiated }: WatchCall,
  revision: number,
  initialEnd: boolean,
): Uint8Array {
  const { resource, zero, storedZero, custom } = served;
  const metadata = {
    resourceVersion: String(revision),
    ...(initialEnd && { annotations: initialEventsEnd }),
  };
  const [kind, apiVersion] = [resource.kind, apiVersionOf(resource)];
  const object: JsonObject = custom
    ? { apiVersion, kind, metadata }
    : { kind, apiVersion, metadata, ...zero };
  const { shape, includeObject } = negotiated;
  const list = { resourceVersion: String(revision) };
  if (shape === 'Table') {
    const objects = [custom ? object : { ...object, ...storedZero }];
    return encodeJson(table(server, served, { objects, metadata: list, includeObject, withColumns: false }));
  }
  return encodeJson(shape === 'object' ? object : partialObject(object));
}
