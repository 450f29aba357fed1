// Who owns which fields of an object, as `metadata.managedFields` tells it.
// https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management

import { isJsonObject, type Json, type JsonObject, jsonEquals, objectAt, valueAt } from '../json/json.ts';
import { withFewUpdaters } from './ancient-changes.ts';
import { conflictError } from './apply-conflict.ts';
import { FieldSet, hasFields, parseFields } from './field-set.ts';
import { kubectl, lastAppliedFields } from './last-applied.ts';
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
import type { FieldPath } from './reset-fields.ts';
import { type Comparison, compare, fieldsOf, KeylessItemError, mergeConfig, removeFields } from './typed.ts';

// What has no owner: what the server sets, and what says which object it is.
const unowned = parseFields({
  'f:apiVersion': {},
  'f:kind': {},
  'f:metadata': {
    '.': {},
    'f:name': {},
    'f:namespace': {},
    'f:creationTimestamp': {},
    'f:selfLink': {},
    'f:uid': {},
    'f:generation': {},
    'f:managedFields': {},
    'f:resourceVersion': {},
  },
});

/** One write as ownership sees it. */
export interface OwnedWrite {
  readonly manager: Manager;
  readonly rules: ValueRules;
  readonly time: () => string | undefined;
  /** How managers in a version with other fields see the object; absent where all versions have the same. */
  readonly inVersion?: ((apiVersion: string) => OtherVersion | undefined) | undefined;
  /** Fields that the write cannot touch, as the status from outside its subresource. */
  readonly ignored: readonly FieldPath[];
  /** An object of the kind in which nobody has set anything. */
  readonly zero: JsonObject;
}

export interface OtherVersion {
  readonly rules: ValueRules;
  /** From the version of the write. */
  readonly convert: (object: JsonObject) => JsonObject;
  /** And back. */
  readonly revert: (object: JsonObject) => JsonObject;
}

/** What a write changes and somebody can own, as a version with other fields has it; found once for each version. */
function changesIn(
  [before, after]: readonly [JsonObject, JsonObject],
  write: OwnedWrite,
): (apiVersion: string) => Comparison | undefined {
  const known = new Map<string, Comparison | undefined>();
  const find = (apiVersion: string): Comparison | undefined => {
    const other = write.inVersion?.(apiVersion);
    if (!other) return undefined;
    const { changed, removed } = compare(other.convert(before), other.convert(after), other.rules);
    return { changed: owned(changed, write), removed };
  };
  return (apiVersion) => {
    if (!known.has(apiVersion)) known.set(apiVersion, find(apiVersion));
    return known.get(apiVersion);
  };
}

/** The entry of the writer and those of the others. */
function entriesOf(object: JsonObject, write: OwnedWrite): { mine: Entry | undefined; others: Entry[] } {
  const entries = readEntries(object);
  const mine = entries.find((entry) => isSame(entry.manager, write.manager));
  return { mine, others: entries.filter((entry) => entry !== mine && isOfGroup(entry, write)) };
}

/** The managedFields of `next` after a create, update or patch: who changes a field has it. */
export function ownByUpdate(live: JsonObject, next: JsonObject, write: OwnedWrite): Json | undefined {
  try {
    return ownersAfter(live, next, write);
  } catch (error) {
    // Nobody owns an object with an item that nobody can own.
    if (error instanceof KeylessItemError) return undefined;
    throw error;
  }
}

function ownersAfter(live: JsonObject, next: JsonObject, write: OwnedWrite): Json | undefined {
  const { changed: all, removed } = compare(live, next, write.rules);
  const changed = owned(all, write);
  if (isSettled(live, { changed, removed }, write)) return valueAt(live, 'metadata', 'managedFields');
  const { mine, others } = entriesOf(live, write);
  const fields = (mine?.fields ?? FieldSet.none).difference(removed).union(changed);
  // A manager that sets what it had already keeps the time.
  const time = mine?.fields.equals(fields) === true ? mine.time : write.time();
  const inVersion = changesIn([live, next], write);
  const left = others.map((entry) => {
    const lost = inVersion(entry.manager.apiVersion) ?? { changed, removed };
    return { ...entry, fields: entry.fields.difference(lost.removed).difference(lost.changed) };
  });
  return formatEntries(withFewUpdaters([...left, { manager: write.manager, time, fields }]));
}

// The usual case, which needs no sets: the writer changes what is its own already, and nobody loses anything.
function isSettled(live: JsonObject, { changed, removed }: Comparison, { manager }: OwnedWrite): boolean {
  if (!removed.isEmpty) return false;
  let isMine = false;
  for (const entry of formattedEntries(live)) {
    const owner = managerOf(entry);
    if (owner.apiVersion !== manager.apiVersion) return false;
    const fields = objectAt(entry, 'fieldsV1');
    const mine = isSame(owner, manager);
    if (!hasFields(fields, changed, mine ? 'all' : 'none')) return false;
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
  const { rules, manager } = write;
  const { mine, others } = entriesOf(withFirstOwner(live, write), write);
  const wanted = owned(fieldsOf(bare(config), rules), write);
  const merged = asObject(mergeConfig(bare(live), bare(config), rules));
  const { changed } = compare(bare(live), merged, rules);
  const inVersion = changesIn([live, merged], write);
  const contested = others.map((entry) => {
    const seen = inVersion(entry.manager.apiVersion)?.changed ?? changed;
    return { entry, fields: entry.fields.intersection(seen) };
  });
  requireNoConflict(contested, live, write);
  const kept = contested.map(({ entry, fields }) => ({ ...entry, fields: entry.fields.difference(fields) }));
  const pruned = withoutForsaken(merged, { config, mine, others: kept }, write);
  // An apply that changes nothing owns its fields, but keeps the old time.
  const time = jsonEquals(bare(pruned), bare(live)) ? mine?.time : write.time();
  const { removed } = compare(bare(live), bare(pruned), rules);
  const prunedIn = changesIn([live, pruned], write);
  // What goes with an item goes for everybody who has something in it.
  const left = kept.map((entry) => ({
    ...entry,
    fields: entry.fields.difference(prunedIn(entry.manager.apiVersion)?.removed ?? removed),
  }));
  return withManagedFields(pruned, formatEntries([...left, { manager, time, fields: wanted }]));
}

// kubectl has conflicts with what it once applied by itself resolved for it.
function requireNoConflict(
  contested: readonly { readonly entry: Entry; readonly fields: FieldSet }[],
  live: JsonObject,
  { rules, manager, force }: OwnedWrite & { readonly force: boolean },
): void {
  if (force || contested.every(({ fields }) => fields.isEmpty)) return;
  const conceded = manager.name === kubectl ? lastAppliedFields(live, rules) : FieldSet.none;
  const left = contested.map(({ entry, fields }) => ({ entry, fields: fields.difference(conceded) }));
  if (left.some(({ fields }) => !fields.isEmpty)) throw conflictError(left);
}

interface Owners {
  readonly config: JsonObject;
  readonly mine: Entry | undefined;
  readonly others: readonly Entry[];
}

// Removes the fields that the manager applied before, no longer applies, and no other manager owns. It may have
// applied them in another version.
function withoutForsaken(
  merged: JsonObject,
  { config, mine, others }: Owners,
  write: OwnedWrite,
): JsonObject {
  if (!mine) return merged;
  const then = write.inVersion?.(mine.manager.apiVersion);
  const { rules, convert, revert } = then ?? { rules: write.rules, convert: same, revert: same };
  const wanted = owned(fieldsOf(convert(bare(config)), rules), write);
  const gone = withoutFields(mine.fields.difference(wanted), others);
  if (gone.isEmpty) return merged;
  const kept = withFields(wanted, others);
  const pruned = revert(asObject(removeFields(convert(merged), { gone, kept }, rules)));
  // A field that is removed in one version may be owned in another one: then it is kept.
  const versions = Map.groupBy(others, ({ manager }) => manager.apiVersion);
  return [...versions].reduce((now, [apiVersion, entries]) => {
    const other = write.inVersion?.(apiVersion);
    if (!other) return now;
    const whole = other.convert(merged);
    const left = fieldsOf(bare(other.convert(now)), other.rules);
    const lost = withoutFields(fieldsOf(bare(whole), other.rules).difference(left), entries);
    return other.revert(
      asObject(removeFields(whole, { gone: lost, kept: withFields(FieldSet.none, entries) }, other.rules)),
    );
  }, pruned);
}

function withoutFields(fields: FieldSet, entries: readonly Entry[]): FieldSet {
  return entries.reduce((rest, entry) => rest.difference(entry.fields), fields);
}

function withFields(fields: FieldSet, entries: readonly Entry[]): FieldSet {
  return entries.reduce((all, entry) => all.union(entry.fields), fields);
}

function same(object: JsonObject): JsonObject {
  return object;
}

// Fields that no manager owns yet get one, so that no apply takes them silently.
function withFirstOwner(live: JsonObject, write: OwnedWrite): JsonObject {
  if (readEntries(live).length > 0 || Object.keys(live).length === 0) return live;
  const manager: Manager = { ...write.manager, name: 'before-first-apply', operation: 'Update' };
  return withManagedFields(live, ownByUpdate(write.zero, live, { ...write, manager }));
}

function asObject(value: Json | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}

function bare(object: JsonObject): JsonObject {
  return withManagedFields(object, undefined);
}

function owned(fields: FieldSet, { ignored }: OwnedWrite): FieldSet {
  return ignored.reduce((left, path) => left.outside(path), fields.difference(unowned));
}
