// Opens a watch: from which state it starts, and what the client is told before the changes.
// https://kubernetes.io/docs/reference/using-api/api-concepts/#semantics-for-watch

import { apiVersionOf } from '@kube-rx/core';
import { ConvertedChanges } from '../conversion/converted-changes.ts';
import { seenObjects } from '../conversion/converted-objects.ts';
import type { JsonObject } from '../json/json.ts';
import { partialObject, representation, table } from '../negotiation/representations.ts';
import { encodeJson } from '../registry/codec.ts';
import type { ServedResource } from '../registry/served-resource.ts';
import type { ServerContext } from '../server-context.ts';
import { StatusError, tooManyRequests, tooOldRevision } from '../status-error.ts';
import { encodeFrame } from '../storage/stored-change.ts';
import type { StoredObject } from '../storage/stored-object.ts';
import { Selection, Selections } from '../watch/selection.ts';
import { WatchBody, type WatchBodyOptions } from '../watch/watch-body.ts';
import { admitted } from './admitted.ts';
import type { Call } from './call.ts';
import { exactName, type ListOptions, parseRevision, selects } from './list-options.ts';
import { awaitRevision } from './read.ts';

const utf8 = new TextEncoder();

/** Answers when the state to start from is reached, or when it is clear that it is not. */
export async function openWatch(call: Call, options: ListOptions): Promise<WatchBody> {
  const wanted = parseRevision(options.resourceVersion, 'get');
  call.server.readiness.require();
  try {
    // An event has one object, which is no list: the real server sends nothing, and ends.
    if (call.negotiated.shape === 'PartialObjectMetadataList') return ended(call, options, []);
    if (!options.sendInitialEvents) return open(call, options, fromRevision(call, wanted));
    await awaitRevision(call.server, wanted);
    const start = fromState(call, options);
    return open(call, options, start instanceof Promise ? await start : start);
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    return ended(call, options, [encodeFrame('ERROR', utf8.encode(JSON.stringify(error.status)))]);
  }
}

// A watch that is over once these frames are sent.
function ended(call: Call, options: ListOptions, frames: readonly Uint8Array[]): WatchBody {
  const sequence = call.served.store.history.end;
  const stream = open(call, options, { opening: frames.values(), sequence, since: Infinity });
  stream.finish();
  return stream;
}

type Start = Pick<WatchBodyOptions, 'opening' | 'sequence' | 'since'>;

function fromState(call: Call, options: ListOptions): Start | Promise<Start> {
  const { server, served, namespace } = call;
  const { store } = served;
  const since = server.revisions.current;
  if (options.resourceVersion === '') store.noteProgress();
  const sequence = store.history.end;
  const end = options.allowWatchBookmarks ? [encodeFrame('BOOKMARK', bookmark(call, since, true))] : [];
  const startOf = (objects: Iterable<StoredObject>): Start => ({
    opening: inTurn<StoredObject | Uint8Array>(
      Iterator.from(objects).filter(selects(options, namespace)),
      end,
    ),
    sequence,
    since,
  });
  const objects = store.objectsIn(namespace);
  if (!served.converter) return startOf(objects);
  // A conversion keeps the name.
  const name = exactName(options.fields.requirements);
  const stored = [...objects.filter((one) => name === undefined || one.name === name)];
  return admitted(server, function* () {
    return startOf(yield* seenObjects(server, served, stored));
  });
}

function* inTurn<T>(...parts: readonly Iterable<T>[]): Generator<T, void, undefined> {
  for (const part of parts) yield* part;
}

function fromRevision({ server, served }: Call, wanted: number): Start {
  const { history } = served.store;
  const since = wanted === 0 ? server.revisions.current : wanted;
  if (since < history.oldest) throw tooOldRevision(since, history.oldest);
  return { opening: [].values(), sequence: history.after(since), since };
}

// https://github.com/kubernetes/apiserver/blob/v0.36.3/pkg/server/config.go (MinRequestTimeout)
const minTimeoutSeconds = 1_800;

function open(call: Call, options: ListOptions, start: Start): WatchBody {
  const { server, served, namespace, negotiated } = call;
  const { clock, random, watches } = server;
  if (watches.size >= server.maxWatches) throw tooManyRequests();
  const seconds = options.timeoutSeconds || minTimeoutSeconds * (1 + random());
  const quiet = !options.allowWatchBookmarks || served.kind.uncached === true;
  const as = representation(server, served, { ...negotiated, first: false });
  const { labels, fields } = options;
  const key = JSON.stringify([namespace, labels.requirements, fields.requirements, as.key]);
  const shared = selectionsOf(served);
  const stream = new WatchBody({
    ...start,
    store: served.store,
    convert: served.converter && changesOf(server, served),
    clock,
    random,
    selection: shared.take(key, () => new Selection(selects(options, namespace), as)),
    first: representation(server, served, negotiated),
    bookmark: quiet ? undefined : (revision) => encodeFrame('BOOKMARK', bookmark(call, revision, false)),
    timeoutMs: seconds * 1000,
    onEnd: (ended) => {
      watches.delete(ended);
      shared.release(key);
    },
  });
  watches.add(stream);
  // A negative timeout is over before anything could be sent.
  if (seconds < 0) stream.close();
  // Its definition went while it waited: nothing will end it any more.
  if (served.custom && server.registry.customStore(served.resource) !== served.store) stream.finish();
  return stream;
}

const selections: WeakMap<ServedResource, Selections> = new WeakMap();

function selectionsOf(served: ServedResource): Selections {
  const known = selections.get(served) ?? new Selections();
  selections.set(served, known);
  return known;
}

const conversions: WeakMap<ServedResource, ConvertedChanges> = new WeakMap();

function changesOf(server: ServerContext, served: ServedResource): WatchBodyOptions['convert'] {
  const known = conversions.get(served) ?? new ConvertedChanges(server, served);
  conversions.set(served, known);
  return (history, sequence) => known.from(history, sequence);
}

const initialEventsEnd = { 'k8s.io/initial-events-end': 'true' };

function bookmark({ server, served, negotiated }: Call, revision: number, initialEnd: boolean): Uint8Array {
  const { resource, zero, storedZero, custom } = served;
  const metadata = {
    resourceVersion: String(revision),
    ...(initialEnd && { annotations: initialEventsEnd }),
  };
  const [kind, apiVersion] = [resource.kind, apiVersionOf(resource)];
  const object: JsonObject = custom
    ? { apiVersion, kind, metadata }
    : { kind, apiVersion, metadata, ...zero };
  const { shape, metaVersion, includeObject } = negotiated;
  const list = { resourceVersion: String(revision) };
  if (shape === 'Table') {
    const objects = [custom ? object : { ...object, ...storedZero }];
    const rows = { objects, metadata: list, metaVersion, includeObject, withColumns: false };
    return encodeJson(table(server, served, rows));
  }
  return encodeJson(shape === 'object' ? object : partialObject(object, { metaVersion }));
}
