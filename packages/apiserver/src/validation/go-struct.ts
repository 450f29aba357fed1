// Values as Go prints its own structs: every field, in the order and by the name that it has there.

import { isJsonObject, type Json, type JsonObject, jsonEquals, valueAt } from '../json/json.ts';

/** What a field is where there is nothing: null for pointers, lists and maps; a struct that is there always. */
export type GoField = null | '' | 0 | false | GoStruct | GoPointer;

/** By name, followed by the key in JSON where that does not follow from it: `CephFS cephfs`. */
export type GoStruct = readonly (readonly [name: string, field: GoField])[];

export interface GoPointer {
  readonly to: GoStruct;
}

/**
 * Of fields without structs in them, as `PDName Partition# ReadOnly? Type* WWIDs=wwids*`: texts, or numbers, flags, and
 * pointers, lists or maps.
 */
export function goFields(notation: string): GoStruct {
  return notation.split(' ').map((field) => {
    const kind = field.at(-1) ?? '';
    const named = field.replace(/[#?*]$/, '').replace('=', ' ');
    return [named, kind === '#' ? 0 : kind === '?' ? false : kind === '*' ? null : ''];
  });
}

export function goStruct(fields: GoStruct, object: Json | undefined): JsonObject {
  return Object.fromEntries(
    fields.map(([named, field]) => {
      const [name = '', key = keyOf(name)] = named.split(' ');
      return [name, goField(field, valueAt(object, key))];
    }),
  );
}

function goField(field: GoField, value: Json | undefined): Json {
  if (isStruct(field)) return goStruct(field, value);
  if (typeof field === 'object' && field !== null)
    return value === undefined ? null : goStruct(field.to, value);
  return isJsonObject(value) && jsonEquals(value, {}) ? null : (value ?? field);
}

function isStruct(field: GoField): field is GoStruct {
  return Array.isArray(field);
}

// `APIGroup` as `apiGroup`, `NFS` as `nfs`.
function keyOf(name: string): string {
  return name.replace(/^[A-Z]+(?![a-z])|^[A-Z]/, (start) => start.toLowerCase());
}
