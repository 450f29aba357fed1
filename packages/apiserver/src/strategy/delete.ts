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
import type { StoredObject } from '../storage/stored-object.ts';
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

/** `deleted`: whether it is gone. */
export interface Deletion {
  readonly object: JsonObject;
  readonly deleted: boolean;
}

export function deleteObject(
  server: ServerContext,
  served: ServedResource,
  stored: StoredObject,
  options: DeleteOptions,
): Deletion {
  requirePreconditions(served, stored, options);
  requireDeletable(served, stored);
  if (isNamespace(served)) return deleteNamespace(server, served, stored, options);
  const object = stored.object;
  const marked = isDefinition(served)
    ? terminatingDefinition(server, object)
    : mark(server, served, object, options);
  if (marked === undefined) return { object, deleted: false };
  const changed = marked !== object;
  const keep = isHeld(marked);
  if (options.dryRun) return { object: marked, deleted: !keep };
  const current = changed ? served.store.put(marked, 'owed') : stored;
  if (keep) {
    if (changed) server.afterWrite(served, current.object, false);
    return { object: current.object, deleted: false };
  }
  const last = served.store.remove(current);
  server.afterWrite(served, last.object, true);
  return { object: last.object, deleted: true };
}

function requirePreconditions(
  { resource }: ServedResource,
  stored: StoredObject,
  options: DeleteOptions,
): void {
  const refuse = (what: string, wanted: string, found: string, perhaps: string): never => {
    const why = `the ${what} in the precondition (${wanted}) does not match the ${what} in record (${found}). The object might have been ${perhaps}`;
    throw conflict({ group: resource.group, plural: resource.kind }, stored.name, why);
  };
  const { uid, resourceVersion } = options;
  if (uid !== undefined && uid !== stored.uid) refuse('UID', uid, stored.uid, 'deleted and then recreated');
  if (resourceVersion !== undefined && resourceVersion !== String(stored.revision))
    refuse('ResourceVersion', resourceVersion, String(stored.revision), 'modified');
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
function mark(
  server: ServerContext,
  served: ServedResource,
  object: JsonObject,
  options: DeleteOptions,
): JsonObject | undefined {
  const graceful = resourceName(served.resource) === 'pods';
  const metadata = objectAt(object, 'metadata');
  const pending = numberAt(metadata, 'deletionGracePeriodSeconds') ?? 0;
  if (graceful && stringAt(metadata, 'deletionTimestamp') !== undefined && pending > 0)
    return shorten(server, object, metadata, pending, options.gracePeriodSeconds);
  const finalizers = finalizersFor(stringsAt(metadata, 'finalizers'), options);
  const begun = stringAt(metadata, 'deletionTimestamp') !== undefined;
  if (graceful && !begun)
    return doomed(server, object, { ...metadata, finalizers }, podGracePeriod(object, options));
  const freed = begun && finalizers.length === 0 && stringsAt(metadata, 'finalizers').length > 0;
  if (freed) return { ...object, metadata: without(metadata, 'finalizers') };
  if (finalizers.length > 0 && (!begun || finalizers.join() !== stringsAt(metadata, 'finalizers').join()))
    return doomed(server, object, { ...metadata, finalizers }, 0);
  return object;
}

function doomed(
  server: ServerContext,
  object: JsonObject,
  metadata: JsonObject,
  seconds: number,
): JsonObject {
  const generation = numberAt(metadata, 'generation') ?? 0;
  const deletionTimestamp = stringAt(metadata, 'deletionTimestamp') ?? timestamp(server, seconds * 1000);
  const { finalizers, ...rest } = metadata;
  return {
    ...object,
    metadata: {
      ...rest,
      ...(stringsAt(metadata, 'finalizers').length > 0 && finalizers !== undefined && { finalizers }),
      ...(generation > 0 &&
        stringAt(metadata, 'deletionTimestamp') === undefined && { generation: generation + 1 }),
      deletionTimestamp,
      deletionGracePeriodSeconds: seconds,
    },
  };
}

// A grace period that runs can only be made shorter.
function shorten(
  server: ServerContext,
  object: JsonObject,
  metadata: JsonObject,
  pending: number,
  requested: number | undefined,
): JsonObject | undefined {
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
  stored: StoredObject,
  options: DeleteOptions,
): Deletion {
  const object = stored.object;
  const metadata = objectAt(object, 'metadata');
  const held =
    stringsAt(objectAt(object, 'spec'), 'finalizers').length + stringsAt(metadata, 'finalizers').length > 0;
  if (stringAt(metadata, 'deletionTimestamp') !== undefined && held) return { object, deleted: false };
  if (!held) {
    if (options.dryRun) return { object, deleted: true };
    const last = served.store.remove(stored).object;
    server.afterWrite(served, last, true);
    return { object: last, deleted: true };
  }
  const begun = doomed(server, object, metadata, 0);
  const terminating = {
    ...begun,
    // A namespace has no grace period, not even one of nothing.
    metadata: without(objectAt(begun, 'metadata'), 'deletionGracePeriodSeconds'),
    status: { ...objectAt(object, 'status'), phase: 'Terminating' },
  };
  if (options.dryRun) return { object: terminating, deleted: false };
  const result = served.store.put(terminating, 'owed').object;
  server.afterWrite(served, result, false);
  return { object: result, deleted: false };
}
