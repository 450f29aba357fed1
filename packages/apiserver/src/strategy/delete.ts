// Deletes an object, or begins to: finalizers, a grace period or a policy for its dependents keep it for now.
// https://github.com/kubernetes/apiserver/blob/v0.36.3/pkg/registry/rest/delete.go and generic/registry/store.go

import { type Admission, admitAction } from '../admission/admission.ts';
import type { AdmissionAttributes, AdmissionRequest } from '../admission/attributes.ts';
import { StaleWrite } from '../admission/stale-write.ts';
import { originOf, seenObject, storableObject } from '../conversion/converted-objects.ts';
import {
  integerAt,
  type JsonObject,
  numberAt,
  objectAt,
  stringAt,
  stringsAt,
  textAt,
  withKey,
} from '../json/json.ts';
import type { ServedResource } from '../registry/served-resource.ts';
import type { ServerContext } from '../server-context.ts';
import { conflict, objectModified } from '../status-error.ts';
import { StoredObject } from '../storage/stored-object.ts';
import { durationMs, timestamp } from '../timestamp.ts';

export interface DeleteOptions {
  readonly dryRun: boolean;
  readonly gracePeriodSeconds?: number | bigint | undefined;
  readonly propagationPolicy?: string | undefined;
  readonly orphanDependents?: boolean | undefined;
  readonly uid?: string | undefined;
  readonly resourceVersion?: string | undefined;
  /** Who asks for it; undefined: the server itself, whose writes no plugin of admission sees. */
  readonly admission?: AdmissionRequest | undefined;
  /** Takes what the client should be told though the write succeeds. */
  readonly warnings?: string[];
  /** One of many, whose names the request does not say. */
  readonly ofCollection?: boolean;
}

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

export function* deleteObject(
  server: ServerContext,
  served: ServedResource,
  deletion: DeleteOptions & { readonly stored: StoredObject },
): Admission<Deletion> {
  const { stored, dryRun } = deletion;
  requirePreconditions(served, deletion);
  const { kind, store } = served;
  // Its kind's own rules are about one object; a whole collection goes without them.
  if (!deletion.ofCollection) kind.deletion?.require?.(stored.name);
  const doomed = { ...deletion, object: stored.object };
  const attributes = attributesOf(server, served, doomed);
  if (attributes) {
    yield* admitAction(attributes);
    requireCurrent(served, stored);
  }
  const marked = kind.deletion?.begin
    ? kind.deletion.begin({ server, store, object: doomed.object })
    : mark(server, served, doomed);
  if (marked === undefined) return { stored, deleted: false };
  const changed = marked !== doomed.object;
  const keep = isHeld(served, marked);
  if (dryRun) return { stored: StoredObject.unstored(marked, store.codec), deleted: !keep };
  // The server's own writes know no version but the stored one.
  const form = changed && deletion.admission ? yield* storableObject(server, served, marked) : marked;
  if (form !== marked) requireCurrent(served, stored);
  const current = changed ? store.put(form, 'owed') : originOf(stored);
  if (!keep) return removeObject(server, served, current);
  if (changed) server.afterWrite({ served, stored: current, deleted: false });
  const seen = changed && deletion.admission ? yield* seenObject(server, served, current) : stored;
  return { stored: seen, deleted: false };
}

function requireCurrent(served: ServedResource, stored: StoredObject): void {
  if (served.store.get(stored.key) !== originOf(stored))
    throw new StaleWrite(conflict(served.resource, stored.name, objectModified));
}

function attributesOf(
  server: ServerContext,
  served: ServedResource,
  { admission, stored, object, dryRun, warnings = [], ofCollection }: Doomed,
): AdmissionAttributes | undefined {
  if (!admission) return undefined;
  const { namespace } = stored;
  const name = ofCollection ? '' : stored.name;
  const what = { name, namespace, subresource: '', object: undefined, old: object };
  return { ...admission, server, served, operation: 'DELETE', ...what, dryRun, warnings };
}

/** Takes the object out of its store, and tells of it. */
export function removeObject(server: ServerContext, served: ServedResource, stored: StoredObject): Deletion {
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
    { what: 'ResourceVersion', wanted: resourceVersion, found: String(stored.revision), perhaps: 'modified' },
  ];
  for (const { what, wanted, found, perhaps } of required) {
    if (wanted === undefined || wanted === found) continue;
    const why = `the ${what} in the precondition (${wanted}) does not match the ${what} in record (${found}). The object might have been ${perhaps}`;
    throw conflict({ group: resource.group, plural: resource.kind }, stored.name, why);
  }
}

// The object as the deletion leaves it, the same one where it may go at once, undefined where nothing is to do.
function mark(server: ServerContext, served: ServedResource, doomed: Doomed): JsonObject | undefined {
  const { object, stored } = doomed;
  const gracePeriod = served.kind.deletion?.gracePeriod;
  const metadata = objectAt(object, 'metadata');
  const begun = stored.terminating;
  const held = stringsAt(metadata, 'finalizers');
  if (gracePeriod && begun && (numberAt(metadata, 'deletionGracePeriodSeconds') ?? 0) > 0)
    return shortened(server, object, doomed.gracePeriodSeconds);
  const finalizers = finalizersFor(held, doomed);
  const kept = withKey(metadata, 'finalizers', finalizers.length > 0 ? finalizers : undefined);
  const next = { ...object, metadata: kept };
  if (gracePeriod && !begun)
    return deletedAfter(server, next, gracePeriod(object, doomed.gracePeriodSeconds));
  if (begun && finalizers.length === 0 && held.length > 0) return next;
  if (finalizers.length > 0 && (!begun || finalizers.join() !== held.join()))
    return deletedAfter(server, next, 0);
  return object;
}

// The object with the moment of its deletion, unless that is fixed already.
function deletedAfter(server: ServerContext, object: JsonObject, seconds: number | bigint): JsonObject {
  const metadata = objectAt(object, 'metadata');
  const generation = numberAt(metadata, 'generation') ?? 0;
  const deletionTimestamp = stringAt(metadata, 'deletionTimestamp');
  return {
    ...object,
    metadata: {
      ...metadata,
      ...(generation > 0 && deletionTimestamp === undefined && { generation: generation + 1 }),
      deletionTimestamp: deletionTimestamp ?? timestamp(server, durationMs(seconds)),
      deletionGracePeriodSeconds: seconds,
    },
  };
}

// A grace period that runs can only be made shorter.
function shortened(
  server: ServerContext,
  object: JsonObject,
  requested: number | bigint | undefined,
): JsonObject | undefined {
  const metadata = objectAt(object, 'metadata');
  const pending = integerAt(metadata, 'deletionGracePeriodSeconds') ?? 0;
  if (requested === undefined || requested >= pending) return undefined;
  const begun = Date.parse(textAt(metadata, 'deletionTimestamp')) - durationMs(pending);
  const due = begun + durationMs(requested);
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

/** Whether an object under deletion stays for now. */
export function isHeld({ kind }: ServedResource, object: JsonObject): boolean {
  const metadata = objectAt(object, 'metadata');
  if (stringsAt(metadata, 'finalizers').length > 0) return true;
  return kind.deletion?.isHeld?.(object) ?? (numberAt(metadata, 'deletionGracePeriodSeconds') ?? 0) > 0;
}
