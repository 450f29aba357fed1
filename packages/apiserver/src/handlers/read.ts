// get and list.
// https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-versions

import { apiVersionOf } from '@kube-rx/core';
import type { JsonObject } from '../json/json.ts';
import type { Negotiated } from '../negotiation/accept.ts';
import { partialObject, table } from '../negotiation/representations.ts';
import { plainRepresentation, type ServedResource } from '../registry/served-resource.ts';
import type { ServerContext } from '../server-context.ts';
import {
  badRequest,
  expiredContinue,
  expiredList,
  notFound,
  StatusError,
  tooLargeRevision,
} from '../status-error.ts';
import type { Representation } from '../storage/change.ts';
import type { Snapshot } from '../storage/history.ts';
import { type StoredObject, storageKey } from '../storage/stored-object.ts';
import { type Answer, bytesAnswer, jsonAnswer } from './answer.ts';
import { type ContinueToken, formatContinue, parseContinue } from './continue-token.ts';
import { type ListOptions, parseRevision, selects, selectsAll } from './list-options.ts';

// How long a read waits for a revision that is not there yet.
const freshnessTimeoutMs = 3_000;

/** Waits until the server has reached `revision`, or refuses after 3 s. */
export async function awaitRevision({ revisions, clock }: ServerContext, revision: number): Promise<void> {
  if (await revisions.reach(revision, clock, freshnessTimeoutMs)) return;
  throw tooLargeRevision(revision, revisions.current);
}

export async function getObject(
  server: ServerContext,
  served: ServedResource,
  target: { readonly namespace: string; readonly name: string; readonly resourceVersion: string },
): Promise<StoredObject> {
  await awaitRevision(server, parseRevision(target.resourceVersion, 'get'));
  const stored = served.store.get(storageKey(target.name, target.namespace));
  if (!stored) throw notFound(served.resource, target.name);
  return stored;
}

export interface Page {
  readonly items: readonly StoredObject[];
  readonly revision: number;
  readonly continue: string;
  readonly remaining: number | undefined;
}

/** One page, after waiting for its revision where the request asks for one that is still to come. */
export async function listPage(
  server: ServerContext,
  served: ServedResource,
  namespace: string,
  options: ListOptions,
): Promise<Page> {
  if (options.continue !== '') return continuePage(served, namespace, options, server.revisions.current);
  if (!isServedFromStore(options)) server.readiness.require();
  const wanted = parseRevision(options.resourceVersion, 'list');
  await awaitRevision(server, wanted);
  const { store } = served;
  if (wanted === 0 && options.resourceVersion === '') store.noteProgress();
  const exact = wanted > 0 && (options.match === 'Exact' || (options.match === '' && options.limit > 0));
  const snapshot = exact ? store.history.snapshotAt(wanted) : store.snapshot;
  if (!snapshot) throw expiredList();
  const revision = exact ? wanted : server.revisions.current;
  // A list from the cache at any age is given whole.
  const limit = options.resourceVersion === '0' ? 0 : options.limit;
  return cutPage(snapshot, { namespace, options, revision, limit, start: '' });
}

// What does not need the watch cache, or does better without it.
function isServedFromStore({ match, limit, labels, fields }: ListOptions): boolean {
  return match === 'Exact' || (limit > 0 && String(labels) === '' && String(fields) === '');
}

function continuePage({ store }: ServedResource, namespace: string, options: ListOptions, now: number): Page {
  const token = parseContinue(options.continue);
  if (options.resourceVersion !== '' && options.resourceVersion !== '0')
    throw badRequest('specifying resource version is not allowed when using continue');
  const limit = options.resourceVersion === '0' ? 0 : options.limit;
  const start = startKey(token, namespace);
  if (token.revision < 0) return cutPage(store.snapshot, { namespace, options, revision: now, limit, start });
  const snapshot = store.history.snapshotAt(token.revision);
  if (!snapshot) throw expiredContinue(formatContinue({ revision: -1, start: token.start }, false));
  return cutPage(snapshot, { namespace, options, revision: token.revision, limit, start });
}

// A token counts from the namespace that was listed, keys count from the resource.
function startKey(token: ContinueToken, namespace: string): string {
  return namespace === '' ? token.start : `${namespace}/${token.start}`;
}

interface Cut {
  readonly namespace: string;
  readonly options: ListOptions;
  readonly revision: number;
  readonly limit: number;
  readonly start: string;
}

function cutPage(snapshot: Snapshot, { namespace, options, revision, limit, start }: Cut): Page {
  const prefix = namespace === '' ? '' : `${namespace}/`;
  const end = namespace === '' ? undefined : `${namespace}0`; // '0' follows '/'
  const matches = selects(options, namespace);
  const items: StoredObject[] = [];
  let last = '';
  for (const [key, stored] of snapshot.entries(start === '' ? prefix : start, end)) {
    if (limit > 0 && items.length === limit) {
      const next = `${last.slice(prefix.length)}\0`;
      const token = formatContinue({ revision, start: next });
      const total = end === undefined ? snapshot.size : snapshot.rank(end);
      const remaining = selectsAll(options) ? total - snapshot.rank(key) : undefined;
      return { items, revision, continue: token, remaining };
    }
    if (!matches(stored)) continue;
    items.push(stored);
    last = key;
  }
  return { items, revision, continue: '', remaining: undefined };
}

const utf8 = new TextEncoder();

/** For `as=PartialObjectMetadata` on a list, and the list form on a single object. */
export function wrongShape({ resource, custom }: ServedResource, asked: 'list' | 'object'): StatusError {
  const owner = resource.group === '' ? 'core' : (resource.group.split('.')[0] ?? '');
  const type = custom ? 'unstructured.Unstructured' : `${owner}.${resource.kind}`;
  const message =
    asked === 'object'
      ? `you requested PartialObjectMetadata, but the requested object is a list (*${type}List)`
      : `you requested PartialObjectMetadataList, but the requested object is not a list (*${type})`;
  return new StatusError(406, 'NotAcceptable', message);
}

/** What a list needs of its request. */
export interface ListCall {
  readonly server: ServerContext;
  readonly served: ServedResource;
  readonly negotiated: Negotiated;
}

/** The page in the shape that the client asked for. */
export function listAnswer({ server, served, negotiated }: ListCall, page: Page): Answer {
  const { shape, includeObject } = negotiated;
  switch (shape) {
    case 'object':
      return plainList(served, page);
    case 'Table': {
      const objects = page.items.map(({ object }) => object);
      return jsonAnswer(
        200,
        table(server, served, { objects, metadata: listMetadata(page, false), includeObject }),
      );
    }
    case 'PartialObjectMetadataList': {
      const items = page.items.map(({ object }) => partialObject(object));
      const metadata = listMetadata(page, false);
      return jsonAnswer(200, { kind: shape, apiVersion: 'meta.k8s.io/v1', metadata, items });
    }
    case 'PartialObjectMetadata':
      throw wrongShape(served, 'object');
    default:
      return shape satisfies never;
  }
}

// Built-in lists in struct order with bare items, custom ones with sorted keys.
function plainList(served: ServedResource, page: Page): Answer {
  const { resource, listKind, custom } = served;
  const apiVersion = JSON.stringify(apiVersionOf(resource));
  const metadata = JSON.stringify(listMetadata(page, custom));
  const plain = plainRepresentation(served);
  if (custom) {
    const tail = `],"kind":${JSON.stringify(listKind)},"metadata":${metadata}}\n`;
    return bytesAnswer(200, joined(`{"apiVersion":${apiVersion},"items":[`, page.items, plain, tail));
  }
  const head = `{"kind":${JSON.stringify(listKind)},"apiVersion":${apiVersion},"metadata":${metadata},"items":[`;
  return bytesAnswer(200, joined(head, page.items, bare(served, plain), ']}\n'));
}

function listMetadata(page: Page, custom: boolean): JsonObject {
  const remaining = page.remaining === undefined ? {} : { remainingItemCount: page.remaining };
  if (custom) return { continue: page.continue, ...remaining, resourceVersion: String(page.revision) };
  return {
    resourceVersion: String(page.revision),
    ...(page.continue !== '' && { continue: page.continue }),
    ...remaining,
  };
}

// Items of a built-in list carry no kind and apiVersion, which stored objects begin with.
function bare({ resource }: ServedResource, plain: Representation): Representation {
  const skip = utf8.encode(
    `"kind":${JSON.stringify(resource.kind)},"apiVersion":${JSON.stringify(apiVersionOf(resource))},`,
  ).length;
  return {
    key: `bare ${plain.key}`,
    encode(stored) {
      const item = plain.encode(stored).slice(skip);
      item[0] = openBrace;
      return item;
    },
  };
}

const openBrace = 0x7b;
const chunkBytes = 256 * 1024;

// A large list is streamed: the snapshot stays as it is while writers go on.
function joined(
  head: string,
  items: readonly StoredObject[],
  as: Representation,
  tail: string,
): Uint8Array | AsyncIterable<Uint8Array> {
  const chunks = listChunks(head, items, as, tail);
  const first = chunks.next();
  if (first.done) return new Uint8Array(0);
  const second = chunks.next();
  return second.done ? first.value : streamed(first.value, second.value, chunks);
}

async function* streamed(
  first: Uint8Array,
  second: Uint8Array,
  rest: Iterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  await Promise.resolve();
  yield first;
  yield second;
  yield* rest;
}

function* listChunks(
  head: string,
  items: readonly StoredObject[],
  as: Representation,
  tail: string,
): Generator<Uint8Array, void, undefined> {
  let parts: Uint8Array[] = [utf8.encode(head)];
  let size = 0;
  let separated = true;
  for (const stored of items) {
    if (!separated) parts.push(comma);
    separated = false;
    const item = as.encode(stored);
    parts.push(item);
    size += item.length + 1;
    if (size < chunkBytes) continue;
    yield Buffer.concat(parts);
    parts = [];
    size = 0;
  }
  parts.push(utf8.encode(tail));
  yield Buffer.concat(parts);
}

const comma = utf8.encode(',');
