// Replaces an object's state: what may change depends on whether the object or its status is addressed.
// https://github.com/kubernetes/apiserver/blob/v0.36.3/pkg/registry/rest/update.go

import { type Admission, mutateObject, validateWrite } from '../admission/admission.ts';
import type { AdmissionAttributes, ShownObject } from '../admission/attributes.ts';
import type { Settlement } from '../admission/plugin.ts';
import { StaleWrite } from '../admission/stale-write.ts';
import { withClaimedOwners } from '../apply/claimed-owners.ts';
import { withManagedFields } from '../apply/managed-entry.ts';
import type { OwnedChange, Part } from '../apply/ownership.ts';
import { originOf, seenObject, seenUnstored, storableObject } from '../conversion/converted-objects.ts';
import { withSeenOwners } from '../conversion/converted-owners.ts';
import {
  type JsonObject,
  jsonEquals,
  numberAt,
  objectAt,
  objectOf,
  stringAt,
  textAt,
  valueAt,
  withKey,
  without,
} from '../json/json.ts';
import { withDefaults } from '../kinds/defaults.ts';
import type { KindSubresource } from '../kinds/kind.ts';
import {
  asPrinted,
  asStored,
  hasSubresource,
  type ServedResource,
  storedForm,
  withZeros,
} from '../registry/served-resource.ts';
import { storageKey } from '../registry/storage-key.ts';
import { pruneObject, validateObject, withoutNulls } from '../schema/admission.ts';
import type { ServerContext } from '../server-context.ts';
import {
  badRequest,
  conflict,
  type FieldFault,
  invalid,
  invalidValue,
  nameMismatch,
  nameMissing,
  objectModified,
  unclassified,
} from '../status-error.ts';
import { StoredObject } from '../storage/stored-object.ts';
import { namespaceMismatch } from './create.ts';
import { isHeld, removeObject } from './delete.ts';
import { validateKind } from './kind-rules.ts';
import { decodeMetadata, validateMetadataUpdate } from './metadata.ts';
import type { WriteOptions } from './write-options.ts';

export interface Update extends WriteOptions {
  readonly stored: StoredObject;
  /** What is stored, decoded. */
  readonly old: JsonObject;
  readonly object: JsonObject;
  /** Which part of the object the request may change. */
  readonly part: Part;
  /** A patch (default) carries the uid of the old object, so that another one is a change, not another object. */
  readonly verb?: 'update';
  /** Where the write is made, if not at the object or its status: owners are told apart by it. */
  readonly subresource?: string | undefined;
}

/** Gives the object as it is now stored; the stored one itself where nothing changed. */
export function* updateObject(
  server: ServerContext,
  served: ServedResource,
  update: Update,
): Admission<StoredObject> {
  const { stored, old, object, part } = update;
  const given = decodeMetadata(object);
  requireSameName(stored, given);
  const pruned = pruneObject(served, object, update);
  const typed = storedForm(served, { ...pruned, metadata: given });
  const complete = withZeros(served, withDefaults(typed, served.kind.defaults ?? {}));
  const { kind, store } = served;
  const own = ownRules(served, update);
  const asked = merged(served, update, complete);
  const owned = yield* withAskedOwners(server, served, {
    ...update,
    next: asked,
    given: complete,
    sent: pruned,
  });
  const attributes = attributesOf(server, served, update);
  const owners = valueAt(owned, 'metadata', 'managedFields');
  const { namespace } = stored;
  const named = { ...objectAt(complete, 'metadata'), ...(namespace !== '' && { namespace }) };
  const sent = { ...complete, metadata: withKey(named, 'managedFields', owners) };
  const shownAs = update.admission?.shownAs;
  const mutated = attributes ? yield* mutateShown(attributes, sent, shownAs) : sent;
  update.grants?.(mutated);
  requireSameObject(served, update, mutated === sent ? given : objectAt(mutated, 'metadata'));
  const whole =
    mutated === sent ? owned : merged(served, { ...update, ownership: { kind: 'decided' } }, mutated);
  const faults = [
    ...zeroDeletionFaults(served, update),
    ...validateMetadataUpdate(served, { object: whole, old: objectAt(old, 'metadata'), part }),
  ];
  // Admission, and what it warns of, is a matter of whole objects.
  const prepared = part === 'main' && !own ? kind.prepare : undefined;
  const admitted =
    prepared?.({ server, store, object: whole, old, dryRun: update.dryRun, warnings: update.warnings }) ??
    whole;
  const validated = { object: admitted, old, found: faults, part, own };
  if (served.custom) validateObject(served, { ...validated, warnings: update.warnings });
  else validateKind(served, validated);
  if (part === 'main') update.reads?.(admitted);
  const warnings = part === 'main' ? kind.warnings : kind.statusWarnings;
  if (!own) update.warnings.push(...(warnings?.(admitted, old) ?? []));
  const ready = withGeneration(served, old, asPrinted(served, admitted));
  const prepare = part === 'main' ? kind.prepareForUpdate : own ? undefined : kind.prepareForStatusUpdate;
  const settled = update.isApplied ? withoutNulls(served, ready) : ready;
  const next = asStored(served, prepare?.({ server, store, object: settled, old }) ?? settled);
  const judged = shownAs ? shownAs.show(next) : next;
  const judge = attributes && (yield* validateWrite({ ...attributes, object: judged }));
  const form = yield* storableObject(server, served, next);
  const settle = judge?.();
  const origin = originOf(stored);
  if (store.get(stored.key) !== origin)
    throw new StaleWrite(conflict(served.resource, stored.name, objectModified));
  // What is stored in an older version than the one of now is written anew.
  if (jsonEquals(form, served.converter ? origin.object : old)) return stored;
  if (update.dryRun) return yield* seenUnstored(server, served, form);
  return yield* written(server, served, { origin, next, form, settle });
}

function attributesOf(
  server: ServerContext,
  served: ServedResource,
  { admission, stored, old, part, dryRun, warnings, ...update }: Update,
): AdmissionAttributes | undefined {
  if (!admission) return undefined;
  const { name, namespace } = stored;
  const subresource = update.subresource ?? (part === 'status' ? 'status' : '');
  const { shownAs } = admission;
  const shown = { shownKind: shownAs?.kind, object: undefined, old: shownAs ? shownAs.show(old) : old };
  const what = { name, namespace, subresource, ...shown };
  return { ...admission, server, served, operation: 'UPDATE', ...what, dryRun, warnings };
}

function* mutateShown(
  attributes: AdmissionAttributes,
  object: JsonObject,
  shownAs: ShownObject | undefined,
): Admission<JsonObject> {
  if (!shownAs) return yield* mutateObject({ ...attributes, object });
  const shown = shownAs.show(object);
  const mutated = yield* mutateObject({ ...attributes, object: shown });
  return mutated === shown ? object : shownAs.take(object, mutated);
}

// The object that would be stored if admission changed nothing.
function merged(served: ServedResource, update: Update, given: JsonObject): JsonObject {
  const whole = mergeParts(served, update, given);
  const old = objectAt(update.old, 'metadata');
  return { ...whole, metadata: updatedMetadata(old, objectAt(whole, 'metadata'), update) };
}

interface Asked extends Pick<OwnedChange, 'next' | 'sent'> {
  readonly given: JsonObject;
}

function* withAskedOwners(
  server: ServerContext,
  served: ServedResource,
  { next, given, ...update }: Update & Asked,
): Admission<JsonObject> {
  const { old, object, part } = update;
  // Where a subresource is written, its request cannot name the owners of the object.
  const isWhole = part === 'main' && update.subresource === undefined;
  const live = isWhole ? withClaimedOwners(old, objectAt(object, 'metadata')) : old;
  if (!ownRules(served, update)) return yield* withSeenOwners(server, served, { ...update, next, live });
  // With rules of its own it also owns what they do not take.
  const metadata = updatedMetadata(objectAt(old, 'metadata'), objectAt(given, 'metadata'), update);
  const whole = yield* withSeenOwners(server, served, { ...update, next: { ...given, metadata }, live });
  return withManagedFields(next, valueAt(whole, 'metadata', 'managedFields'));
}

interface Written {
  readonly origin: StoredObject;
  readonly next: JsonObject;
  /** The same in the version that is stored. */
  readonly form: JsonObject;
  readonly settle: Settlement | undefined;
}

function* written(
  server: ServerContext,
  served: ServedResource,
  { origin, next, form, settle }: Written,
): Admission<StoredObject> {
  const { store } = served;
  // An object under deletion goes with its last finalizer.
  if (origin.terminating && !isHeld(served, next)) {
    removeObject(server, served, origin);
    return StoredObject.unstored(next, store.codec);
  }
  const result = store.put(form);
  settle?.(result);
  server.afterWrite({ served, stored: result, deleted: false, previous: origin });
  return yield* seenObject(server, served, result);
}

function requireSameName({ name, namespace }: StoredObject, given: JsonObject): void {
  const givenName = textAt(given, 'name');
  if (givenName === '') throw nameMissing(name);
  if (givenName !== name) throw nameMismatch(givenName, name);
  if ((stringAt(given, 'namespace') ?? namespace) !== namespace) throw badRequest(namespaceMismatch);
}

function requireSameObject(
  served: ServedResource,
  { stored, verb, dryRun }: Update,
  given: JsonObject,
): void {
  const { resource, kind } = served;
  const { name, uid, revision } = stored;
  const givenUid = stringAt(given, 'uid') ?? uid;
  if (givenUid !== uid && verb === 'update')
    throw conflict(
      resource,
      name,
      `StorageError: invalid object, Code: 4, Key: ${dryRun ? '' : '/registry'}${storageKey(served, stored.key)}, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: ${givenUid}, UID in object meta: ${uid}`,
    );
  const version = textAt(given, 'resourceVersion');
  if (version === '' || version === '0') {
    if (kind.requiresVersion) {
      const complaint = invalidValue('metadata.resourceVersion', 0, 'must be specified for an update');
      throw invalid({ group: resource.group, kind: resource.plural }, name, [complaint]);
    }
  } else if (!/^\d+$/.test(version))
    throw unclassified(`strconv.ParseUint: parsing ${JSON.stringify(version)}: invalid syntax`);
  else if (version !== String(revision)) throw conflict(resource, name, objectModified);
}

function ownRules({ kind }: ServedResource, { subresource }: Update): KindSubresource | undefined {
  return subresource === undefined ? undefined : kind.subresources?.[subresource];
}

// What the request may not change is taken from the old object.
function mergeParts(served: ServedResource, update: Update, given: JsonObject): JsonObject {
  const { old, part } = update;
  const zero = served.custom ? {} : without(served.storedZero, 'status');
  const typed = { ...zero, ...given };
  const own = ownRules(served, update);
  if (own) return own.keep(typed, old);
  if (part === 'main') {
    const kept = hasSubresource(served, 'status') ? withKey(typed, 'status', valueAt(old, 'status')) : typed;
    return served.kind.keepOnUpdate?.(kept, old) ?? kept;
  }
  const status = valueAt(given, 'status') ?? valueAt(served.storedZero, 'status');
  const changed = withKey(old, 'status', status);
  // Custom resources take nothing but the status; built-in ones also take labels and the like.
  if (served.custom) {
    const owners = valueAt(given, 'metadata', 'managedFields');
    return update.ownership.kind === 'decided' ? withManagedFields(changed, owners) : changed;
  }
  const next = { ...changed, metadata: objectAt(given, 'metadata') };
  return served.kind.keepOnStatusUpdate?.(next, old) ?? next;
}

// In Go a time that is zero is not the same as none; decoded, it is null.
function zeroDeletionFaults(served: ServedResource, { object, old }: Update): FieldFault[] {
  const isZero = valueAt(object, 'metadata', 'deletionTimestamp') === null;
  if (served.custom || !isZero || stringAt(old, 'metadata', 'deletionTimestamp') !== undefined) return [];
  return [invalidValue('metadata.deletionTimestamp', null, 'field is immutable')];
}

// Set by the server; the uid may be named, and is compared.
const keptKeys = ['namespace', 'resourceVersion', 'creationTimestamp', 'generation'];

// Kept where an object has them; where it has none, none may come.
const keptOnceSet = ['deletionTimestamp', 'deletionGracePeriodSeconds'];

function updatedMetadata(live: JsonObject, given: JsonObject, { ownership }: Update): JsonObject {
  const keys = [
    ...keptKeys,
    ...(stringAt(given, 'uid') === undefined ? ['uid'] : []),
    ...keptOnceSet.filter((key) => valueAt(live, key) !== undefined),
  ];
  if (ownership.kind !== 'decided') keys.push('managedFields');
  const old = objectOf(Object.entries(live).filter(([key]) => keys.includes(key)));
  return { ...without(given, 'selfLink', ...keys), ...old };
}

function withGeneration(served: ServedResource, old: JsonObject, next: JsonObject): JsonObject {
  const metadata = objectAt(next, 'metadata');
  if (served.kind.generation !== true || jsonEquals(desired(served, old), desired(served, next))) return next;
  return { ...next, metadata: { ...metadata, generation: (numberAt(metadata, 'generation') ?? 0) + 1 } };
}

// All that an owner asks for: everything but metadata and, where it is a part of its own, the status.
function desired(served: ServedResource, object: JsonObject): JsonObject {
  const counted = without(object, 'metadata', 'apiVersion', 'kind');
  if (served.custom && !hasSubresource(served, 'status')) return counted;
  const asked = without(counted, 'status');
  const { countsAnnotations, countsLabels } = served.kind;
  return {
    ...asked,
    ...(countsAnnotations && { annotations: objectAt(object, 'metadata', 'annotations') }),
    ...(countsLabels && { labels: objectAt(object, 'metadata', 'labels') }),
  };
}
