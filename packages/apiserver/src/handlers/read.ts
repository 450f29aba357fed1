// What a get or a list reads: the object, or the page of objects.
// https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-versions

import { objectKey } from '@kube-rx/core';
import type { ServedResource } from '../registry/served-resource.ts';
import type { ServerContext } from '../server-context.ts';
import { badRequest, expiredContinue, expiredList, notFound, tooLargeRevision } from '../status-error.ts';
import type { Snapshot } from '../storage/history.ts';
import type { StoredObject } from '../storage/stored-object.ts';
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
  const stored = served.store.get(objectKey(target.name, target.namespace));
  if (!stored) throw notFound(served.resource, target.name);
  return stored;
}

export interface Page {
  readonly items: readonly StoredObject[];
  readonly revision: number;
  readonly continue: string;
  readonly remaining: number | undefined;
}

/** What a list asks for; `''`: of all namespaces. */
interface Listing {
  readonly namespace: string;
  readonly options: ListOptions;
}

/** One page, after waiting for its revision where the request asks for one that is still to come. */
export async function listPage(
  server: ServerContext,
  served: ServedResource,
  { namespace, options }: Listing,
): Promise<Page> {
  if (options.continue !== '') return continuePage(server, served, { namespace, options });
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

function continuePage(
  { revisions }: ServerContext,
  { store }: ServedResource,
  { namespace, options }: Listing,
): Page {
  const token = parseContinue(options.continue);
  if (options.resourceVersion !== '' && options.resourceVersion !== '0')
    throw badRequest('specifying resource version is not allowed when using continue');
  const limit = options.resourceVersion === '0' ? 0 : options.limit;
  const start = startKey(token, namespace);
  if (token.revision < 0)
    return cutPage(store.snapshot, { namespace, options, revision: revisions.current, limit, start });
  const snapshot = store.history.snapshotAt(token.revision);
  if (!snapshot) throw expiredContinue(formatContinue({ revision: -1, start: token.start }, false));
  return cutPage(snapshot, { namespace, options, revision: token.revision, limit, start });
}

// A token counts from the namespace that was listed, keys count from the resource.
function startKey(token: ContinueToken, namespace: string): string {
  return namespace === '' ? token.start : `${namespace}/${token.start}`;
}

interface Cut extends Listing {
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
