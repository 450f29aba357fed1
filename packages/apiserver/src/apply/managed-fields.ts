// Who owns which fields of an object, as `metadata.managedFields` tells it.
// https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management

import {
  arrayAt,
  emptyObject,
  isJsonObject,
  type JsonObject,
  jsonEquals,
  objectAt,
  stringAt,
  withKey,
} from '../json/json.ts';
import { StatusError } from '../status-error.ts';
import {
  describePath,
  difference,
  type FieldSet,
  fieldPath,
  formatFields,
  intersection,
  isWithin,
  type Path,
  parseFields,
  rootPath,
  union,
} from './field-set.ts';
import type { ValueRules } from './merge-rules.ts';
import { compare, fieldsOf, mergeConfig, removeFields } from './typed.ts';

export interface Manager {
  readonly name: string;
  readonly operation: 'Apply' | 'Update';
  readonly apiVersion: string;
  /** `''` for the object itself. */
  readonly subresource: string;
}

interface Entry {
  readonly manager: Manager;
  readonly time: string | undefined;
  readonly fields: FieldSet;
}

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
  readonly time: string | undefined;
  /** Paths that the write cannot touch, as the status from outside its subresource. */
  readonly ignored: readonly Path[];
}

/** The new object with its owners after a create, update or patch: who changes a field has it. */
export function ownByUpdate(live: JsonObject, next: JsonObject, write: OwnedWrite): JsonObject {
  const { added, modified, removed } = compare(bare(live), bare(next), write.rules);
  const changed = owned(union(added, modified), write);
  const before = readEntries(live);
  const mine = before.find((entry) => isSame(entry.manager, write.manager));
  const fields = union(difference(mine?.fields ?? new Set(), removed), changed);
  const others = before
    .filter((entry) => entry !== mine)
    .map((entry) => ({ ...entry, fields: difference(difference(entry.fields, removed), changed) }));
  return withEntries(next, [
    ...others,
    { manager: write.manager, time: renewed(mine, fields, write.time), fields },
  ]);
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
  write: OwnedWrite,
  force: boolean,
): JsonObject {
  const { rules, manager } = write;
  const before = readEntries(withFirstOwner(live, write));
  const wanted = owned(fieldsOf(bare(config), rules), write);
  const merged = asObject(mergeConfig(bare(live), bare(config), rules));
  const { added, modified } = compare(bare(live), merged, rules);
  const contested = intersection(union(added, modified), wanted);
  const mine = before.find((entry) => isSame(entry.manager, manager));
  const others = before.filter((entry) => entry !== mine);
  const conflicts = others.flatMap((entry) =>
    [...intersection(entry.fields, contested)].map((path) => ({ entry, path })),
  );
  if (conflicts.length > 0 && !force) throw conflictError(conflicts);
  const kept = others.map((entry) => ({ ...entry, fields: difference(entry.fields, contested) }));
  const gone = difference(
    difference(mine?.fields ?? new Set(), wanted),
    union(...kept.map(({ fields }) => fields)),
  );
  const pruned = gone.size === 0 ? merged : asObject(removeFields(merged, gone, rules) ?? emptyObject);
  // Who asks for what is there already gets to own it, but no time.
  const time = jsonEquals(bare(pruned), bare(live)) ? mine?.time : write.time;
  const entry = { manager, time, fields: wanted };
  return withEntries(withKey(pruned, 'metadata', { ...objectAt(pruned, 'metadata') }), [...kept, entry]);
}

// What was there before anybody's fields were tracked has an owner of its own, so that nobody takes it by chance.
function withFirstOwner(live: JsonObject, write: OwnedWrite): JsonObject {
  if (readEntries(live).length > 0 || Object.keys(live).length === 0) return live;
  const { apiVersion } = write.manager;
  const manager: Manager = { name: 'before-first-apply', operation: 'Update', apiVersion, subresource: '' };
  return ownByUpdate(emptyObject, live, { ...write, manager });
}

function asObject(value: ReturnType<typeof mergeConfig>): JsonObject {
  return isJsonObject(value) ? value : emptyObject;
}

function bare(object: JsonObject): JsonObject {
  return withKey(object, 'metadata', withKey(objectAt(object, 'metadata'), 'managedFields', undefined));
}

function owned(fields: FieldSet, { ignored }: OwnedWrite): FieldSet {
  return new Set(
    [...fields].filter((path) => !unowned.has(path) && !ignored.some((one) => isWithin(path, one))),
  );
}

function renewed(mine: Entry | undefined, fields: FieldSet, time: string | undefined): string | undefined {
  const same = mine && mine.fields.size === fields.size && [...fields].every((path) => mine.fields.has(path));
  return same ? mine.time : time;
}

function isSame(a: Manager, b: Manager): boolean {
  return (
    a.name === b.name &&
    a.operation === b.operation &&
    a.apiVersion === b.apiVersion &&
    a.subresource === b.subresource
  );
}

function readEntries(object: JsonObject): Entry[] {
  return arrayAt(objectAt(object, 'metadata'), 'managedFields')
    .filter(isJsonObject)
    .map((entry) => ({
      manager: {
        name: stringAt(entry, 'manager') ?? '',
        operation: stringAt(entry, 'operation') === 'Apply' ? 'Apply' : 'Update',
        apiVersion: stringAt(entry, 'apiVersion') ?? '',
        subresource: stringAt(entry, 'subresource') ?? '',
      },
      time: stringAt(entry, 'time'),
      fields: parseFields(objectAt(entry, 'fieldsV1')),
    }));
}

function withEntries(object: JsonObject, entries: readonly Entry[]): JsonObject {
  const managedFields = entries
    .filter(({ fields }) => fields.size > 0)
    .toSorted(byOrder)
    .map(
      ({ manager, time, fields }): JsonObject => ({
        manager: manager.name,
        operation: manager.operation,
        apiVersion: manager.apiVersion,
        ...(time !== undefined && { time }),
        fieldsType: 'FieldsV1',
        fieldsV1: formatFields(fields),
        ...(manager.subresource !== '' && { subresource: manager.subresource }),
      }),
    );
  const value = managedFields.length === 0 ? undefined : managedFields;
  return withKey(object, 'metadata', withKey(objectAt(object, 'metadata'), 'managedFields', value));
}

function byOrder(a: Entry, b: Entry): number {
  const key = ({ manager, time = '' }: Entry): string =>
    [manager.operation, time, manager.name, manager.apiVersion, manager.subresource].join('\u0000');
  return key(a) < key(b) ? -1 : 1;
}

function conflictError(conflicts: readonly { readonly entry: Entry; readonly path: Path }[]): StatusError {
  const causes = conflicts.map(({ entry, path }) => ({
    reason: 'FieldManagerConflict',
    message: `conflict with ${describeManager(entry)}`,
    field: describePath(path),
  }));
  return new StatusError(409, 'Conflict', conflictMessage(conflicts), { causes });
}

function conflictMessage(conflicts: readonly { readonly entry: Entry; readonly path: Path }[]): string {
  const [only] = conflicts;
  if (conflicts.length === 1 && only)
    return `Apply failed with 1 conflict: conflict with ${describeManager(only.entry)}: ${describePath(only.path)}`;
  const groups = Map.groupBy(conflicts, ({ entry }) => describeManager(entry));
  const lines = [...groups]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([who, list]) => [
      `conflicts with ${who}:`,
      ...list.map(({ path }) => `- ${describePath(path)}`),
    ]);
  return `Apply failed with ${conflicts.length} conflicts: ${lines.join('\n')}`;
}

function describeManager({ manager }: Entry): string {
  const { name, subresource, operation, apiVersion } = manager;
  const who = `${JSON.stringify(name)}${subresource === '' ? '' : ` with subresource ${JSON.stringify(subresource)}`}`;
  if (operation === 'Apply') return who;
  return `${who} using ${apiVersion}`;
}
