// Who owns which fields of an object, as `metadata.managedFields` tells it.
// https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management

import {
  emptyObject,
  isJsonObject,
  type Json,
  type JsonObject,
  jsonEquals,
  objectAt,
  valueAt,
} from '../json/json.ts';
import { conflictError } from './apply-conflict.ts';
import {
  difference,
  type FieldSet,
  fieldPath,
  hasField,
  intersection,
  isWithin,
  type Path,
  rootPath,
  union,
} from './field-set.ts';
import {
  type Entry,
  formatEntries,
  formattedEntries,
  isOfGroup,
  isSame,
  type Manager,
  managerOf,
  readEntries,
  withManagedFields,
} from './managed-entry.ts';
import type { ValueRules } from './merge-rules.ts';
import { compare, fieldsOf, mergeConfig, removeFields } from './typed.ts';

const metadata = fieldPath(rootPath, 'metadata');
const unowned: ReadonlySet<Path> = new Set([
  fieldPath(rootPath, 'apiVersion'),
  fieldPath(rootPath, 'kind'),
  metadata,
  ...[
    'name',
    'namespace',
    'creationTimestamp',
    'selfLink',
    'uid',
    'generation',
    'managedFields',
    'resourceVersion',
  ].map((key) => fieldPath(metadata, key)),
]);

/** One write as ownership sees it. */
export interface OwnedWrite {
  readonly manager: Manager;
  readonly rules: ValueRules;
  readonly time: () => string | undefined;
  /** How managers in a version with other fields see the object; absent where all versions have the same. */
  readonly inVersion?: ((apiVersion: string) => OtherVersion | undefined) | undefined;
  /** Paths that the write cannot touch, as the status from outside its subresource. */
  readonly ignored: readonly Path[];
}

export interface OtherVersion {
  readonly rules: ValueRules;
  /** From the version of the write. */
  readonly convert: (object: JsonObject) => JsonObject;
  /** And back. */
  readonly revert: (object: JsonObject) => JsonObject;
}

interface Changes {
  readonly changed: FieldSet;
  readonly removed: FieldSet;
}

/** The changes of the write, in the version of the entry. */
function changesFor(
  { manager }: Entry,
  { before, after, own }: { readonly before: JsonObject; readonly after: JsonObject; readonly own: Changes },
  write: OwnedWrite,
): Changes {
  if (manager.apiVersion === write.manager.apiVersion) return own;
  const other = write.inVersion?.(manager.apiVersion);
  if (!other) return own;
  const { added, modified, removed } = compare(other.convert(before), other.convert(after), other.rules);
  return { changed: owned(union(added, modified), write), removed };
}

/** The managedFields of `next` after a create, update or patch: who changes a field has it. */
export function ownByUpdate(live: JsonObject, next: JsonObject, write: OwnedWrite): Json | undefined {
  const { added, modified, removed } = compare(live, next, write.rules);
  const changed = owned(union(added, modified), write);
  if (isSettled(live, { changed, removed }, write))
    return valueAt(objectAt(live, 'metadata'), 'managedFields');
  const before = readEntries(live);
  const mine = before.find((entry) => isSame(entry.manager, write.manager));
  const fields = union(difference(mine?.fields ?? new Set(), removed), changed);
  const states = { before: live, after: next, own: { changed, removed } };
  const others = before
    .filter((entry) => entry !== mine && isOfGroup(entry, write))
    .map((entry) => {
      const seen = changesFor(entry, states, write);
      return { ...entry, fields: difference(difference(entry.fields, seen.removed), seen.changed) };
    });
  return formatEntries([...others, { manager: write.manager, time: renewed(mine, fields, write), fields }]);
}

// The usual case, which needs no sets: the writer changes what is its own already, and nobody loses anything.
function isSettled(live: JsonObject, { changed, removed }: Changes, { manager }: OwnedWrite): boolean {
  if (removed.size > 0) return false;
  let isMine = false;
  for (const entry of formattedEntries(live)) {
    const owner = managerOf(entry);
    if (owner.apiVersion !== manager.apiVersion) return false;
    const fields = objectAt(entry, 'fieldsV1');
    const mine = isSame(owner, manager);
    for (const path of changed) if (hasField(fields, path) !== mine) return false;
    isMine ||= mine;
  }
  return isMine;
}

/**
 * What an apply makes of `live`: the config's fields are set, those that this manager applied before and that
 * nobody else has are removed, and the config's fields are its own from now on.
 *
 * Throws a 409 where a field belongs to somebody else who wants another value, unless forced.
 */
export function ownByApply(
  live: JsonObject,
  config: JsonObject,
  write: OwnedWrite & { readonly force: boolean },
): JsonObject {
  const { rules, manager, force } = write;
  const before = readEntries(withFirstOwner(live, write));
  const wanted = owned(fieldsOf(bare(config), rules), write);
  const merged = asObject(mergeConfig(bare(live), bare(config), rules));
  const { added, modified } = compare(bare(live), merged, rules);
  const contested = intersection(union(added, modified), wanted);
  const mine = before.find((entry) => isSame(entry.manager, manager));
  const states = { before: live, after: merged, own: { changed: contested, removed: new Set<Path>() } };
  const others = before
    .filter((entry) => entry !== mine && isOfGroup(entry, write))
    .map((entry) => {
      const seen = changesFor(entry, states, write);
      return { entry, contested: intersection(entry.fields, seen.changed) };
    });
  const conflicts = others.flatMap(({ entry, contested: paths }) =>
    [...paths].map((path) => ({ entry, path })),
  );
  if (conflicts.length > 0 && !force) throw conflictError(conflicts);
  const kept = others.map(({ entry, contested: paths }) => ({
    ...entry,
    fields: difference(entry.fields, paths),
  }));
  const pruned = withoutForsaken(merged, { config, mine, others: kept }, write);
  // An apply that changes nothing owns its fields, but keeps the old time.
  const time = jsonEquals(bare(pruned), bare(live)) ? mine?.time : write.time();
  const entry = { manager, time, fields: wanted };
  return withManagedFields(pruned, formatEntries([...kept, entry]));
}

// Removes the fields that the manager applied before, no longer applies, and no other manager owns. It may have
// applied them in another version.
function withoutForsaken(
  merged: JsonObject,
  {
    config,
    mine,
    others,
  }: { readonly config: JsonObject; readonly mine: Entry | undefined; readonly others: readonly Entry[] },
  write: OwnedWrite,
): JsonObject {
  if (!mine) return merged;
  const { apiVersion } = mine.manager;
  const then = apiVersion === write.manager.apiVersion ? undefined : write.inVersion?.(apiVersion);
  const { rules, convert, revert } = then ?? { rules: write.rules, convert: same, revert: same };
  const wanted = owned(fieldsOf(convert(bare(config)), rules), write);
  const held = union(...others.map(({ fields }) => fields));
  const gone = difference(difference(mine.fields, wanted), held);
  if (gone.size === 0) return merged;
  const pruned = revert(asObject(removeFields(convert(merged), gone, rules) ?? emptyObject));
  return withHeldElsewhere(pruned, { merged, others }, write);
}

// A field that is removed in one version may be owned in another one: then it is kept.
function withHeldElsewhere(
  pruned: JsonObject,
  { merged, others }: { readonly merged: JsonObject; readonly others: readonly Entry[] },
  write: OwnedWrite,
): JsonObject {
  const versions = Map.groupBy(others, ({ manager }) => manager.apiVersion);
  return [...versions].reduce((now, [apiVersion, entries]) => {
    const other = apiVersion === write.manager.apiVersion ? undefined : write.inVersion?.(apiVersion);
    if (!other) return now;
    const whole = other.convert(merged);
    const kept = union(
      fieldsOf(bare(other.convert(now)), other.rules),
      ...entries.map(({ fields }) => fields),
    );
    const gone = difference(fieldsOf(bare(whole), other.rules), kept);
    return other.revert(asObject(removeFields(whole, gone, other.rules) ?? emptyObject));
  }, pruned);
}

function same(object: JsonObject): JsonObject {
  return object;
}

// Fields that no manager owns yet get one, so that no apply takes them silently.
function withFirstOwner(live: JsonObject, write: OwnedWrite): JsonObject {
  if (readEntries(live).length > 0 || Object.keys(live).length === 0) return live;
  const { apiVersion } = write.manager;
  const manager: Manager = { name: 'before-first-apply', operation: 'Update', apiVersion, subresource: '' };
  return withManagedFields(live, ownByUpdate(emptyObject, live, { ...write, manager }));
}

function asObject(value: ReturnType<typeof mergeConfig>): JsonObject {
  return isJsonObject(value) ? value : emptyObject;
}

function bare(object: JsonObject): JsonObject {
  return withManagedFields(object, undefined);
}

function owned(fields: FieldSet, { ignored }: OwnedWrite): FieldSet {
  return new Set(
    [...fields].filter((path) => !unowned.has(path) && !ignored.some((one) => isWithin(path, one))),
  );
}

function renewed(mine: Entry | undefined, fields: FieldSet, { time }: OwnedWrite): string | undefined {
  const same = mine && mine.fields.size === fields.size && [...fields].every((path) => mine.fields.has(path));
  return same ? mine.time : time();
}
