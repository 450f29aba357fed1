// Deletes an object, or begins to: finalizers, a grace period or a policy for its dependents keep it for now.
// https://github.com/kubernetes/apiserver/blob/v0.36.3/pkg/registry/rest/delete.go and generic/registry/store.go

import { resourceName } from '@kube-rx/core';
import {
  type JsonObject,
  numberAt,
  objectAt,
  stringAt,
  stringsAt,
  valueAtPath,
  without,
} from '../json/json.ts';
import { terminatingDefinition } from '../kinds/custom-resource-definition.ts';
import type { ServedResource } from '../registry/served-resource.ts';
import type { ServerContext } from '../server-context.ts';
import { conflict, StatusError } from '../status-error.ts';
import { StoredObject } from '../storage/stored-object.ts';
import { timestamp } from '../timestamp.ts';

export interface DeleteOptions {
  readonly dryRun: boolean;
  readonly gracePeriodSeconds: number | undefined;
  readonly propagationPolicy: string | undefined;
  readonly orphanDependents: boolean | undefined;
  readonly uid: string | undefined;
  readonly resourceVersion: string | undefined;
}

export const deleteAtOnce: DeleteOptions = {
  dryRun: false,
  gracePeriodSeconds: 0,
  propagationPolicy: undefined,
  orphanDependents: undefined,
  uid: undefined,
  resourceVersion: undefined,
};

export interface Deletion {
  /** The object as the deletion leaves it. */
  readonly stored: StoredObject;
  /** Whether it is gone. */
  readonly deleted: boolean;
}

/** The object that is to go, decoded as well. */
interface Doomed extends DeleteOptions {
  readonly stored: StoredObject;
  readonly object: JsonObject;
}

export function deleteObject(
  server: ServerContext,
  served: ServedResource,
  deletion: DeleteOptions & { readonly stored: StoredObject },
): Deletion {
  const { stored, dryRun } = deletion;
  requirePreconditions(served, deletion);
  requireDeletable(served, stored);
  const doomed = { ...deletion, object: stored.object };
  if (isNamespace(served)) return deleteNamespace(server, served, doomed);
  const marked = isDefinition(served)
    ? terminatingDefinition(server, doomed.object)
    : mark(server, served, doomed);
  if (marked === undefined) return { stored, deleted: false };
  const changed = marked !== doomed.object;
  const keep = isHeld(marked);
  if (dryRun) return { stored: StoredObject.unstored(marked, served.store.codec), deleted: !keep };
  const current = changed ? served.store.put(marked, 'owed') : stored;
  if (!keep) return removed(server, served, current);
  if (changed) server.afterWrite({ served, stored: current, deleted: false });
  return { stored: current, deleted: false };
}

function removed(server: ServerContext, served: ServedResource, stored: StoredObject): Deletion {
  const gone = { stored: served.store.remove(stored), deleted: true };
  server.afterWrite({ served, ...gone });
  return gone;
}

function requirePreconditions(
  { resource }: ServedResource,
  { stored, uid, resourceVersion }: DeleteOptions & { readonly stored: StoredObject },
): void {
  const required = [
    { what: 'UID', wanted: uid, found: stored.uid, perhaps: 'deleted and then recreated' },
    {
      what: 'ResourceVersion',
      wanted: resourceVersion,
      found: String(stored.revision),
      perhaps: 'modified',
    },
  ];
  for (const { what, wanted, found, perhaps } of required) {
    if (wanted === undefined || wanted === found) continue;
    const why = `the ${what} in the precondition (${wanted}) does not match the ${what} in record (${found}). The object might have been ${perhaps}`;
    throw conflict({ group: resource.group, plural: resource.kind }, stored.name, why);
  }
}

const immortalNamespaces = new Set(['default', 'kube-system', 'kube-public']);

function requireDeletable(served: ServedResource, { name }: StoredObject): void {
  if (!isNamespace(served) || !immortalNamespaces.has(name)) return;
  const message = `namespaces ${JSON.stringify(name)} is forbidden: this namespace may not be deleted`;
  throw new StatusError(403, 'Forbidden', message, { name, kind: 'namespaces' });
}

function isNamespace({ resource }: ServedResource): boolean {
  return resourceName(resource) === 'namespaces';
}

function isDefinition({ resource }: ServedResource): boolean {
  return resourceName(resource) === 'customresourcedefinitions.apiextensions.k8s.io';
}

// The object as the deletion leaves it, the same one where it may go at once, undefined where nothing is to do.
function mark(server: ServerContext, served: ServedResource, doomed: Doomed): JsonObject | undefined {
  const { object, stored } = doomed;
  const graceful = resourceName(served.resource) === 'pods';
  const metadata = objectAt(object, 'metadata');
  const begun = stored.terminating;
  const held = stringsAt(metadata, 'finalizers');
  if (graceful && begun && (numberAt(metadata, 'deletionGracePeriodSeconds') ?? 0) > 0)
    return shortened(server, object, doomed.gracePeriodSeconds);
  const finalizers = finalizersFor(held, doomed);
  const next = { ...object, metadata: { ...metadata, finalizers } };
  if (graceful && !begun) return deletedAfter(server, next, podGracePeriod(object, doomed));
  if (begun && finalizers.length === 0 && held.length > 0)
    return { ...object, metadata: without(metadata, 'finalizers') };
  if (finalizers.length > 0 && (!begun || finalizers.join() !== held.join()))
    return deletedAfter(server, next, 0);
  return object;
}

// The object with the moment of its deletion, unless that is fixed already.
function deletedAfter(server: ServerContext, object: JsonObject, seconds: number): JsonObject {
  const metadata = objectAt(object, 'metadata');
  const generation = numberAt(metadata, 'generation') ?? 0;
  const deletionTimestamp = stringAt(metadata, 'deletionTimestamp');
  const { finalizers, ...rest } = metadata;
  return {
    ...object,
    metadata: {
      ...rest,
      ...(stringsAt(metadata, 'finalizers').length > 0 && finalizers !== undefined && { finalizers }),
      ...(generation > 0 && deletionTimestamp === undefined && { generation: generation + 1 }),
      deletionTimestamp: deletionTimestamp ?? timestamp(server, seconds * 1000),
      deletionGracePeriodSeconds: seconds,
    },
  };
}

// A grace period that runs can only be made shorter.
function shortened(
  server: ServerContext,
  object: JsonObject,
  requested: number | undefined,
): JsonObject | undefined {
  const metadata = objectAt(object, 'metadata');
  const pending = numberAt(metadata, 'deletionGracePeriodSeconds') ?? 0;
  if (requested === undefined || requested >= pending) return undefined;
  const begun = Date.parse(stringAt(metadata, 'deletionTimestamp') ?? '') - pending * 1000;
  const due = begun + requested * 1000;
  const late = due < server.clock.now();
  return {
    ...object,
    metadata: {
      ...metadata,
      deletionTimestamp: timestamp(server, late ? 0 : due - server.clock.now()),
      deletionGracePeriodSeconds: late && requested !== 0 ? 1 : requested,
    },
  };
}

function podGracePeriod(pod: JsonObject, { gracePeriodSeconds }: DeleteOptions): number {
  const phase = valueAtPath(pod, ['status', 'phase']);
  const node = valueAtPath(pod, ['spec', 'nodeName']);
  if (!node || phase === 'Failed' || phase === 'Succeeded') return 0;
  const own = valueAtPath(pod, ['spec', 'terminationGracePeriodSeconds']);
  const period = gracePeriodSeconds ?? (typeof own === 'number' ? own : 30);
  return period < 0 ? 1 : period;
}

// `orphan` and `foregroundDeletion` tell the garbage collector what to do about dependents.
function finalizersFor(finalizers: readonly string[], options: DeleteOptions): string[] {
  const { orphanDependents, propagationPolicy } = options;
  const policy =
    orphanDependents === true ? 'Orphan' : orphanDependents === false ? 'Background' : propagationPolicy;
  if (policy === undefined) return [...finalizers];
  const rest = finalizers.filter((one) => one !== 'orphan' && one !== 'foregroundDeletion');
  if (policy === 'Orphan') return [...rest, 'orphan'];
  return policy === 'Foreground' ? [...rest, 'foregroundDeletion'] : rest;
}

function isHeld(object: JsonObject): boolean {
  const metadata = objectAt(object, 'metadata');
  return (
    stringsAt(metadata, 'finalizers').length > 0 ||
    (numberAt(metadata, 'deletionGracePeriodSeconds') ?? 0) > 0
  );
}

// A namespace first becomes Terminating; it goes when its finalizers have gone.
function deleteNamespace(
  server: ServerContext,
  served: ServedResource,
  { stored, object, dryRun }: Doomed,
): Deletion {
  const finalizers = [objectAt(object, 'spec'), objectAt(object, 'metadata')].flatMap((part) =>
    stringsAt(part, 'finalizers'),
  );
  if (finalizers.length === 0) return dryRun ? { stored, deleted: true } : removed(server, served, stored);
  if (stored.terminating) return { stored, deleted: false };
  const begun = deletedAfter(server, object, 0);
  const terminating = {
    ...begun,
    // A namespace has no grace period, not even one of nothing.
    metadata: without(objectAt(begun, 'metadata'), 'deletionGracePeriodSeconds'),
    status: { ...objectAt(object, 'status'), phase: 'Terminating' },
  };
  if (dryRun) return { stored: StoredObject.unstored(terminating, served.store.codec), deleted: false };
  const marked = { stored: served.store.put(terminating, 'owed'), deleted: false };
  server.afterWrite({ served, ...marked });
  return marked;
}
