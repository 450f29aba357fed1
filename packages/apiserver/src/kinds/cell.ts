// What stands in one column of a table. The columns themselves are recorded from a real server.

import {
  isJsonObject,
  type Json,
  type JsonObject,
  numberAt,
  stringAt,
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

/** The labels that a selector asks for, as `app=web,tier=front`. */
export const selector: Cell = (object) => {
  const labels = valueAt(object, 'spec', 'selector', 'matchLabels') ?? valueAt(object, 'spec', 'selector');
  if (!isJsonObject(labels)) return '<none>';
  return Object.keys(labels)
    .map((key) => `${key}=${textAt(labels, key)}`)
    .join(',');
};
