// What a get or a list reads: the object, or the page of objects.
// https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-versions

import { seenObjects } from '../conversion/converted-objects.ts';
import type { ServerContext } from '../server-context.ts';
import { badRequest, expiredContinue, expiredList, tooLargeRevision } from '../status-error.ts';
import type { Snapshot } from '../storage/history.ts';
import type { StoredObject } from '../storage/stored-object.ts';
import { admitted } from './admitted.ts';
import { type Call, targetSeen } from './call.ts';
import { formatContinue, parseContinue } from './continue-token.ts';
import { type ListOptions, parseRevision, selects, selectsAll } from './list-options.ts';

// How long a read waits for a revision that is not there yet.
const freshnessTimeoutMs = 3_000;

/** Waits until the server has reached `revision`, or refuses after 3 s. */
export async function awaitRevision({ revisions, clock }: ServerContext, revision: number): Promise<void> {
  if (await revisions.reach(revision, clock, freshnessTimeoutMs)) return;
  throw tooLargeRevision(revision, revisions.current);
}

export async function getObject(call: Call): Promise<StoredObject> {
  if (call.query.flag('export'))
    throw badRequest('the export parameter, deprecated since v1.14, is no longer supported');
  await awaitRevision(call.server, parseRevision(call.query.text('resourceVersion'), 'get'));
  return admitted(call.server, () => targetSeen(call));
}

export interface Page {
  readonly items: readonly StoredObject[];
  readonly revision: number;
  readonly continue: string;
  readonly remaining: number | undefined;
}

/** One page, after waiting for its revision where the request asks for one that is still to come. */
export async function listPage(call: Call, options: ListOptions): Promise<Page> {
  if (options.continue !== '') return continuedPage(call, options);
  const { server, namespace } = call;
  const { store } = call.served;
  if (!isServedFromStore(options)) server.readiness.require();
  const wanted = parseRevision(options.resourceVersion, 'list');
  await awaitRevision(server, wanted);
  if (wanted === 0 && options.resourceVersion === '') store.noteProgress();
  const exact = wanted > 0 && (options.match === 'Exact' || (options.match === '' && options.limit > 0));
  const snapshot = exact ? store.history.snapshotAt(wanted) : store.snapshot;
  if (!snapshot) throw expiredList();
  return pageOf(call, snapshot, { namespace, options, revision: exact ? wanted : server.revisions.current });
}

// What does not need the watch cache, or does better without it.
function isServedFromStore(options: ListOptions): boolean {
  return options.match === 'Exact' || (options.limit > 0 && selectsAll(options));
}

// Objects that a webhook converts are selected as the request sees them.
function pageOf(call: Call, snapshot: Snapshot, cut: Cut): Page | Promise<Page> {
  const { server, served } = call;
  const entries = snapshot.entries(...boundsOf(cut));
  if (!served.converter) return cutPage(snapshot, cut, entries);
  const { limit } = cut.options;
  const most =
    limit > 0 && selectsAll(cut.options) && cut.options.resourceVersion !== '0' ? limit + 1 : Infinity;
  const stored = [...entries.take(most)];
  return admitted(server, function* () {
    const objects = yield* seenObjects(
      server,
      served,
      stored.map(([, one]) => one),
    );
    return cutPage(
      snapshot,
      cut,
      objects.map((one): [string, StoredObject] => [one.key, one]),
    );
  });
}

function continuedPage(call: Call, options: ListOptions): Page | Promise<Page> {
  const { server, namespace } = call;
  const { store } = call.served;
  const token = parseContinue(options.continue);
  if (options.resourceVersion !== '' && options.resourceVersion !== '0')
    throw badRequest('specifying resource version is not allowed when using continue');
  // A token counts from the namespace that was listed, keys count from the resource.
  const start = namespace === '' ? token.start : `${namespace}/${token.start}`;
  const isLive = token.revision < 0;
  const snapshot = isLive ? store.snapshot : store.history.snapshotAt(token.revision);
  if (!snapshot) throw expiredContinue(formatContinue({ revision: -1, start: token.start }, false));
  const revision = isLive ? server.revisions.current : token.revision;
  return pageOf(call, snapshot, { namespace, options, revision, start });
}

interface Cut {
  /** `''`: all of them. */
  readonly namespace: string;
  readonly options: ListOptions;
  readonly revision: number;
  /** The first key that may be in the page, if it is not the first page. */
  readonly start?: string;
}

function boundsOf({ namespace, start }: Cut): [string, string | undefined] {
  if (namespace === '') return [start ?? '', undefined];
  return [start ?? `${namespace}/`, `${namespace}0`]; // '0' follows '/'
}

function cutPage(
  snapshot: Snapshot,
  { namespace, options, revision, start }: Cut,
  entries: Iterable<readonly [string, StoredObject]>,
): Page {
  const prefix = namespace === '' ? '' : `${namespace}/`;
  const [, end] = boundsOf({ namespace, options, revision, ...(start !== undefined && { start }) });
  const matches = selects(options, namespace);
  // A list from the cache at any age is given whole.
  const limit = options.resourceVersion === '0' ? 0 : options.limit;
  const items: StoredObject[] = [];
  let last = '';
  for (const [key, stored] of entries) {
    if (limit > 0 && items.length === limit) {
      const next = `${last.slice(prefix.length)}\0`;
      const total = end === undefined ? snapshot.size : snapshot.rank(end);
      return {
        items,
        revision,
        continue: formatContinue({ revision, start: next }),
        remaining: selectsAll(options) ? total - snapshot.rank(key) : undefined,
      };
    }
    if (!matches(stored)) continue;
    items.push(stored);
    last = key;
  }
  return { items, revision, continue: '', remaining: undefined };
}
