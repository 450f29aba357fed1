// One entry of `metadata.managedFields`: who set which fields, how and when.

import {
  type Json,
  type JsonObject,
  objectAt,
  objectsAt,
  stringAt,
  textAt,
  valueAt,
  withKey,
} from '../json/json.ts';
import { kindIn } from '../types/type-names.ts';
import { type FieldSet, formatFields, parseFields } from './field-set.ts';

export interface Manager {
  readonly name: string;
  readonly operation: 'Apply' | 'Update';
  readonly apiVersion: string;
  /** `''` for the object itself. */
  readonly subresource: string;
}

export interface Entry {
  readonly manager: Manager;
  readonly time: string | undefined;
  readonly fields: FieldSet;
}

/** Whether two entries are of one manager. */
export function isSame(a: Manager, b: Manager): boolean {
  return identityOf(a) === identityOf(b);
}

/** The same text for two entries of one manager: the version does not tell two appliers apart. */
export function identityOf(manager: Manager): string {
  return keyOf(manager.operation === 'Apply' ? { ...manager, apiVersion: '' } : manager);
}

// Events are served in two groups. A write in one of them drops the entries of the other.
export function isOfGroup({ manager }: Entry, write: { readonly manager: Manager }): boolean {
  return kindIn(manager.apiVersion, '').group === kindIn(write.manager.apiVersion, '').group;
}

export function formattedEntries(object: JsonObject): JsonObject[] {
  return objectsAt(object, 'metadata', 'managedFields');
}

export function managerOf(entry: JsonObject): Manager {
  return {
    name: textAt(entry, 'manager'),
    operation: stringAt(entry, 'operation') === 'Apply' ? 'Apply' : 'Update',
    apiVersion: textAt(entry, 'apiVersion'),
    subresource: textAt(entry, 'subresource'),
  };
}

export function readEntries(object: JsonObject): Entry[] {
  const last = new Map<string, Entry>();
  for (const entry of formattedEntries(object)) {
    const manager = managerOf(entry);
    const key = identityOf(manager);
    // Of a manager that is there twice the last entry counts, where it stands.
    last.delete(key);
    last.set(key, {
      manager,
      time: stringAt(entry, 'time'),
      fields: parseFields(objectAt(entry, 'fieldsV1')),
    });
  }
  return [...last.values()];
}

export function formatEntries(entries: readonly Entry[]): Json | undefined {
  const formatted = entries
    .filter(({ fields }) => !fields.isEmpty)
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
  return formatted.length === 0 ? undefined : formatted;
}

export function withManagedFields(object: JsonObject, managedFields: Json | undefined): JsonObject {
  const metadata = objectAt(object, 'metadata');
  if (valueAt(metadata, 'managedFields') === managedFields) return object;
  return withKey(object, 'metadata', withKey(metadata, 'managedFields', managedFields));
}

function byOrder(a: Entry, b: Entry): number {
  return keyOf(a.manager, a.time) < keyOf(b.manager, b.time) ? -1 : 1;
}

function keyOf({ operation, name, apiVersion, subresource }: Manager, time = ''): string {
  return [operation, time, name, apiVersion, subresource].join('\u0000');
}
