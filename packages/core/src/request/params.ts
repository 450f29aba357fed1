// The parameters of each verb, under the server's own names, checked before anything is sent.

import { InvalidRequestError } from '../errors.ts';
import { FieldQuery, type FieldSelectorInput } from '../selector/field-query.ts';
import { LabelQuery, type LabelSelectorInput } from '../selector/label-query.ts';
import type { QueryParameter } from './http-request.ts';

export interface GetParams {
  /** Absent: the newest state. `'0'`: whatever the server's cache has. */
  readonly resourceVersion?: string;
}

interface Selection {
  readonly labelSelector?: LabelSelectorInput;
  readonly fieldSelector?: FieldSelectorInput;
}

/** https://kubernetes.io/docs/reference/using-api/api-concepts/#semantics-for-get-and-list */
export interface ListParams extends Selection {
  /** The most objects in one page; 0 or absent: all. */
  readonly limit?: number;
  /** The token of the page before; everything but the limit must stay as it was. */
  readonly continue?: string;
  readonly resourceVersion?: string;
  readonly resourceVersionMatch?: 'NotOlderThan' | 'Exact';
  /** How long the server may take, in seconds. */
  readonly timeoutSeconds?: number;
}

/** https://kubernetes.io/docs/reference/using-api/api-concepts/#semantics-for-watch */
export interface WatchParams extends Selection {
  /** Changes after this version. Absent: the present objects as ADDED, then changes. */
  readonly resourceVersion?: string;
  /** Default true. */
  readonly allowWatchBookmarks?: boolean;
  /** First the present objects, closed by a bookmark. Sets `resourceVersionMatch=NotOlderThan`. */
  readonly sendInitialEvents?: boolean;
  /** When the server shall end the watch, in seconds. Absent: the server's choice (30 to 60 minutes). */
  readonly timeoutSeconds?: number;
}

/** What every write takes. */
export interface WriteParams {
  /** Check everything, store nothing. */
  readonly dryRun?: boolean;
  /** Who owns the written fields; printable, at most 128 bytes of UTF-8. */
  readonly fieldManager?: string;
  /** What to do about unknown and duplicate fields. Absent: the server's default, `Warn`. */
  readonly fieldValidation?: 'Strict' | 'Warn' | 'Ignore';
}

export interface PatchParams extends WriteParams {
  /** Take fields over from other managers; for `apply` only. */
  readonly force?: boolean;
}

/** Parameters of a server-side apply, which must name its manager. */
export interface ApplyParams extends PatchParams {
  readonly fieldManager: string;
}

export interface DeleteParams {
  readonly dryRun?: boolean;
  /** 0: at once. Absent: the kind's default. */
  readonly gracePeriodSeconds?: number;
  readonly propagationPolicy?: 'Background' | 'Foreground' | 'Orphan';
  /** Delete only this very object: otherwise the server answers with a conflict. */
  readonly preconditions?: { readonly uid?: string; readonly resourceVersion?: string };
}

export function getQuery(params: GetParams): QueryParameter[] {
  return query({ resourceVersion: params.resourceVersion });
}

/** The query of a list or deletecollection. */
export function listQuery(params: ListParams): QueryParameter[] {
  const { limit, resourceVersion, resourceVersionMatch, timeoutSeconds } = params;
  requireWhole('limit', limit);
  requireWhole('timeoutSeconds', timeoutSeconds);
  if (resourceVersionMatch && !resourceVersion)
    refuse(`resourceVersionMatch=${resourceVersionMatch} needs a resourceVersion`);
  if (resourceVersionMatch === 'Exact' && resourceVersion === '0')
    refuse("resourceVersionMatch=Exact cannot be used with resourceVersion '0'");
  if (params.continue && resourceVersionMatch)
    refuse('resourceVersionMatch cannot be used together with continue');
  if (params.continue && resourceVersion && resourceVersion !== '0')
    refuse('resourceVersion cannot be used together with continue');
  return query({
    ...selection(params),
    limit: limit || undefined,
    continue: params.continue,
    resourceVersion,
    resourceVersionMatch,
    timeoutSeconds,
  });
}

export function watchQuery(params: WatchParams): QueryParameter[] {
  const { resourceVersion, allowWatchBookmarks = true, sendInitialEvents, timeoutSeconds } = params;
  requireWhole('timeoutSeconds', timeoutSeconds);
  if (sendInitialEvents && !allowWatchBookmarks)
    refuse('sendInitialEvents needs allowWatchBookmarks, or the end of the initial events is never told');
  return query({
    watch: true,
    ...selection(params),
    resourceVersion,
    resourceVersionMatch: sendInitialEvents === undefined ? undefined : 'NotOlderThan',
    allowWatchBookmarks: allowWatchBookmarks || undefined,
    sendInitialEvents,
    timeoutSeconds,
  });
}

/** The query of a create, replace or patch. */
export function writeQuery(params: PatchParams): QueryParameter[] {
  const { dryRun, fieldManager, fieldValidation, force } = params;
  if (fieldManager !== undefined && !isFieldManager(fieldManager))
    refuse('fieldManager must be 1 to 128 bytes of printable characters');
  return query({
    dryRun: dryRun ? 'All' : undefined,
    fieldManager,
    fieldValidation,
    force: force || undefined,
  });
}

// https://github.com/kubernetes/apimachinery/blob/v0.36.3/pkg/apis/meta/v1/validation/validation.go#L209-L231
function isFieldManager(name: string): boolean {
  return /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]{1,128}$/u.test(name) && new TextEncoder().encode(name).length <= 128;
}

/**
 * The body of a delete or deletecollection (`DeleteOptions`), or undefined where all is left to the server.
 *
 * @example deleteOptions({ dryRun: true }); // { apiVersion: 'v1', kind: 'DeleteOptions', dryRun: ['All'] }
 */
export function deleteOptions(params: DeleteParams): object | undefined {
  const { dryRun, gracePeriodSeconds, propagationPolicy, preconditions } = params;
  requireWhole('gracePeriodSeconds', gracePeriodSeconds);
  const options = {
    ...(dryRun && { dryRun: ['All'] }),
    ...(gracePeriodSeconds !== undefined && { gracePeriodSeconds }),
    ...(propagationPolicy && { propagationPolicy }),
    ...(preconditions && { preconditions }),
  };
  if (Object.keys(options).length === 0) return undefined;
  return { apiVersion: 'v1', kind: 'DeleteOptions', ...options };
}

function selection({ labelSelector, fieldSelector }: Selection): Record<string, string | undefined> {
  return {
    labelSelector: labelSelector === undefined ? undefined : LabelQuery.of(labelSelector).toString(),
    fieldSelector: fieldSelector === undefined ? undefined : FieldQuery.of(fieldSelector).toString(),
  };
}

// The empty text says the same as absence: to the server a parameter is a Go string.
function query(values: Readonly<Record<string, string | number | boolean | undefined>>): QueryParameter[] {
  const parameters: QueryParameter[] = [];
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined || value === '') continue;
    const text = String(value);
    if (!text.isWellFormed()) refuse(`${name} holds half of a surrogate pair, which no URL can`);
    parameters.push([name, text]);
  }
  return parameters;
}

function requireWhole(name: string, value: number | undefined): void {
  if (value !== undefined && !(Number.isSafeInteger(value) && value >= 0))
    refuse(`${name} must be a whole number of at least 0, not ${value}`);
}

function refuse(why: string): never {
  throw new InvalidRequestError(why);
}
