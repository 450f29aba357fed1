// What stands in one column of a table. The columns themselves are recorded from a real server.

import {
  arrayAt,
  type Json,
  type JsonObject,
  numberAt,
  objectAt,
  objectsAt,
  stringAt,
  stringEntries,
  stringsAt,
  textAt,
  valueAt,
} from '../json/json.ts';
import { formatAge } from './age.ts';

export type Cell = (object: JsonObject, now: number) => Json;

/** By the name of the column. */
export type Cells = Readonly<Record<string, Cell>>;

const creation = (object: JsonObject): string | undefined =>
  stringAt(object, 'metadata', 'creationTimestamp');

/** Of every kind that has these columns. */
export const commonCells: Cells = {
  Name: (object) => textAt(object, 'metadata', 'name'),
  Age: (object, now) => formatAge(creation(object), now),
  'Created At': (object) => creation(object) ?? null,
};

/** The value at a path; `absent` where there is none. */
export const at =
  (path: string, absent: Json = '<none>'): Cell =>
  (object) =>
    valueAt(object, ...path.split('.')) ?? absent;

/** The number at a path. */
export const count =
  (path: string): Cell =>
  (object) =>
    numberAt(object, ...path.split('.')) ?? 0;

/** Whether the field is true. */
export const isTrue =
  (path: string): Cell =>
  (object) =>
    valueAt(object, ...path.split('.')) === true;

/** How many items are in the list. */
export const length =
  (path: string): Cell =>
  (object) =>
    arrayAt(object, ...path.split('.')).length;

/** The texts of a list, as `a,b`. */
export const joined =
  (path: string): Cell =>
  (object) =>
    stringsAt(object, ...path.split('.')).join(',');

const shown = 3;

/** The first three, and how many more there are. */
export function firstOf(texts: readonly string[], absent = '<unset>'): string {
  if (texts.length === 0) return absent;
  const first = texts.slice(0, shown).join(',');
  return texts.length > shown ? `${first} + ${texts.length - shown} more...` : first;
}

/** Labels as `app=web,tier=front`. */
export const labels =
  (path: string): Cell =>
  (object) => {
    const entries = stringEntries(objectAt(object, ...path.split('.')));
    const texts = entries.map(([key, value]) => `${key}=${value}`);
    return texts.length === 0 ? '<none>' : texts.toSorted().join(',');
  };

/** A selector of labels with its expressions, as `app=web,tier in (back,front)`. */
export const selector =
  (
    path: string,
    { absent = '<none>', invalid = '<error>' }: Partial<Record<'absent' | 'invalid', string>> = {},
  ): Cell =>
  (object) => {
    const wanted = objectAt(object, ...path.split('.'));
    const equal = stringEntries(objectAt(wanted, 'matchLabels')).map(([key, value]) => ({
      key,
      text: `${key}=${value}`,
    }));
    const expressions = objectsAt(wanted, 'matchExpressions').map((one) => ({
      key: textAt(one, 'key'),
      text: expressionText(one),
    }));
    const all = [...equal, ...expressions].toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
    if (all.some(({ text }) => text === undefined)) return invalid;
    return all.map(({ text }) => text).join(',') || absent;
  };

function expressionText(expression: JsonObject): string | undefined {
  const key = textAt(expression, 'key');
  const values = `(${stringsAt(expression, 'values').toSorted().join(',')})`;
  switch (textAt(expression, 'operator')) {
    case 'In':
      return `${key} in ${values}`;
    case 'NotIn':
      return `${key} notin ${values}`;
    case 'Exists':
      return key;
    case 'DoesNotExist':
      return `!${key}`;
    default:
      return undefined;
  }
}

/** The condition of a type; `status`: the object that has the list. */
export function conditionOf(status: Json | undefined, type: string): JsonObject | undefined {
  return objectsAt(status, 'conditions').find((one) => textAt(one, 'type') === type);
}

/** The name, marked where an annotation makes the object the default of its kind. */
export const nameOrDefault =
  (...annotations: readonly string[]): Cell =>
  (object) => {
    const isDefault = annotations.some((key) => stringAt(object, 'metadata', 'annotations', key) === 'true');
    return `${textAt(object, 'metadata', 'name')}${isDefault ? ' (default)' : ''}`;
  };
